using System.Collections.Immutable;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Mailing;
using NodaTime;

namespace HousingFirst.Hub.ContactLists;

/// <summary>The contacts of a month of one organisation, as its people see them.</summary>
/// <param name="Own">The organisation.</param>
/// <param name="Month">The month.</param>
/// <param name="Entries">A program's partners, or the programs that owe a partner a contact: those still to talk with first, then by name.</param>
public sealed record MonthList(Organisation Own, YearMonth Month, ImmutableArray<MonthEntry> Entries)
{
    /// <summary>When the month opens or has opened (UTC).</summary>
    public required Instant Opens { get; init; }

    /// <summary>Whether its time has come.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it is closed: what is recorded from then on corrects it.</summary>
    public bool IsClosed { get; init; }

    /// <summary>A program's numbers; null in a partner's list.</summary>
    public MonthCounts? Counts { get; init; }

    /// <summary>How many of a program's partners come to the next meeting; null where none is called, or none comes.</summary>
    public ComingPartners? Coming { get; init; }

    /// <summary>Whether this is a list of the programs that talk with a partner, not of the partners that a program talks with.</summary>
    public bool IsOfPartner => Counts is null;
}

/// <summary>One line of the list.</summary>
/// <param name="Other">The other organisation.</param>
/// <param name="State">How the contact of the month stands.</param>
/// <param name="Mode">The richest mode of this month's talks; null where there was none.</param>
/// <param name="Reason">Why it was not made; null unless that is how it stands.</param>
/// <param name="Last">The last talk; null where there was none, or nobody here knows.</param>
public sealed record MonthEntry(Organisation Other, ObligationState State, ContactMode? Mode, NotMadeReason? Reason, LastContact? Last)
{
    /// <summary>Whom to call there: who answers for it; null where nobody is listed.</summary>
    public Contact? Person => Other.Contacts is [var first, ..] ? first : null;

    /// <summary>Whether it is owed.</summary>
    public bool IsOwed { get; init; } = true;

    /// <summary>Whether it stands so only since the month was closed.</summary>
    public bool IsLate { get; init; }

    /// <summary>Whether they have not met face to face for 90 days. Unknown in a partner's list, and then false.</summary>
    public bool IsLongWithoutMeeting { get; init; }

    /// <summary>What the last talk left open; null for nothing.</summary>
    public OpenTopics? Open { get; init; }

    /// <summary>Whether nobody has talked yet, nor said why not.</summary>
    public bool IsWanting => IsOwed && State is ObligationState.Open or ObligationState.Attempted;
}
