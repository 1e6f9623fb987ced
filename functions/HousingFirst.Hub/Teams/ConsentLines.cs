using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Teams;

/// <summary>
/// Compares a client's consents as stated with those the hub knows. A sheet may be old: what a client has withdrawn or narrowed since must never
/// come back by it. So a line under a known first day can only take away; what allows more is another signature, with a first day of its own.
/// </summary>
internal sealed class ConsentLines(TeamsEvents events, ClientState state, LocalDate today)
{
    /// <summary>The line as a consent that is recorded for the first time.</summary>
    public TeamsEvent Given(SheetConsent consent) => events.Whole(consent, Known(consent)?.Id ?? consent.Id, Codes.ConsentGiven);

    /// <summary>A line whose last day is over.</summary>
    public ConsentLine Over(SheetConsent consent) => Known(consent) is null
        ? new ConsentLine.Keep("over already: it is not recorded")
        : new ConsentLine.Same();

    /// <summary>What a line is to what the hub knows.</summary>
    public ConsentLine Compare(SheetConsent consent, ConsentRecord stated)
    {
        if (Known(consent) is not { } known) return new ConsentLine.State(Given(consent));
        if (known with { Withdrawn = null } == stated) return known.Withdrawn is null ? new ConsentLine.Same() : Withdrawn(known);
        if (known.Withdrawn is not null) return Withdrawn(known);
        if (stated.From > known.From && stated.Recipient == known.Recipient) return new ConsentLine.State(events.Whole(consent, known.Id, Codes.ConsentRenewed));
        if (stated with { Allows = known.Allows } == known && (stated.Allows & ~known.Allows) == Allows.None)
            return new ConsentLine.State(events.Narrowed(consent, known));
        return new ConsentLine.Keep(
            stated.From < known.From ? "the hub has a later one under this id"
            : known.To < today ? "the hub has it, and it is over; a consent signed anew has a first day of its own"
            : "the hub knows it otherwise; what allows less is taken over, anything else is a new signature with a first day of its own");
    }

    private static ConsentLine.Keep Withdrawn(ConsentRecord known) =>
        new($"the client withdrew it on {IsoText.Of(known.Withdrawn!.Value)}; a new consent has a first day of its own, and an id of its own where you give it one");

    /// <summary>The hub's, under the same id; or, where the sheet gives none, for the same recipient from the same day.</summary>
    private ConsentRecord? Known(SheetConsent consent) => state.Consents.FirstOrDefault(c => !c.Allows.HasFlag(Allows.Card)
        && (c.Id == consent.Id || (consent.OwnId is null && c.Recipient == consent.Recipient && IsoText.Of(c.From) == consent.From)));
}

/// <summary>What a consent's line is to what the hub knows.</summary>
internal abstract record ConsentLine
{
    private ConsentLine()
    {
    }

    /// <summary>It is there as stated.</summary>
    public sealed record Same : ConsentLine;

    /// <summary>It is to be stated.</summary>
    public sealed record State(TeamsEvent Event) : ConsentLine;

    /// <summary>The hub's stays.</summary>
    public sealed record Keep(string Why) : ConsentLine;
}
