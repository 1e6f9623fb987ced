using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Listings;

/// <summary>What was changed in an organisation's listing, field by field.</summary>
public sealed class ReadListingLog
{
    private readonly ListingStore store;

    /// <summary>Over the table port.</summary>
    /// <param name="tables">The port.</param>
    /// <param name="community">The community.</param>
    public ReadListingLog(ITables tables, string community) => store = new ListingStore(tables, community);

    /// <summary>The lines of an organisation's log, newest first; none where no such organisation was imported.</summary>
    /// <param name="organisation">Its HSDS id.</param>
    /// <param name="cancellation">Stops the read.</param>
    public ValueTask<IReadOnlyList<LoggedChange>> RunAsync(string organisation, CancellationToken cancellation) =>
        store.LogAsync(organisation.ToLowerInvariant(), cancellation);
}
