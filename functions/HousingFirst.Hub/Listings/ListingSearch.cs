using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Listings;

/// <summary>
/// Finds organisations and services in a snapshot of the index in memory. The snapshot is held against the index's version once a minute (one
/// request; none in between) and read again only when that has moved (one request, and one a thousand organisations).
/// </summary>
public sealed class ListingSearch
{
    private static readonly Duration Fresh = Duration.FromSeconds(60);

    private readonly ListingIndex index;
    private readonly IClock clock;
    private Snapshot? cached;

    /// <summary>Over the table port.</summary>
    /// <param name="tables">The port.</param>
    /// <param name="community">The community.</param>
    /// <param name="clock">The clock that says when to look again.</param>
    public ListingSearch(ITables tables, string community, IClock clock)
    {
        index = new ListingIndex(tables, community);
        this.clock = clock;
    }

    /// <summary>What fits a query, by name.</summary>
    public async ValueTask<IReadOnlyList<ListingHit>> FindAsync(ListingQuery query, CancellationToken cancellation)
    {
        var snapshot = await NowAsync(cancellation);
        var wanted = new Wanted(query);
        return [.. snapshot.Listings.Where(l => l.Tier <= query.Tier).Select(wanted.Hit).OfType<ListingHit>()];
    }

    private async ValueTask<Snapshot> NowAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var known = cached;
        if (known is not null && now - known.Checked < Fresh) return known;
        if (known is not null && (await index.VersionAsync(cancellation)).Version == known.Version) return cached = known with { Checked = now };

        var (version, listings) = ((long?)null, new List<SearchedListing>());
        await foreach (var page in index.PagesAsync(cancellation))
        {
            version ??= page.Version; // The first page's: what changes while the others are read is read again in a minute.
            listings.AddRange(page.Page.Select(SearchedListing.Of));
        }

        listings.Sort((one, other) => string.CompareOrdinal(one.SortName, other.SortName));
        return cached = new Snapshot(now, version ?? 0, listings);
    }

    private sealed record Snapshot(Instant Checked, long Version, IReadOnlyList<SearchedListing> Listings);

    /// <summary>A query, folded once.</summary>
    private sealed class Wanted(ListingQuery query)
    {
        private readonly IReadOnlyList<string> words = SearchText.Words(query.Text ?? string.Empty);
        private readonly string area = SearchText.Fold(query.Area ?? string.Empty);
        private readonly string language = SearchText.Fold(query.Language ?? string.Empty);
        private readonly string term = SearchText.Fold(query.Term ?? string.Empty);

        public ListingHit? Hit(SearchedListing listing)
        {
            var services = listing.Services.Where(s => s.Entry.Tier <= query.Tier && Fits(s)).ToArray();
            return services.Length == 0 && !Fits(listing.Itself)
                ? null
                : new ListingHit(
                    listing.Id, listing.Name, listing.Tier, [.. services.Select(s => new ServiceHit(s.Entry.Id, s.Entry.Name, s.Entry.Status ?? string.Empty, s.Entry.Tier))]);
        }

        private bool Fits(SearchedEntry entry) =>
            words.All(word => entry.Words.Any(known => Begins(known, word)))
            && (area.Length == 0 || entry.Areas.Any(known => Begins(known, area)))
            && (language.Length == 0 || entry.Languages.Any(known => Begins(known, language)))
            && (term.Length == 0 || entry.Terms.Any(known => Begins(known, term)));

        /// <summary>Whether the text, or a word in it, begins so.</summary>
        private static bool Begins(string text, string with)
        {
            for (var at = text.IndexOf(with, StringComparison.Ordinal); at >= 0; at = text.IndexOf(with, at + 1, StringComparison.Ordinal))
            {
                if (at == 0 || text[at - 1] == ' ') return true;
            }

            return false;
        }
    }
}
