using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.Listings;

/// <summary>What is looked for. Everything that is given must fit; words may be begun only, case and accents don't count.</summary>
/// <param name="Text">Words of names and of taxonomy terms.</param>
/// <param name="Area">An area that is served, or a town.</param>
/// <param name="Language">A language, by name or by code.</param>
/// <param name="Term">A taxonomy term, by name, code or id.</param>
/// <param name="Tier">The most hidden that the reader may see.</param>
public sealed record ListingQuery(
    string? Text = null, string? Area = null, string? Language = null, string? Term = null, Confidentiality Tier = Confidentiality.Public);

/// <summary>An organisation that was found.</summary>
/// <param name="Organisation">Its HSDS id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tier">Who may see it.</param>
/// <param name="Services">Those of its services that fit; none where only the organisation itself does.</param>
public sealed record ListingHit(string Organisation, string Name, Confidentiality Tier, IReadOnlyList<ServiceHit> Services);

/// <summary>A service that was found.</summary>
/// <param name="Id">Its HSDS id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">active, inactive, defunct or temporarily closed.</param>
/// <param name="Tier">Who may see it.</param>
public sealed record ServiceHit(string Id, string Name, string Status, Confidentiality Tier);
