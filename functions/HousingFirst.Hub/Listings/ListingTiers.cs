using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.Listings;

/// <summary>The names of tiers, as files and commands spell them.</summary>
public static class ListingTiers
{
    /// <summary>All, from the most open to the most hidden.</summary>
    public static IReadOnlyList<string> Names { get; } = ["public", "network", "specialist"];

    /// <summary>The name of a tier.</summary>
    public static string NameOf(Confidentiality tier) => Names[(int)tier];

    /// <summary>The tier of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Confidentiality Parse(string name) => Find(name) ?? throw new ArgumentException("No tier has that name.", nameof(name));

    /// <summary>The tier of that name, or null.</summary>
    public static Confidentiality? Find(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name) return (Confidentiality)i;
        }

        return null;
    }
}
