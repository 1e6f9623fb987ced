namespace HousingFirst.Core.Partners.Editing;

/// <summary>One field of a directory entry as people write it, compare it and read of it in the log.</summary>
/// <param name="Name">Its name: <c>agreementEnds</c>.</param>
/// <param name="Words">What a value looks like, for who must write one.</param>
/// <param name="Get">Its value as text; null where there is none.</param>
/// <param name="Set">The entry with another value; null where the text is no value of this field.</param>
public sealed record Field<T>(string Name, string Words, Func<T, string?> Get, Func<T, string?, T?> Set)
    where T : class
{
    /// <summary>Whether people write it as it is; otherwise a command of its own does: <c>suspend</c>, <c>confirm</c>.</summary>
    public bool IsWritten { get; init; } = true;
}
