using System.Globalization;
using System.Runtime.CompilerServices;

namespace HousingFirst.Hub.Tables;

/// <summary>The table port in memory, for tests and simulations. It keeps copies: a row changed after a write or a read changes nothing here.</summary>
public sealed class MemoryTables : ITables, ITableScan
{
    private readonly Lock gate = new();
    private readonly Dictionary<(Table, string), SortedList<string, Row>> partitions = [];
    private long lastETag;

    /// <inheritdoc/>
    public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
    {
        PortGuard.Point(partition, key);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return new(Find(table, partition, key) is { } row ? Copy(row, row.ETag) : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<RowPage> RangeAsync(
        Table table, string partition, string from, string? before, int limit, CancellationToken cancellation)
    {
        PortGuard.Range(partition, from, limit);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (!partitions.TryGetValue((table, partition), out var rows)) return new(new RowPage([], null));
            var page = new List<Row>();
            for (var i = FirstAtOrAfter(rows.Keys, from); i < rows.Count; i++)
            {
                var row = rows.Values[i];
                if (before is not null && string.CompareOrdinal(row.Key, before) >= 0) break;
                if (page.Count == limit) return new(new RowPage(page, row.Key));
                page.Add(Copy(row, row.ETag));
            }

            return new(new RowPage(page, null));
        }
    }

    /// <inheritdoc/>
    public ValueTask<BatchOutcome> BatchAsync(
        Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        PortGuard.Batch(partition, writes);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            for (var i = 0; i < writes.Count; i++)
            {
                if (ConflictOf(writes[i], Find(table, partition, writes[i].Key)?.ETag) is { } kind)
                    return new(new BatchOutcome.Conflict(i, kind));
            }

            var etags = new string?[writes.Count];
            for (var i = 0; i < writes.Count; i++) etags[i] = Apply(table, partition, writes[i]);
            return new(new BatchOutcome.Committed(etags));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(string Partition, Row Row)> ScanAsync(
        Table table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<(string, Row)> all;
        lock (gate)
        {
            all = [.. from partition in partitions
                      where partition.Key.Item1 == table
                      from row in partition.Value.Values
                      select (partition.Key.Item2, Copy(row, row.ETag))];
        }

        foreach (var row in all)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }

        await ValueTask.CompletedTask;
    }

    private static ConflictKind? ConflictOf(RowWrite write, string? stored) => write switch
    {
        RowWrite.Insert when stored is not null => ConflictKind.AlreadyExists,
        RowWrite.Update or RowWrite.Delete { ETag: not null } when stored is null => ConflictKind.NotFound,
        RowWrite.Update update when update.ETag != stored => ConflictKind.Stale,
        RowWrite.Delete { ETag: { } etag } when etag != stored => ConflictKind.Stale,
        _ => null,
    };

    private string? Apply(Table table, string partition, RowWrite write)
    {
        if (!partitions.TryGetValue((table, partition), out var rows))
            partitions[(table, partition)] = rows = new SortedList<string, Row>(StringComparer.Ordinal);
        var row = write switch
        {
            RowWrite.Insert insert => insert.Row,
            RowWrite.Update update => update.Row,
            RowWrite.Upsert upsert => upsert.Row,
            _ => null,
        };
        if (row is null)
        {
            rows.Remove(write.Key);
            return null;
        }

        var etag = (++lastETag).ToString(CultureInfo.InvariantCulture);
        rows[write.Key] = Copy(row, etag);
        return etag;
    }

    private Row? Find(Table table, string partition, string key) =>
        partitions.TryGetValue((table, partition), out var rows) ? rows.GetValueOrDefault(key) : null;

    private static int FirstAtOrAfter(IList<string> keys, string from)
    {
        var (low, high) = (0, keys.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(keys[middle], from) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static Row Copy(Row row, string? etag)
    {
        var copy = new Row(row.Key) { ETag = etag };
        foreach (var (name, value) in row.Columns) copy.With(name, value is byte[] bytes ? bytes.Clone() : value);
        return copy;
    }
}
