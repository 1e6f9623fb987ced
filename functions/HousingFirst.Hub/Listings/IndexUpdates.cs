using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Listings;

/// <summary>
/// The index during one import: which version of each organisation it holds (some 150 bytes an organisation, the only thing an import keeps of
/// them all), and the rows that wait for the next batch.
/// </summary>
internal sealed class IndexUpdates(ListingIndex index)
{
    private const int MostWaiting = Limits.BatchRows - 1;
    private const int MostBytes = 3_000_000;

    private readonly Dictionary<string, Known> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (IndexedListing Listing, Row Row)> waiting = new(StringComparer.Ordinal);
    private int bytes;
    private long version, lastPlace;
    private string? etag;

    /// <summary>How many organisations of the index were not seen in the file.</summary>
    public int Unseen => known.Values.Count(k => !k.IsSeen);

    /// <summary>Reads what the index holds: a request a thousand organisations.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellation)
    {
        await foreach (var page in index.PagesAsync(cancellation))
        {
            (version, etag) = (page.Version, page.ETag);
            foreach (var row in page.Page)
            {
                known[row.Id] = new Known(row.Place, row.Version, known.TryGetValue(row.Id, out var before) && before.IsSeen);
                lastPlace = Math.Max(lastPlace, row.Place);
            }
        }
    }

    /// <summary>The file names an organisation.</summary>
    public void See(string id)
    {
        if (known.TryGetValue(id, out var row)) known[id] = row with { IsSeen = true };
    }

    /// <summary>Whether the index holds this version of an organisation, or is about to.</summary>
    public bool Holds(string id, long version) =>
        (known.TryGetValue(id, out var row) && row.Version >= version) || (waiting.TryGetValue(id, out var next) && next.Listing.Version >= version);

    /// <summary>Puts an organisation's row among those that wait, and writes them where they are many.</summary>
    public async ValueTask AddAsync(IndexedListing listing, CancellationToken cancellation)
    {
        var place = known.TryGetValue(listing.Id, out var row) ? row.Place : waiting.TryGetValue(listing.Id, out var before) ? before.Listing.Place : ++lastPlace;
        listing = listing with { Place = place };
        var next = listing.ToRow();
        waiting[listing.Id] = (listing, next);
        bytes += WideColumns.SizeOf(next);
        if (waiting.Count >= MostWaiting || bytes >= MostBytes) await FlushAsync(cancellation);
    }

    /// <summary>Writes what waits. Where another import has written in between, the newer version of each organisation stays.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        while (waiting.Count > 0)
        {
            if (await index.PutAsync(version, etag, waiting.Values.Select(w => w.Row), cancellation) is { } next)
            {
                (version, etag, bytes) = (version + 1, next, 0);
                foreach (var (listing, _) in waiting.Values) known[listing.Id] = new Known(listing.Place, listing.Version, IsSeen: true);
                waiting.Clear();
                return;
            }

            await OpenAsync(cancellation);
            foreach (var (listing, _) in waiting.Values.ToArray())
            {
                if (known.TryGetValue(listing.Id, out var row) && row.Version >= listing.Version) waiting.Remove(listing.Id);
            }
        }
    }

    private readonly record struct Known(long Place, long Version, bool IsSeen);
}
