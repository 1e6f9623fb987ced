namespace HousingFirst.Hub.Tables;

/// <summary>One write of a batch. There is no write without a condition but <see cref="Upsert"/>, which is only for rows whose key and
/// content are functions of their cause, so that writing twice is writing once.</summary>
public abstract record RowWrite
{
    private RowWrite(string key) => Key = key;

    /// <summary>The row key the write is about.</summary>
    public string Key { get; }

    /// <summary>Holds only where the key is free.</summary>
    public sealed record Insert(Row Row) : RowWrite(Row.Key);

    /// <summary>Replaces the whole row; holds only while its ETag is <paramref name="ETag"/>.</summary>
    public sealed record Update(Row Row, string ETag) : RowWrite(Row.Key);

    /// <summary>Inserts or replaces, without a condition.</summary>
    public sealed record Upsert(Row Row) : RowWrite(Row.Key);

    /// <summary>Removes the row; with an ETag, holds only while it matches; without one, removing a missing row is no conflict.</summary>
    public sealed record Delete(string RowKey, string? ETag) : RowWrite(RowKey);
}

/// <summary>What became of a batch.</summary>
public abstract record BatchOutcome
{
    private BatchOutcome()
    {
    }

    /// <summary>All writes are durable. <paramref name="ETags"/> are the new ones in the order of the writes (null for a delete).</summary>
    public sealed record Committed(IReadOnlyList<string?> ETags) : BatchOutcome;

    /// <summary>Nothing was written: the write at <paramref name="Index"/> does not hold.</summary>
    public sealed record Conflict(int Index, ConflictKind Kind) : BatchOutcome;
}

/// <summary>Why a write does not hold.</summary>
public enum ConflictKind
{
    /// <summary>The key is taken (HTTP 409).</summary>
    AlreadyExists,

    /// <summary>The row has changed since it was read (HTTP 412).</summary>
    Stale,

    /// <summary>The row to update or delete is not there (HTTP 404).</summary>
    NotFound,
}
