using System.Collections.Immutable;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Links;

namespace HousingFirst.Hub.ContactLists;

/// <summary>Who opened a link to the contacts of the month, and for which organisations: nothing of any other is shown to them.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Own">The active organisations that list the contact, never empty; nearly always one. Sources only are none: they are told nothing.</param>
/// <param name="Link">The link.</param>
public sealed record ListReader(Contact Contact, ImmutableArray<Organisation> Own, LinkToken Link)
{
    /// <summary>The reader's own organisation with this agency id, or null.</summary>
    public Organisation? Of(string agency) => Own.FirstOrDefault(o => o.Id == agency);
}

/// <summary>What a link to the contacts of the month turned out to be.</summary>
public abstract record ListReading
{
    private ListReading()
    {
    }

    /// <summary>It opens the page.</summary>
    public sealed record Known(ListReader Reader) : ListReading;

    /// <summary>Its time is over: a new one may be asked for.</summary>
    public sealed record Expired(HeldLink Link) : ListReading;

    /// <summary>
    /// No link of this hub, one for something else, of an older epoch, or of a contact of no organisation that takes part: the same answer to all.
    /// </summary>
    public sealed record Unknown : ListReading;
}
