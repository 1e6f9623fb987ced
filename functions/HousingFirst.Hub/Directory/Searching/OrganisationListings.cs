using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.Directory.Searching;

/// <summary>The organisations of the directory's snapshot, made ready once for each snapshot.</summary>
public sealed class OrganisationListings(DirectoryCache directory) : IListings
{
    private (PartnerDirectory Of, IReadOnlyList<Listing> Listings)? ready;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Listing>> NowAsync(CancellationToken cancellation)
    {
        var now = (await directory.NowAsync(cancellation)).Directory;
        if (ready is { } known && ReferenceEquals(known.Of, now)) return known.Listings;
        IReadOnlyList<Listing> listings = [.. now.Organisations.Select(Of)];
        ready = (now, listings);
        return listings;
    }

    private static Listing Of(Organisation organisation) => new()
    {
        Kind = ListingKind.Organisation,
        Organisation = organisation.Id,
        Id = organisation.Id,
        NameEn = organisation.NameEn,
        NameFr = organisation.NameFr,
        Tier = organisation.Tier,
        Words = [.. Folding.Words($"{organisation.NameEn} {organisation.NameFr} {organisation.Id}").Distinct()],
        PeopleWords = [.. organisation.Contacts.SelectMany(c => Folding.Words($"{c.Name} {c.Id}")).Distinct()],
        PlaceWords = [.. Folding.Words($"{string.Join(' ', organisation.Areas)} {organisation.Location}").Distinct()],
        Areas = [.. organisation.Areas.Select(Folding.Of)],
        Roles = organisation.Roles,
        Languages = [.. organisation.Contacts.Select(c => c.Language).Distinct()],
        IsActive = organisation.Standing.IsActive,
        IsUnconfirmed = today => organisation.Contacts.Any(c => c.IsUnconfirmed(today)),
    };
}
