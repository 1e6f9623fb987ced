using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Listings;

/// <summary>An organisation as read from its partition, all of one version.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Head">Its head; without an ETag where it isn't stored.</param>
/// <param name="Listing">The organisation; null where there is none yet, or where its hash was enough.</param>
/// <param name="Parts">The rows of its parts by their keys.</param>
/// <param name="HasLeftovers">Whether a cut-off import left something to be cleaned up.</param>
internal sealed record StoredListing(
    string Id, ListingHead Head, Listing? Listing, IReadOnlyDictionary<string, Row> Parts, bool HasLeftovers)
{
    /// <summary>Whether the organisation is in the directory.</summary>
    public bool Exists => Head.Generation is not null;

    /// <summary>One that isn't stored.</summary>
    public static StoredListing None(string id) => OfHead(id, new ListingHead());

    /// <summary>One of which the head is enough.</summary>
    public static StoredListing OfHead(string id, ListingHead head) => new(id, head, null, new Dictionary<string, Row>(), HasLeftovers: false);
}
