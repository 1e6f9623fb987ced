namespace HousingFirst.Hub.Backup;

/// <summary>A file is no backup this version can restore. The message says what is wrong and what to do.</summary>
public sealed class BackupFormatException(string message, Exception? inner = null) : Exception(message, inner);
