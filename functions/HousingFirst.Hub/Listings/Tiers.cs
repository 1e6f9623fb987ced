using System.Text.Json.Nodes;
using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.Listings;

/// <summary>
/// The tier of an HSDS object, told by one of its own <c>attributes</c>: <c>{"id":"...","link_type":"confidentiality","value":"specialist"}</c>.
/// HSDS has no field for it, and an attribute goes through every other program unharmed. It may stand on anything that has attributes: an
/// organisation, a service, a location, a contact. Without one an object is public, or as hidden as what it lies in.
/// </summary>
internal static class Tiers
{
    public const string Attributes = "attributes";
    private const string LinkType = "link_type";
    private const string TierType = "confidentiality";
    private const string Value = "value";

    /// <summary>The tier that a row names.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public static Confidentiality OfRow(string name) => ListingTiers.Find(name)
        ?? throw new InvalidDataException("A row names a tier that this program doesn't know. Start the newer program, or run `hub check`.");

    /// <summary>The tier that an object names itself, the most hidden where it names several; null where it names none.</summary>
    public static Confidentiality? Named(JsonObject item) => AttributesOf(item)
        .Select(attribute => ListingTiers.Find(Listing.Text(attribute, Value)))
        .Max();

    /// <summary>The tier of an object inside another.</summary>
    public static Confidentiality Of(JsonObject item, Confidentiality around = Confidentiality.Public) => Hidden(Named(item) ?? Confidentiality.Public, around);

    /// <summary>The more hidden of two.</summary>
    public static Confidentiality Hidden(Confidentiality one, Confidentiality other) => one > other ? one : other;

    /// <summary>The attribute that says a tier.</summary>
    public static JsonObject AttributeOf(Confidentiality tier, string id) =>
        new() { ["id"] = id, [LinkType] = TierType, [Value] = ListingTiers.NameOf(tier) };

    /// <summary>A tier once named stays until another is named: a feed that knows no tiers must not make a shelter public.</summary>
    public static void Keep(JsonObject? stored, JsonObject incoming)
    {
        if (stored is null || AttributesOf(incoming).Any() || AttributesOf(stored).FirstOrDefault() is not { } known) return;
        if (incoming[Attributes] is not JsonArray attributes) incoming[Attributes] = attributes = [];
        attributes.Add(known.DeepClone());
    }

    /// <summary>What a tier's attribute is called, and what it may say: for the check of what comes in.</summary>
    public static (string LinkType, IReadOnlyList<string> Names) Attribute => (TierType, ListingTiers.Names);

    private static IEnumerable<JsonObject> AttributesOf(JsonObject item) =>
        item[Attributes] is JsonArray attributes ? attributes.OfType<JsonObject>().Where(a => Listing.Text(a, LinkType) == TierType) : [];
}
