using System.Text.Json;

namespace HousingFirst.Hub.Listings.Hsds;

/// <summary>What an item of an HSDS file is: HSDS's API gives each of these, singly and in lists.</summary>
public enum HsdsShape
{
    /// <summary>An organisation with everything it has.</summary>
    Organization,

    /// <summary>A service, with its organisation inside.</summary>
    Service,

    /// <summary>A service at a location, with its service, and that one's organisation, inside.</summary>
    ServiceAtLocation,

    /// <summary>A term of a taxonomy.</summary>
    TaxonomyTerm,
}

/// <summary>Names of shapes, and telling them apart.</summary>
public static class HsdsShapes
{
    private static readonly (HsdsShape Shape, string Name)[] Names =
    [
        (HsdsShape.Organization, "organization"),
        (HsdsShape.Service, "service"),
        (HsdsShape.ServiceAtLocation, "service_at_location"),
        (HsdsShape.TaxonomyTerm, "taxonomy_term"),
    ];

    /// <summary>The names, as HSDS spells them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Select(n => n.Name)];

    /// <summary>The name of a shape.</summary>
    public static string NameOf(HsdsShape shape) => Names[(int)shape].Name;

    /// <summary>The shape of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static HsdsShape Parse(string name) =>
        Names.FirstOrDefault(n => n.Name == name) is { Name: not null } known ? known.Shape : throw new ArgumentException("No shape has that name.", nameof(name));

    /// <summary>
    /// What an item is, by the fields that only one of them has. HSDS writes no kind into its objects; what has none of these fields is read as an
    /// organisation.
    /// </summary>
    internal static HsdsShape Of(JsonElement item)
    {
        bool Has(string name) => item.TryGetProperty(name, out _);
        if (Has("service") || (Has("location") && !Has("status")) || (Has("service_id") && Has("location_id"))) return HsdsShape.ServiceAtLocation;
        if (Has("status") || Has("organization") || Has("organization_id")) return HsdsShape.Service;
        return Has("taxonomy") || Has("taxonomy_detail") || Has("taxonomy_id") || Has("parent_id") || Has("term_uri") || Has("code")
            ? HsdsShape.TaxonomyTerm
            : HsdsShape.Organization;
    }
}
