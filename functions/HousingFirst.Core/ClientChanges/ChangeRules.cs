using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Core.ClientChanges;

/// <summary>
/// The manual's second rule as code: everyone around a client is told of any significant change, and nobody outside the client's consent.
/// One pure function of what is known.
/// </summary>
public static class ChangeRules
{
    /// <summary>The one answer to an unknown client, another's client and an ended membership (rule 10).</summary>
    public static Decision.Refused NotYours => Admission.NotYours;

    /// <summary>
    /// Decides who is told of a change, who is not and why, which roles nobody holds, and what the client's state is afterwards.
    /// </summary>
    /// <param name="change">The change, as its proven sender stated it.</param>
    /// <param name="state">The client's team and consents as just read.</param>
    /// <param name="past">What the code looks back at.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    public static Decision Decide(ClientChange change, ClientState state, Past past, Surroundings at)
    {
        if (Admission.Refuse(change, state, past, at) is { } refused) return refused;

        var effective = past.Corrected is { } corrected && change.Code.AsCorrected ? corrected.Code : change.Code;
        var urgency = Urgencies.Of(change, past, at);
        var defects = StateDefects.Find(change, state, past, urgency, at);
        if (defects.Length > 0) return new Decision.Refused(RefusalReasons.DataInvalid, defects);

        var privacy = change.Code.IsStop ? PrivacyClass.A : effective.Class;
        var facet = change.Code.IsStop ? Facet.None : effective.Facet;
        var next = Effects.Apply(change, state, past, at);
        var lines = new Coverage(change, effective, privacy, facet, urgency, state, next, past, at).Lines();
        return new Decision.Accepted(urgency, privacy, facet, effective, lines, next, past.Closed?.Key);
    }

    /// <summary>
    /// Decides one recipient again, when the client's state has moved since its notice was queued: what is told now is what may be told
    /// now. Stops, and goodbyes to a member that left, stand.
    /// </summary>
    /// <param name="notice">The queued notice.</param>
    /// <param name="state">The client's state as just read.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    public static Fate DecideAgain(QueuedNotice notice, ClientState state, Surroundings at) => Coverage.Again(notice, state, at);
}

/// <summary>A notice waiting to be sent, with what its rules need to be applied again.</summary>
/// <param name="Own">The code its message was sent with.</param>
/// <param name="Effective">The code whose rules bind it.</param>
/// <param name="Class">Its class.</param>
/// <param name="Facet">Its facet.</param>
/// <param name="Urgency">Its urgency.</param>
/// <param name="OccurredOn">The day it is about.</param>
/// <param name="Consent">The consent it was to go under, or null.</param>
/// <param name="Recipient">The recipient.</param>
/// <param name="SentTo">The contact it was to go to.</param>
public sealed record QueuedNotice(
    ChangeCode Own,
    ChangeCode Effective,
    PrivacyClass Class,
    Facet Facet,
    Urgency Urgency,
    NodaTime.LocalDate OccurredOn,
    string? Consent,
    Recipient Recipient,
    string SentTo)
{
    /// <summary>Whether it is decided for the alternate of a recipient who hasn't answered, instead of for the recipient (rule 8).</summary>
    public bool InPlaceOfSilent { get; init; }
}
