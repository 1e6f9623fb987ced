using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Listings;

/// <summary>
/// The index of all organisations, in one partition beside them: what searches and exports start from. Its rows are written after the
/// organisations', many at a time; each says which version of its organisation it was made of, so that what a cut-off import left out is seen and
/// made good by the next.
/// </summary>
internal sealed class ListingIndex(ITables tables, string community)
{
    private const string VersionKey = "0";

    /// <summary>The index's version: one point read.</summary>
    public async ValueTask<(long Version, string? ETag)> VersionAsync(CancellationToken cancellation) =>
        await tables.GetAsync(Table.Directory, Partition, VersionKey, cancellation) is { } row
            ? (RowVersions.Readable(row).Number("version") ?? 0, row.ETag)
            : (0, null);

    /// <summary>Every row, a page at a time, and the version that the first page was of.</summary>
    public async IAsyncEnumerable<(long Version, string? ETag, IReadOnlyList<IndexedListing> Page)> PagesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (version, etag) = (0L, (string?)null);
        for (string? from = string.Empty; from is not null;)
        {
            var page = await tables.RangeAsync(Table.Directory, Partition, from, null, Limits.PageRows, cancellation);
            if (page.Rows is [{ Key: VersionKey } first, ..]) (version, etag) = (RowVersions.Readable(first).Number("version") ?? 0, first.ETag);
            yield return (version, etag, [.. page.Rows.Where(r => r.Key != VersionKey).Select(IndexedListing.Read)]);
            from = page.Next;
        }
    }

    /// <summary>Writes rows and raises the version, in one batch.</summary>
    /// <returns>The new ETag of the version row; null where somebody else has written since it was read.</returns>
    public async ValueTask<string?> PutAsync(
        long version, string? etag, IEnumerable<Row> rows, CancellationToken cancellation)
    {
        var next = RowVersions.NewRow(VersionKey).With("version", version + 1);
        RowWrite[] writes =
        [
            etag is null ? new RowWrite.Insert(next) : new RowWrite.Update(next, etag),
            .. rows.Select(r => (RowWrite)new RowWrite.Upsert(r)),
        ];
        return await tables.BatchAsync(Table.Directory, Partition, writes, cancellation) is BatchOutcome.Committed committed ? committed.ETags[0] : null;
    }

    private string Partition => Keys.Of(community, "listings");
}
