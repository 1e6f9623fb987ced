using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Digests;

/// <summary>
/// The lines that wait for a digest: one partition a slot, one row a line, sorted by the minute it leaves in, by contact and then most urgent
/// first, so that a run is one range and can resume after the last contact.
/// </summary>
public sealed class DigestStore(ITables tables, string community)
{
    /// <summary>Puts lines into a slot: one batch, unless there are over a hundred.</summary>
    public async ValueTask AddAsync(Instant slot, IEnumerable<DigestItem> items, CancellationToken cancellation)
    {
        foreach (var batch in items.Select(i => (RowWrite)new RowWrite.Upsert(i.ToRow())).DistinctBy(w => w.Key).Chunk(Limits.BatchRows))
            await tables.BatchAsync(Table.Digests, Partition(slot), batch, cancellation);
    }

    /// <summary>A slot's lines, a page.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="spread">Those of one minute; null for all.</param>
    /// <param name="from">Where the page starts: empty, then what the last page said.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<(IReadOnlyList<DigestItem> Items, string? Next)> PageAsync(
        Instant slot, int? spread, string from, CancellationToken cancellation)
    {
        var prefix = spread is { } minute ? DigestItem.Prefix(minute) : null;
        var page = await tables.RangeAsync(
            Table.Digests, Partition(slot), from.Length == 0 && prefix is not null ? prefix : from, prefix is null ? null : Keys.End(prefix),
            Limits.PageRows, cancellation);
        return ([.. page.Rows.Select(DigestItem.Read)], page.Next);
    }

    /// <summary>Takes lines off that were sent, or are no longer to be told.</summary>
    public async ValueTask RemoveAsync(Instant slot, IEnumerable<DigestItem> items, CancellationToken cancellation)
    {
        foreach (var batch in items.Select(i => (RowWrite)new RowWrite.Delete(i.Key, null)).DistinctBy(w => w.Key).Chunk(Limits.BatchRows))
            await tables.BatchAsync(Table.Digests, Partition(slot), batch, cancellation);
    }

    private string Partition(Instant slot) => Keys.Of(community, Keys.Time(slot));
}
