using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Listings.Hsds;
using HousingFirst.Hub.Messaging;

namespace HousingFirst.Hub.Listings;

/// <summary>
/// What an item of a file says of one organisation. HSDS's API gives the same organisation whole, as a summary in a list, and inside its services;
/// each says a part. What an item can't say it leaves as it is stored:
/// an item without any list of its own is a summary, and says nothing of lists; an organisation without <c>services</c> says nothing of services; a
/// service or a place says nothing of others.
/// </summary>
internal sealed class ListingDocument
{
    private const string Services = "services";
    private const string Places = "service_at_locations";
    private const string OwnOrganisation = "organization";

    private readonly JsonObject? organisation;
    private readonly JsonObject? service;
    private readonly JsonObject? place;

    private ListingDocument(string id, JsonObject? organisation, JsonObject? service, JsonObject? place) =>
        (OrganisationId, this.organisation, this.service, this.place) = (id, organisation, service, place);

    /// <summary>Whose it is.</summary>
    public string OrganisationId { get; }

    /// <summary>The organisation, where the item is about it and not about a service: where its hash is the stored one's, nothing has changed.</summary>
    public JsonObject? Everything => service is null ? organisation : null;

    /// <summary>Whether the organisation itself is described.</summary>
    public bool DescribesOrganisation => organisation is not null;

    /// <summary>Reads a checked item.</summary>
    public static ListingDocument Of(HsdsShape shape, JsonElement item)
    {
        var root = JsonObject.Create(item.Clone())!; // The nodes read from the element as they are asked, after the file has gone on.
        if (shape == HsdsShape.Organization) return new ListingDocument(Listing.IdOf(root), root, null, null);
        var (place, service) = shape == HsdsShape.Service ? (null, root) : (root, Take(root, "service")!);
        var organisation = Take(service, OwnOrganisation);
        var id = organisation is null ? Listing.Text(service, "organization_id").ToLowerInvariant() : Listing.IdOf(organisation);
        return new ListingDocument(id, organisation, service, place);
    }

    /// <summary>What is wrong with an item beyond HSDS's schemas: what would not fit together in the directory.</summary>
    public static IEnumerable<Defect> Defects(HsdsShape shape, JsonElement item, string path)
    {
        if (shape == HsdsShape.TaxonomyTerm) return [];
        if (shape == HsdsShape.Organization) return OfOrganisation(item, path, isInside: false);
        var (service, at) = shape == HsdsShape.Service ? (item, path) : (Get(item, "service"), path + ".service");
        if (service is not { } known)
            return [new Defect(at, "missing", "add the service, with its organization: the directory keeps a place with its service")];
        if (Get(known, OwnOrganisation) is { } whose)
            return [.. OfOrganisation(whose, $"{at}.{OwnOrganisation}", isInside: true), .. OfService(known, Id(whose), at)];
        return Get(known, "organization_id") is null
            ? [new Defect($"{at}.{OwnOrganisation}", "missing", "add the service's organization, or its organization_id: the directory keeps a service with its organisation")]
            : [];
    }

    /// <summary>The organisation, with everything in it, as it is once this item is imported.</summary>
    /// <param name="stored">As it is now; null where it isn't there.</param>
    /// <returns>Null where the item doesn't describe its organisation and nobody has.</returns>
    public JsonObject? Into(Listing? stored)
    {
        var known = stored?.Whole();
        if (organisation is null && known is null) return null;
        var whole = organisation is null ? known!.DeepClone().AsObject() : Merged(known, organisation, HsdsObjects.Organization);
        var before = known?[Services] as JsonArray;
        if (service is not null) whole[Services] = Put(before, service, WithPlace);
        else if (whole[Services] is not JsonArray && before is not null) whole[Services] = before.DeepClone();
        Keep(known, whole);
        return whole;
    }

    private static IEnumerable<Defect> OfOrganisation(JsonElement item, string path, bool isInside)
    {
        foreach (var kind in PartKind.All)
        {
            if (Get(item, kind.List) is not { ValueKind: JsonValueKind.Array } list) continue;
            if (isInside && kind == PartKind.Service)
                yield return new Defect($"{path}.{kind.List}", "services inside a service's organisation", "leave them out: each service is an item of its own");
            var (seen, index) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), 0);
            foreach (var part in list.EnumerateArray())
            {
                if (Id(part) is { } id && !seen.Add(id)) yield return new Defect($"{path}.{kind.List}[{index}].id", "an id that comes twice in its list", "keep one of them, or give one its own id");
                if (kind == PartKind.Service)
                {
                    foreach (var defect in OfService(part, Id(item), $"{path}.{kind.List}[{index}]")) yield return defect;
                }

                index++;
            }
        }
    }

    private static IEnumerable<Defect> OfService(JsonElement service, string? organisation, string path)
    {
        if (Get(service, "organization_id") is { ValueKind: JsonValueKind.String } named && organisation is not null
            && !string.Equals(JsonText.IsWhole(named) ? named.GetString() : null, organisation, StringComparison.OrdinalIgnoreCase))
        {
            yield return new Defect($"{path}.organization_id", "another organisation's id", "write the id of the organisation that the service is inside of");
        }
    }

    private JsonObject WithPlace(JsonObject? stored)
    {
        var next = Merged(stored, service!, HsdsObjects.Service);
        if (place is not null) next[Places] = Put(stored?[Places] as JsonArray, place, old => Merged(old, place, HsdsObjects.ServiceAtLocation));
        return next;
    }

    /// <summary>A copy of a list with an item in the place of the one with its id, or at the end.</summary>
    private static JsonArray Put(JsonArray? list, JsonObject item, Func<JsonObject?, JsonObject> next)
    {
        var all = list?.DeepClone().AsArray() ?? [];
        var id = Listing.IdOf(item);
        var old = all.OfType<JsonObject>().FirstOrDefault(known => Listing.IdOf(known) == id);
        if (old is null) all.Add(next(null));
        else all[all.IndexOf(old)] = next(old);
        return all;
    }

    /// <summary>An object with the stored one's lists, where it is a summary.</summary>
    private static JsonObject Merged(JsonObject? stored, JsonObject incoming, HsdsObject rules)
    {
        var next = incoming.DeepClone().AsObject();
        if (stored is null || rules.Fields.Any(f => f.Kind == HsdsKind.List && incoming.ContainsKey(f.Name))) return next;
        foreach (var (name, value) in stored)
        {
            if (value is JsonObject or JsonArray && !next.ContainsKey(name)) next[name] = value.DeepClone();
        }

        return next;
    }

    /// <summary>Tiers once named stay, and with them what is remembered of hidden locations.</summary>
    private static void Keep(JsonObject? stored, JsonObject whole)
    {
        if (stored is null) return;
        Tiers.Keep(stored, whole);
        foreach (var kind in PartKind.All)
        {
            if (stored[kind.List] is not JsonArray before) continue;
            var known = before.OfType<JsonObject>().ToDictionary(Listing.IdOf, StringComparer.Ordinal);
            if (whole[kind.List] is JsonArray now)
            {
                foreach (var part in now.OfType<JsonObject>())
                {
                    if (known.Remove(Listing.IdOf(part), out var old)) Tiers.Keep(old, part);
                }
            }

            foreach (var hidden in known.Values.Where(old => kind == PartKind.Location && Tiers.Of(old) == Confidentiality.Specialist))
            {
                if (whole[kind.List] is not JsonArray) whole[kind.List] = new JsonArray();
                whole[kind.List]!.AsArray().Add(hidden.DeepClone());
            }
        }
    }

    private static JsonObject? Take(JsonObject item, string field)
    {
        if (item[field] is not JsonObject inner) return null;
        item.Remove(field);
        return inner;
    }

    private static JsonElement? Get(JsonElement item, string field) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value) ? value : null;

    private static string? Id(JsonElement item) => Get(item, "id") is { ValueKind: JsonValueKind.String } id && JsonText.IsWhole(id) ? id.GetString() : null;
}
