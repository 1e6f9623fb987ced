using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Notices;
using NodaTime;

namespace HousingFirst.Hub.ClientChanges;

/// <summary>Turns a decision's lines into the notices that are stored.</summary>
internal static class NoticesOf
{
    public static IReadOnlyList<Notice> Lines(ClientChange change, ClientId client, Decision.Accepted accepted, Surroundings at) =>
        [.. accepted.Lines.Select((line, order) => Line(line, order, change, client, accepted, at))];

    /// <summary>A queued notice as its fate is now: the same line, decided again under <paramref name="version"/>.</summary>
    public static Notice Again(Notice notice, Fate fate, long version, Surroundings at) =>
        WithFate(notice with { Version = version }, fate, at, notice.MailAt);

    private static Notice Line(
        Line line, int order, ClientChange change, ClientId client, Decision.Accepted accepted, Surroundings at)
    {
        var (id, role, recipient, fate) = line switch
        {
            Line.Gap gap => (NoticeId.OfGap(change.Key, client, gap.Role.ToString()), gap.Role, null, null),
            Line.Of of => (NoticeId.Of(change.Key, client, of.Recipient.Agency, of.Recipient.Contact), of.Recipient.Role, of.Recipient, of.Fate),
            _ => throw new InvalidOperationException("A line is a gap or a recipient."),
        };
        var notice = new Notice
        {
            Id = id,
            Order = order,
            State = NoticeState.Gap,
            Role = role,
            Recipient = recipient,
            Version = accepted.Next.Head.Version,
            Code = change.Code,
            Urgency = accepted.Urgency,
            Decided = at.Now,
        };
        return fate is null ? notice : WithFate(notice, fate, at, null);
    }

    private static Notice WithFate(Notice notice, Fate fate, Surroundings at, Instant? mailAt)
    {
        notice = notice with { SentTo = null, Consent = null, Reason = null, Queue = Leg.None, Mail = Leg.None, MailAt = null };
        return fate switch
        {
            Fate.Source => notice with { State = NoticeState.Source },
            Fate.Withheld withheld => notice with { State = NoticeState.Withheld, Reason = withheld.Reason.Code },
            Fate.Cancelled cancelled => notice with { State = NoticeState.Cancelled, Reason = CancelReasons.Code(cancelled.Because) },
            Fate.Told told => notice with
            {
                State = NoticeState.Pending,
                SentTo = told.SentTo.Id,
                Consent = told.Consent,
                Queue = told.Route.HasFlag(Route.Queue) ? Leg.Pending : Leg.None,
                Mail = told.Route.HasFlag(Route.Mail) ? Leg.Pending : Leg.None,
                MailAt = told.Route.HasFlag(Route.Mail) ? mailAt ?? Leaves(notice, notice.Urgency, told.SentTo.Slot, told.SentTo.Id, at) : null,
            },
            Fate.SharedMailbox shared => Task(notice, NoticeState.Held, shared.Consent, mailAt, at),
            Fate.PhoneOnly phone => Task(notice, NoticeState.CallTask, phone.Consent, mailAt, at),
            Fate.AddressStopped stopped => Task(notice, NoticeState.AddressStopped, stopped.Consent, mailAt, at),
            _ => throw new InvalidOperationException("A fate the hub doesn't know."),
        };
    }

    /// <summary>Nobody can be mailed: the program (or the specialist) is, to do it by voice; never later than a U2.</summary>
    private static Notice Task(Notice notice, NoticeState state, string? consent, Instant? mailAt, Surroundings at)
    {
        var urgency = notice.Urgency < Urgency.U2 ? Urgency.U2 : notice.Urgency;
        return notice with
        {
            State = state,
            Consent = consent,
            Mail = Leg.Pending,
            MailAt = mailAt ?? Leaves(notice, urgency, DigestSlot.Default, string.Empty, at),
        };
    }

    private static Instant Leaves(Notice notice, Urgency urgency, DigestSlot slot, string contact, Surroundings at) =>
        Clocks.MailLeaves(urgency, notice.Id.ToString(), at.Now, slot, contact, at.Community);
}

/// <summary>The stored words for why a notice was cancelled.</summary>
public static class CancelReasons
{
    /// <summary>The word for a reason.</summary>
    public static string Code(CancelledBecause because) => because switch
    {
        CancelledBecause.LeftTeam => "left-team",
        CancelledBecause.Corrected => "corrected",
        CancelledBecause.ClientDeceased => "client-deceased",
        _ => throw new ArgumentOutOfRangeException(nameof(because), because, "Not a reason."),
    };

    /// <summary>The reason a stored word stands for.</summary>
    public static CancelledBecause Read(string code) => Enum.GetValues<CancelledBecause>().Single(because => Code(because) == code);
}
