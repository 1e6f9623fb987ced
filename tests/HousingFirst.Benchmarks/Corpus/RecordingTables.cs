using System.Globalization;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Benchmarks.Corpus;

/// <summary>Passes every request on and counts it; says when a batch is on the disk.</summary>
internal sealed class RecordingTables(ITables tables, Action written) : ITables
{
    private readonly List<string> requests = [];

    /// <summary>The requests, in order.</summary>
    public IReadOnlyList<string> Requests => requests;

    /// <summary>Rows in the batches.</summary>
    public int Rows { get; private set; }

    /// <summary>Forgets what was counted.</summary>
    public void Reset()
    {
        requests.Clear();
        Rows = 0;
    }

    public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
    {
        requests.Add($"get {table}");
        return tables.GetAsync(table, partition, key, cancellation);
    }

    public ValueTask<RowPage> RangeAsync(
        Table table, string partition, string from, string? before, int limit, CancellationToken cancellation)
    {
        requests.Add($"range {table}");
        return tables.RangeAsync(table, partition, from, before, limit, cancellation);
    }

    public async ValueTask<BatchOutcome> BatchAsync(
        Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        requests.Add(string.Create(CultureInfo.InvariantCulture, $"batch {table} of {writes.Count}"));
        Rows += writes.Count;
        var outcome = await tables.BatchAsync(table, partition, writes, cancellation);
        written();
        return outcome;
    }
}
