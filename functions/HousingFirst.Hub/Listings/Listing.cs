using System.Text.Json.Nodes;

namespace HousingFirst.Hub.Listings;

/// <summary>An organisation of the directory, as HSDS describes it: its own fields, and its services, locations and contacts as parts.</summary>
internal sealed class Listing
{
    private Listing(string id, JsonObject organisation, IReadOnlyList<ListingPart> parts, IReadOnlyList<string> lists) =>
        (Id, Organisation, Parts, Lists) = (id, organisation, parts, lists);

    /// <summary>The organisation's HSDS id, in lower case.</summary>
    public string Id { get; }

    /// <summary>Its fields without its parts.</summary>
    public JsonObject Organisation { get; }

    /// <summary>Its parts, each kind in its order.</summary>
    public IReadOnlyList<ListingPart> Parts { get; }

    /// <summary>Which lists of parts it has: an empty list is not a missing one.</summary>
    public IReadOnlyList<string> Lists { get; }

    public string Name => Text(Organisation, "name");

    /// <summary>Takes an organisation apart.</summary>
    /// <param name="whole">The organisation with everything in it; it is taken over.</param>
    public static Listing Of(JsonObject whole)
    {
        var (parts, lists) = (new List<ListingPart>(), new List<string>());
        foreach (var kind in PartKind.All)
        {
            if (whole[kind.List] is not JsonArray items) continue;
            whole.Remove(kind.List);
            lists.Add(kind.List);
            while (items.Count > 0)
            {
                var item = items[0]!.AsObject();
                items.RemoveAt(0);
                parts.Add(new ListingPart(kind, IdOf(item), item));
            }
        }

        return new Listing(IdOf(whole), whole, parts, lists);
    }

    /// <summary>Puts together what was read.</summary>
    public static Listing Of(JsonObject organisation, IReadOnlyList<ListingPart> parts, IReadOnlyList<string> lists) =>
        new(IdOf(organisation), organisation, parts, lists);

    /// <summary>The whole organisation again: a copy, to be changed at will.</summary>
    public JsonObject Whole()
    {
        var whole = Organisation.DeepClone().AsObject();
        foreach (var kind in PartKind.All)
        {
            if (Lists.Contains(kind.List, StringComparer.Ordinal))
                whole[kind.List] = new JsonArray([.. Parts.Where(p => p.Kind == kind).Select(p => p.Body.DeepClone())]);
        }

        return whole;
    }

    /// <summary>The id of an HSDS object.</summary>
    public static string IdOf(JsonObject item) => Text(item, "id").ToLowerInvariant();

    /// <summary>A text field, or an empty text.</summary>
    public static string Text(JsonObject item, string field) =>
        item[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : string.Empty;
}
