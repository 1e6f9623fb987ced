using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Delivery;

/// <summary>
/// Before a queued notice leaves, it is decided again on what is known now: a withdrawal, a departure, a correction or a death since then
/// stops it. What has left by one way stays told; only what has not left yet is stopped.
/// </summary>
internal static class DecideAgain
{
    public static Notice Run(Notice notice, StoredChange change, ClientState state, Surroundings at)
    {
        if (notice.Recipient is null) return notice;
        var fate = FateOf(notice, change, state, at);
        if (fate is Fate.Withheld or Fate.Cancelled && notice.MayHaveBeenTold) return Uncertain(notice, state.Head.Version);
        var again = NoticesOf.Again(notice, fate, state.Head.Version, at);
        if (notice.State is NoticeState.Pending or NoticeState.CallTask or NoticeState.Held or NoticeState.AddressStopped) return again;
        var mail = fate switch
        {
            Fate.Told { SentTo.Shared: true } when change.Class != PrivacyClass.A => Leg.None,
            Fate.Told => notice.Mail,
            Fate.SharedMailbox => Leg.None,
            _ => again.Mail,
        };
        return notice with { Version = again.Version, Mail = mail, MailAt = mail == Leg.None ? null : notice.MailAt };
    }

    /// <summary>A recipient's notice, as its rules need it. An alternate's line is decided in the place of the one who stayed silent.</summary>
    public static QueuedNotice Queued(Notice notice, StoredChange change) => new(
        change.Code, change.Effective, change.Class, change.Facet, change.Urgency, change.OccurredOn, notice.Consent, notice.Recipient!,
        notice.SentTo ?? notice.Recipient!.Contact)
    {
        InPlaceOfSilent = notice.Replaces is not null,
    };

    /// <summary>Whether what was told may be told to the same contact now: before it is spoken of again.</summary>
    public static bool IsStillTold(Notice notice, StoredChange change, ClientState state, Surroundings at) =>
        notice.Recipient is not null && FateOf(notice, change, state, at) is Fate.Told told && told.SentTo.Id == notice.SentTo;

    /// <summary>
    /// What a row becomes that was decided again: the decision, where the row is as it was read; where someone has moved it since (an agency
    /// fetched it), only what has not left yet is stopped.
    /// </summary>
    public static Notice Apply(Notice now, Notice read, Notice decided) =>
        (now.State, now.Queue, now.Mail) == (read.State, read.Queue, read.Mail)
            ? decided with { ETag = now.ETag, Leaving = now.Leaving, Fetched = now.Fetched, Acknowledged = now.Acknowledged, Answer = now.Answer, Escalated = now.Escalated, EscalatedTo = now.EscalatedTo, EscalatedWhy = now.EscalatedWhy, Calls = now.Calls }
            : now with
            {
                Version = decided.Version,
                Queue = now.Queue == Leg.Pending ? decided.Queue : now.Queue,
                Mail = now.Mail == Leg.Pending ? decided.Mail : now.Mail,
            };

    /// <summary>
    /// Its sending, or one way of it, was cut off, and now it may no longer be told: whether it was is not known. Nothing of it is sent again, by
    /// either way, and the disclosure statement says so.
    /// </summary>
    private static Notice Uncertain(Notice notice, long version) => notice with
    {
        Version = version,
        State = notice.State == NoticeState.Pending ? NoticeState.Unknown : notice.State,
        Queue = notice.Queue == Leg.Pending ? Leg.Unknown : notice.Queue,
        Mail = notice.Mail != Leg.Pending ? notice.Mail : notice.Leaving is not null || notice.MailAt <= notice.Decided ? Leg.Unknown : Leg.None,
        Sent = notice.Sent ?? notice.Leaving ?? notice.Decided,
    };

    private static Fate FateOf(Notice notice, StoredChange change, ClientState state, Surroundings at) =>
        Stopped(notice, change, state) ?? ChangeRules.DecideAgain(Queued(notice, change), state, at);

    private static Fate.Cancelled? Stopped(Notice notice, StoredChange change, ClientState state)
    {
        if (change.CorrectedBy is not null) return new Fate.Cancelled(CancelledBecause.Corrected);
        return state.Head.Deceased is not null && notice.Urgency == Urgency.U1 && change.Effective.Code != Codes.Deceased
            ? new Fate.Cancelled(CancelledBecause.ClientDeceased)
            : null;
    }
}
