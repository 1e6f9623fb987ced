using System.Text.Json.Nodes;
using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.Listings;

/// <summary>
/// Takes the location off whatever is of the tier <see cref="Confidentiality.Specialist"/> before anything is stored or compared: what the hub doesn't
/// have can't be found in it. Where a hidden service is, its organisation's other services are not shown to be either: of such a location the id
/// and the tier stay, so that a later file which knows no tiers brings nothing back. Free text is kept: an address written into a description is
/// for its author to take out.
/// </summary>
internal static class WithoutPlace
{
    private static readonly string[] Says = ["location", "locations", "location_id", "addresses", "address", "latitude", "longitude", "accessibility", "transportation"];
    private static readonly string[] Places = ["location", "address", "accessibility", "service_at_location"];

    /// <summary>Takes them off an organisation with everything in it.</summary>
    /// <param name="organisation">The organisation, which is changed.</param>
    /// <returns>How many fields and locations were not kept.</returns>
    public static int Apply(JsonObject organisation)
    {
        if (Tiers.Of(organisation) == Confidentiality.Specialist) return Strip(organisation);
        var hidden = new SortedSet<string>(StringComparer.Ordinal);
        Collect(organisation, isHidden: false, hidden);
        var removed = Hide(organisation, hidden);
        if (hidden.Count > 0) Remember(organisation, hidden);
        return removed;
    }

    /// <summary>The ids of what is hidden, to see when something becomes so.</summary>
    public static IEnumerable<string> Hidden(JsonNode? node) => node switch
    {
        JsonObject item when Tiers.Of(item) == Confidentiality.Specialist => [Listing.IdOf(item)],
        JsonObject item => item.SelectMany(p => Hidden(p.Value)),
        JsonArray list => list.SelectMany(Hidden),
        _ => [],
    };

    /// <summary>Whether an object is a location.</summary>
    public static bool IsLocation(JsonObject item) => item.ContainsKey("location_type");

    /// <summary>The ids of the locations that are hidden themselves, or where something hidden is.</summary>
    private static void Collect(JsonNode? node, bool isHidden, SortedSet<string> hidden)
    {
        if (node is JsonArray list)
        {
            foreach (var value in list) Collect(value, isHidden, hidden);
        }
        else if (node is JsonObject item)
        {
            isHidden |= Tiers.Of(item) == Confidentiality.Specialist;
            if (isHidden)
            {
                if (IsLocation(item)) hidden.Add(Listing.IdOf(item));
                if (item["location"] is JsonObject inside) hidden.Add(Listing.IdOf(inside));
                if (Listing.Text(item, "location_id") is { Length: > 0 } named) hidden.Add(named.ToLowerInvariant());
            }

            foreach (var (_, value) in item) Collect(value, isHidden, hidden);
        }
    }

    private static int Hide(JsonNode? node, SortedSet<string> hidden)
    {
        var removed = 0;
        switch (node)
        {
            case JsonObject item when Tiers.Of(item) == Confidentiality.Specialist && !IsLocation(item):
                return Strip(item);
            case JsonObject item:
                if (item["location"] is JsonObject inside && hidden.Contains(Listing.IdOf(inside))) removed += Count(item.Remove("location"));
                if (hidden.Contains(Listing.Text(item, "location_id").ToLowerInvariant())) removed += Count(item.Remove("location_id"));
                foreach (var (_, value) in item.ToArray()) removed += Hide(value, hidden);
                break;
            case JsonArray list:
                for (var i = list.Count - 1; i >= 0; i--)
                {
                    if (list[i] is JsonObject location && IsLocation(location) && hidden.Contains(Listing.IdOf(location)))
                    {
                        if (!IsRemembered(location)) removed++;
                        list[i] = Remembered(Listing.Text(location, "id"));
                    }
                    else if (list[i] is JsonObject change && hidden.Contains(Listing.Text(change, "resource_id").ToLowerInvariant()))
                    {
                        list.RemoveAt(i);
                        removed++;
                    }
                    else removed += Hide(list[i], hidden);
                }

                break;
        }

        return removed;
    }

    private static void Remember(JsonObject organisation, SortedSet<string> hidden)
    {
        var kind = PartKind.Location.List;
        if (organisation[kind] is not JsonArray locations) organisation[kind] = locations = [];
        var known = locations.OfType<JsonObject>().Select(Listing.IdOf).ToHashSet(StringComparer.Ordinal);
        foreach (var id in hidden.Where(id => !known.Contains(id))) locations.Add(Remembered(id));
    }

    private static JsonObject Remembered(string id) => new()
    {
        ["id"] = id,
        ["location_type"] = "physical",
        [Tiers.Attributes] = new JsonArray(Tiers.AttributeOf(Confidentiality.Specialist, id)),
    };

    private static bool IsRemembered(JsonObject location) => location.Count == 3 && location.ContainsKey(Tiers.Attributes);

    /// <summary>Takes everything that says where off one tree.</summary>
    private static int Strip(JsonNode? node)
    {
        var removed = 0;
        switch (node)
        {
            case JsonObject item:
                foreach (var name in Says) removed += Count(item.Remove(name));
                if (item["metadata"] is JsonArray changes)
                    removed += changes.RemoveAll(change => change is JsonObject said && Places.Contains(Listing.Text(said, "resource_type"), StringComparer.OrdinalIgnoreCase));
                foreach (var (_, value) in item.ToArray()) removed += Strip(value);
                break;
            case JsonArray list:
                foreach (var value in list) removed += Strip(value);
                break;
        }

        return removed;
    }

    private static int Count(bool removed) => removed ? 1 : 0;
}
