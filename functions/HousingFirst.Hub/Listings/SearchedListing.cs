using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.Listings;

/// <summary>An organisation in the search's snapshot: its texts folded once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="SortName">Its name, folded.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Itself">Its own entry.</param>
/// <param name="Services">Its services' entries.</param>
internal sealed record SearchedListing(
    string Id, string Name, string SortName, Confidentiality Tier, SearchedEntry Itself, IReadOnlyList<SearchedEntry> Services)
{
    public static SearchedListing Of(IndexedListing listing)
    {
        var itself = SearchedEntry.Of(listing.Entries[0], null);
        return new SearchedListing(
            listing.Id, listing.Name, SearchText.Fold(listing.Name), listing.Tier, itself, [.. listing.Entries.Skip(1).Select(e => SearchedEntry.Of(e, itself))]);
    }
}

/// <summary>
/// An entry, folded. A service is found by its organisation's names and terms too, and where it names no area or language of its own, by its
/// organisation's: it is no more open than that.
/// </summary>
/// <param name="Entry">The entry as indexed.</param>
/// <param name="Words">Names and terms.</param>
/// <param name="Areas">Areas.</param>
/// <param name="Languages">Languages.</param>
/// <param name="Terms">Terms.</param>
internal sealed record SearchedEntry(
    IndexEntry Entry, IReadOnlyList<string> Words, IReadOnlyList<string> Areas, IReadOnlyList<string> Languages, IReadOnlyList<string> Terms)
{
    public static SearchedEntry Of(IndexEntry entry, SearchedEntry? organisation)
    {
        string[] terms = [.. Fold(entry.Terms), .. organisation?.Terms ?? []];
        string[] words = [.. Fold([entry.Name, .. entry.Others]), .. terms, .. organisation?.Words ?? []];
        var (areas, languages) = (Fold(entry.Areas), Fold(entry.Languages));
        return new SearchedEntry(
            entry, words, areas.Length == 0 ? organisation?.Areas ?? [] : areas, languages.Length == 0 ? organisation?.Languages ?? [] : languages, terms);
    }

    private static string[] Fold(IReadOnlyList<string> texts) => [.. texts.Select(SearchText.Fold).Distinct(StringComparer.Ordinal)];
}
