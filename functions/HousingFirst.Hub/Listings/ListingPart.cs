using System.Text.Json.Nodes;

namespace HousingFirst.Hub.Listings;

/// <summary>A service, location or contact of an organisation: a row of its own.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Id">Its HSDS id, in lower case: an id written in capitals is the same.</param>
/// <param name="Body">Its HSDS object.</param>
internal sealed record ListingPart(PartKind Kind, string Id, JsonObject Body);

/// <summary>What an organisation has rows of.</summary>
/// <param name="Letter">The first part of their keys.</param>
/// <param name="List">The organisation's field that holds them.</param>
internal sealed record PartKind(string Letter, string List)
{
    public static PartKind Location { get; } = new("l", "locations");

    public static PartKind Contact { get; } = new("p", "contacts");

    public static PartKind Service { get; } = new("s", "services");

    /// <summary>All, in the order of their keys.</summary>
    public static IReadOnlyList<PartKind> All { get; } = [Location, Contact, Service];
}
