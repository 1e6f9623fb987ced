using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Hub.Directory.Searching;

/// <summary>
/// Finds partners in the snapshot in memory: no request to storage in the minute after one, one after that, and a read of the directory only where
/// it has changed. Nobody finds an organisation by a place that they may not see.
/// </summary>
public sealed class SearchDirectory(IReadOnlyList<IListings> sources)
{
    /// <summary>Searches: every word must begin a word of the listing. The best matches first, then by name.</summary>
    public async ValueTask<IReadOnlyList<Listing>> RunAsync(DirectoryQuery query, Viewer viewer, CancellationToken cancellation)
    {
        var words = Folding.Words(query.Text ?? string.Empty);
        var area = query.Area is { } wanted ? Folding.Of(wanted) : null;
        var found = new List<(int Rank, Listing Listing)>();
        foreach (var source in sources)
        {
            foreach (var listing in await source.NowAsync(cancellation))
            {
                if (Fits(listing, query, area, viewer) && Rank(listing, words, viewer) is { } rank) found.Add((rank, listing));
            }
        }

        return [.. found
            .OrderBy(f => f.Rank)
            .ThenBy(f => Folding.Of(f.Listing.NameEn), StringComparer.Ordinal)
            .ThenBy(f => f.Listing.Id, StringComparer.Ordinal)
            .Select(f => f.Listing)];
    }

    private static bool Fits(Listing listing, DirectoryQuery query, string? area, Viewer viewer) =>
        (listing.IsActive || viewer.Agency is null)
        && (query.Role is not { } role || listing.Roles.Contains(role))
        && (query.Language is not { } language || listing.Languages.Contains(language))
        && (area is null || (viewer.SeesPlaceOf(listing) && listing.Areas.Contains(area, StringComparer.Ordinal)))
        && (query.UnconfirmedOn is not { } day || listing.IsUnconfirmed(day));

    /// <summary>0 where the words are the name's own, 1 where people or places are needed; null where a word is found nowhere.</summary>
    private static int? Rank(Listing listing, IReadOnlyList<string> words, Viewer viewer)
    {
        var rank = 0;
        foreach (var word in words)
        {
            if (Begins(listing.Words, word)) continue;
            var seen = (viewer.Tier > Confidentiality.Public && Begins(listing.PeopleWords, word))
                || (viewer.SeesPlaceOf(listing) && Begins(listing.PlaceWords, word));
            if (!seen) return null;
            rank = 1;
        }

        return rank;
    }

    private static bool Begins(IEnumerable<string> words, string start) => words.Any(w => w.StartsWith(start, StringComparison.Ordinal));
}

/// <summary>What is searched for; what is null isn't asked for.</summary>
/// <param name="Text">Words of names, people and places, in any order; accents and case don't count.</param>
/// <param name="Role">A role it can hold.</param>
/// <param name="Area">An area it works in.</param>
/// <param name="Language">A language one is answered in.</param>
/// <param name="UnconfirmedOn">Only those with a contact to be confirmed, as of a day.</param>
public sealed record DirectoryQuery(string? Text, Role? Role, string? Area, Language? Language, LocalDate? UnconfirmedOn = null);

/// <summary>Who looks at the directory.</summary>
/// <param name="Agency">The agency; null for the hub's operator.</param>
/// <param name="Tier">Up to which tier it sees where organisations are.</param>
public sealed record Viewer(string? Agency, Confidentiality Tier)
{
    /// <summary>Whoever runs the hub.</summary>
    public static Viewer Operator { get; } = new(null, Confidentiality.Specialist);

    /// <summary>An agency: the lead organisation sees what the specialist sees, one that takes part the network's, any other what everyone does.</summary>
    public static Viewer Of(Organisation agency) => new(
        agency.Id,
        !agency.Standing.IsActive ? Confidentiality.Public : agency.Kind == OrganisationKind.Lead ? Confidentiality.Specialist : Confidentiality.Network);

    /// <summary>Whether it may see where a listing is: its own always.</summary>
    public bool SeesPlaceOf(Listing listing) => Tier >= listing.Tier || listing.Organisation == Agency;

    /// <summary>An organisation as it may see it.</summary>
    public Organisation See(Organisation organisation) => organisation.Id == Agency ? organisation : organisation.SeenBy(Tier);
}
