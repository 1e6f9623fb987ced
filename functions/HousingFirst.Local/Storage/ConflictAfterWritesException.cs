namespace HousingFirst.Local.Storage;

/// <summary>A row of a batch doesn't hold, and rows before it are written already: the group is rolled back and run again with care.</summary>
internal sealed class ConflictAfterWritesException : Exception;
