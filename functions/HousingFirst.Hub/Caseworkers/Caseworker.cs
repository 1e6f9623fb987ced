using System.Collections.Immutable;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Links;

namespace HousingFirst.Hub.Caseworkers;

/// <summary>Who opened a caseworker's link, and for which funded programs: nothing of any other agency is shown to them.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Programs">The active funded programs that list the contact, never empty; nearly always one.</param>
/// <param name="Link">The link.</param>
public sealed record Caseworker(Contact Contact, ImmutableArray<Organisation> Programs, LinkToken Link)
{
    /// <summary>Whether an agency is one of the caseworker's programs.</summary>
    public bool IsOf(string agency) => Programs.Any(p => p.Id == agency);
}

/// <summary>What a caseworker's link turned out to be.</summary>
public abstract record CaseworkerReading
{
    private CaseworkerReading()
    {
    }

    /// <summary>It opens the pages.</summary>
    public sealed record Known(Caseworker Caseworker) : CaseworkerReading;

    /// <summary>Its time is over: a new one may be asked for.</summary>
    public sealed record Expired(HeldLink Link) : CaseworkerReading;

    /// <summary>
    /// No link of this hub, one for something else, of an older epoch, or of a contact who works for no active funded program now: the same answer
    /// to all.
    /// </summary>
    public sealed record Unknown : CaseworkerReading;
}
