using System.Text.Json;
using System.Text.Json.Serialization;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Listings;

/// <summary>What a search needs of an organisation: a row of the index, made of the organisation and nothing else.</summary>
internal sealed record IndexedListing
{
    /// <summary>The organisation.</summary>
    public required string Id { get; init; }

    /// <summary>Its place in the order in which organisations first came.</summary>
    public long Place { get; init; }

    /// <summary>The version of the organisation that the row was made of.</summary>
    public required long Version { get; init; }

    /// <summary>Its tier.</summary>
    public required Confidentiality Tier { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The organisation itself, then each of its services.</summary>
    public required IReadOnlyList<IndexEntry> Entries { get; init; }

    /// <summary>The row.</summary>
    public Row ToRow() => WideColumns.Set(
        RowVersions.NewRow(Keys.Of(Id))
            .With("name", ListingRows.Shown(Name))
            .With("tier", ListingTiers.NameOf(Tier))
            .With("place", Place)
            .With("version", Version)
            .With("services", Entries.Count - 1),
        JsonSerializer.SerializeToUtf8Bytes(Entries, IndexJson.Default.IReadOnlyListIndexEntry));

    /// <summary>Reads it.</summary>
    public static IndexedListing Read(Row row)
    {
        RowVersions.Readable(row);
        return new IndexedListing
        {
            Id = Keys.Parts(row.Key)[0],
            Name = row.NeedText("name"),
            Tier = Tiers.OfRow(row.NeedText("tier")),
            Place = row.Number("place") ?? 0,
            Version = row.Number("version") ?? 0,
            Entries = Parse(WideColumns.Get(row)),
        };
    }

    private static IReadOnlyList<IndexEntry> Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, IndexJson.Default.IReadOnlyListIndexEntry) ?? [];
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("A row of the listings' index is damaged. Import the directory again, or run `hub check`.", error);
        }
    }
}

/// <summary>An organisation or a service as a search sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Others">Other names it goes by.</param>
/// <param name="Tier">Who may see it.</param>
/// <param name="Status">A service's status; null for an organisation.</param>
/// <param name="Areas">The areas it serves and the towns it is in.</param>
/// <param name="Languages">Languages, by name and by code.</param>
/// <param name="Terms">Terms of taxonomies, by name and by code.</param>
internal sealed record IndexEntry(
    string Id, string Name, IReadOnlyList<string> Others, Confidentiality Tier, string? Status, IReadOnlyList<string> Areas,
    IReadOnlyList<string> Languages, IReadOnlyList<string> Terms);

[JsonSerializable(typeof(IReadOnlyList<IndexEntry>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class IndexJson : JsonSerializerContext;
