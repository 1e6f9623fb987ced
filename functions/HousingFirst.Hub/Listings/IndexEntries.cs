using System.Text.Json.Nodes;
using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.Listings;

/// <summary>
/// Makes the index of an organisation. A word of something hidden must not find what is open: an entry is made of what is no more hidden than
/// itself, so that the town of a location for the network doesn't find a public service.
/// </summary>
internal static class IndexEntries
{
    /// <summary>The organisation's entry and its services'.</summary>
    public static IndexedListing Of(Listing listing, long version)
    {
        var whole = listing.Whole();
        var tier = Tiers.Of(whole);
        return new IndexedListing
        {
            Id = listing.Id,
            Version = version,
            Tier = tier,
            Name = listing.Name,
            Entries = [Organisation(whole, tier), .. Items(whole, "services").Select(service => Service(service, Tiers.Of(service, tier)))],
        };
    }

    private static IndexEntry Organisation(JsonObject whole, Confidentiality tier)
    {
        var open = whole.DeepClone().AsObject();
        open.Remove("services");
        TierView.Narrow(open, tier);
        return Entry(open, tier, null);
    }

    private static IndexEntry Service(JsonObject service, Confidentiality tier)
    {
        var open = service.DeepClone().AsObject();
        TierView.Narrow(open, tier);
        return Entry(open, tier, Listing.Text(service, "status"));
    }

    private static IndexEntry Entry(JsonObject item, Confidentiality tier, string? status)
    {
        var (areas, languages, terms) = (new Words(), new Words(), new Words());
        Collect(item, areas, languages, terms);
        return new IndexEntry(
            Listing.IdOf(item), Listing.Text(item, "name"), [.. new[] { Listing.Text(item, "alternate_name") }.Where(n => n.Length > 0)], tier, status, areas.All,
            languages.All, terms.All);
    }

    /// <summary>Areas, languages and terms from wherever HSDS puts them inside an item.</summary>
    private static void Collect(JsonNode? node, Words areas, Words languages, Words terms)
    {
        if (node is JsonArray list)
        {
            foreach (var value in list) Collect(value, areas, languages, terms);
            return;
        }

        if (node is not JsonObject item) return;
        foreach (var (name, value) in item)
        {
            switch (name)
            {
                case "service_areas":
                    areas.Add(value, "name", "description");
                    break;
                case "addresses":
                    areas.Add(value, "city", "region", "state_province");
                    break;
                case "languages":
                    languages.Add(value, "name", "code");
                    break;
                case "taxonomy_term":
                    terms.Add(value, "name", "code", "id");
                    break;
                case "taxonomy_term_id":
                    terms.Add(item, name);
                    break;
                case "metadata":
                    break;
                default:
                    Collect(value, areas, languages, terms);
                    break;
            }
        }
    }

    private static IEnumerable<JsonObject> Items(JsonObject item, string list) => item[list] is JsonArray items ? items.OfType<JsonObject>() : [];

    private sealed class Words
    {
        private const int Longest = 300;
        private readonly List<string> all = [];

        public IReadOnlyList<string> All => all;

        public void Add(JsonNode? node, params ReadOnlySpan<string> fields)
        {
            if (node is JsonArray list)
            {
                foreach (var value in list) Add(value, fields);
            }
            else if (node is JsonObject item)
            {
                foreach (var field in fields)
                {
                    if (Listing.Text(item, field) is not { Length: > 0 } text) continue;
                    if (text.Length > Longest) text = text[..Longest];
                    if (!all.Contains(text, StringComparer.Ordinal)) all.Add(text);
                }
            }
        }
    }
}
