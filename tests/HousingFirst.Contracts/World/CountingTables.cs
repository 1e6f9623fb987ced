using System.Collections.Concurrent;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Contracts.World;

/// <summary>Counts requests to the table port: what a month costs.</summary>
public sealed class CountingTables(ITables tables) : ITables
{
    private readonly ConcurrentQueue<string> requests = new();

    /// <summary>The tables that are counted.</summary>
    public ITables Inner => tables;

    /// <summary>The requests since the last <see cref="Reset"/>, in order.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    /// <summary>Forgets what was counted.</summary>
    public void Reset() => requests.Clear();

    public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
    {
        requests.Enqueue($"get {table} {key}");
        return tables.GetAsync(table, partition, key, cancellation);
    }

    public ValueTask<RowPage> RangeAsync(
        Table table, string partition, string from, string? before, int limit, CancellationToken cancellation)
    {
        requests.Enqueue($"range {table} {from}");
        return tables.RangeAsync(table, partition, from, before, limit, cancellation);
    }

    public ValueTask<BatchOutcome> BatchAsync(
        Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        requests.Enqueue($"batch {table} of {writes.Count}");
        return tables.BatchAsync(table, partition, writes, cancellation);
    }
}
