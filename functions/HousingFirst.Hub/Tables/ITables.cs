namespace HousingFirst.Hub.Tables;

/// <summary>
/// The one table port. Memory, SQLite and Azure Tables implement only this; every store is written once above it, so nothing in the
/// hub may rely on more: point reads, ranges of one partition in ordinal key order, and atomic batches of one partition.
/// </summary>
public interface ITables
{
    /// <summary>Reads one row.</summary>
    /// <returns>The row as last committed, or null where there is none.</returns>
    ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation);

    /// <summary>
    /// Reads the rows of one partition with <paramref name="from"/> &lt;= key &lt; <paramref name="before"/>, in ordinal key order, one request
    /// a page.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">The one partition.</param>
    /// <param name="from">The first key, included; empty starts at the partition's first row.</param>
    /// <param name="before">The end, excluded; null reads to the partition's end.</param>
    /// <param name="limit">At most this many rows, 1 to <see cref="Limits.PageRows"/>.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <returns>The page; <see cref="RowPage.Next"/> is the <paramref name="from"/> of the next page, null at the end.</returns>
    ValueTask<RowPage> RangeAsync(
        Table table, string partition, string from, string? before, int limit, CancellationToken cancellation);

    /// <summary>
    /// Writes 1 to <see cref="Limits.BatchRows"/> rows of one partition, all or none. Durable when it returns.
    /// </summary>
    /// <returns>
    /// <see cref="BatchOutcome.Committed"/> with the new ETags, or <see cref="BatchOutcome.Conflict"/> naming the first write, in the order
    /// given, that does not hold. A conflict is an answer, not an exception; exceptions are faults of the store.
    /// </returns>
    /// <exception cref="ArgumentException">An empty or too large batch, the same key twice, an unsafe key: a bug in the caller.</exception>
    ValueTask<BatchOutcome> BatchAsync(
        Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation);
}

/// <summary>What a backup reads: every row of a table, whatever its partition, as of one moment where the store can give one.</summary>
public interface ITableScan
{
    /// <summary>Reads every row of <paramref name="table"/>, in no promised order.</summary>
    IAsyncEnumerable<(string Partition, Row Row)> ScanAsync(Table table, CancellationToken cancellation);
}

/// <summary>The hub's six tables. Their keys are told in docs/operating.md.</summary>
public enum Table
{
    /// <summary>One partition a client: head, team, consents, changes, notices, journal; and each agency's own references.</summary>
    Clients,

    /// <summary>Work that waits for an instant, dead letters as the operator sees them, and pointers from a change to its client.</summary>
    Due,

    /// <summary>Lines of digests, one partition a slot.</summary>
    Digests,

    /// <summary>Organisations, contacts, route cards, settings, cards, audit, counters.</summary>
    Directory,

    /// <summary>Claims and states of cycles.</summary>
    Cycles,

    /// <summary>One-time codes and the key ring.</summary>
    Keys,
}

/// <summary>The limits every implementation holds, the narrowest of them all (Azure Tables').</summary>
public static class Limits
{
    /// <summary>Rows in one batch.</summary>
    public const int BatchRows = 100;

    /// <summary>Rows in one page of a range.</summary>
    public const int PageRows = 1000;

    /// <summary>Characters in one text column.</summary>
    public const int TextCharacters = 32 * 1024;

    /// <summary>Bytes in one binary column.</summary>
    public const int BinaryBytes = 64 * 1024;

    /// <summary>Characters in a partition or row key.</summary>
    public const int KeyCharacters = 512;
}
