using System.Text.Json.Nodes;
using HousingFirst.Core.Partners.Editing;
using NodaTime;

namespace HousingFirst.Hub.Listings;

/// <summary>An organisation as it is to be, ready to be written and compared with what is stored.</summary>
internal sealed class NewListing
{
    private NewListing(Listing listing, string hash, int notKept) => (Listing, Hash, PlacesNotKept) = (listing, hash, notKept);

    /// <summary>The organisation.</summary>
    public Listing Listing { get; }

    /// <summary>The hash of the whole.</summary>
    public string Hash { get; }

    /// <summary>How many fields and locations of hidden listings were left out.</summary>
    public int PlacesNotKept { get; }

    /// <summary>What has changed; one line for a new organisation.</summary>
    public IReadOnlyList<FieldChange> Changes { get; private init; } = [];

    /// <summary>Whether something has become hidden whose place the hub knew: then what the log says of the past is forgotten.</summary>
    public bool Forgets { get; private init; }

    /// <summary>Takes what must not be kept off an organisation.</summary>
    public static NewListing Of(JsonObject whole)
    {
        var notKept = WithoutPlace.Apply(whole);
        var hash = ListingHash.Of(whole);
        return new NewListing(Listing.Of(whole), hash, notKept);
    }

    /// <summary>The same, compared with what is stored.</summary>
    public NewListing Against(Listing? stored)
    {
        if (stored is null)
            return new NewListing(Listing, Hash, PlacesNotKept) { Changes = [new FieldChange("$", null, ListingRows.Shown(Listing.Name))] };
        var (before, after) = (stored.Whole(), Listing.Whole());
        var forgets = WithoutPlace.Hidden(after).Except(WithoutPlace.Hidden(before), StringComparer.OrdinalIgnoreCase).Any();
        var changes = Differences.Between(before, after);
        return new NewListing(Listing, Hash, PlacesNotKept)
        {
            Forgets = forgets,
            Changes = forgets ? [.. changes.Select(c => c with { Was = null })] : changes,
        };
    }

    /// <summary>The head that makes this the organisation, for the generation that is now.</summary>
    public ListingHead Head(ListingHead known, Instant at) => new()
    {
        ETag = known.ETag,
        Version = known.Version + 1,
        Hash = Hash,
        Parts = Listing.Parts.Count,
        Lists = Listing.Lists,
        Tier = Tiers.Of(Listing.Organisation),
        Name = Listing.Name,
        Changed = at,
        Body = WideBody.Bytes(Listing.Organisation),
        ForgetBefore = Forgets ? at : null,
    };
}
