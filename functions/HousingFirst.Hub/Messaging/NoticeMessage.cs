using System.Text.Json;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using NodaTime;

namespace HousingFirst.Hub.Messaging;

/// <summary>
/// A <c>notice.v1</c>: what a recipient's own system is told. Made open or restricted: a restricted one has nowhere to put what changed.
/// </summary>
public sealed record NoticeMessage
{
    private NoticeMessage(NoticeEnvelope envelope, string notice, Urgency urgency, Caller call, Uri link)
    {
        Envelope = envelope;
        Notice = notice;
        Urgency = urgency;
        Call = call;
        Link = link;
    }

    /// <summary>The event around it.</summary>
    public NoticeEnvelope Envelope { get; }

    /// <summary>The notice's id, the same on every replay.</summary>
    public string Notice { get; }

    /// <summary>How soon to act.</summary>
    public Urgency Urgency { get; }

    /// <summary>Whom to call.</summary>
    public Caller Call { get; }

    /// <summary>The page that says more to who may see it.</summary>
    public Uri Link { get; }

    /// <summary>What changed; null on a restricted notice.</summary>
    public NoticeDetail? Detail { get; private init; }

    /// <summary>A notice that says what changed: classes A and B; C where the agreement says <c>queueDetail: full</c>.</summary>
    public static NoticeMessage Open(
        NoticeEnvelope envelope, string notice, Urgency urgency, Caller call, Uri link, NoticeDetail detail) =>
        new(envelope, notice, urgency, call, link) { Detail = detail };

    /// <summary>A notice that says only how soon, whom to call and where to read: class R, and C under any other agreement.</summary>
    public static NoticeMessage Restricted(NoticeEnvelope envelope, string notice, Urgency urgency, Caller call, Uri link) =>
        new(envelope, notice, urgency, call, link);

    /// <summary>The CloudEvent, structured mode, UTF-8.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(
        new Wire.Event<Wire.Notice>(
            MessageTypes.Notice,
            Senders.OwnSource.Of(Envelope.Community),
            Envelope.Id,
            Wire.Text(Envelope.Time),
            Envelope.Subject?.Value,
            new Wire.Notice(
                Notice,
                Detail is null ? null : Wire.Text(Detail.Kind),
                Detail?.Change.Code,
                Wire.Text(Detail?.OccurredOn),
                Wire.Text(Detail?.Deadline),
                Wire.Text(Detail?.ExpectedOn),
                Detail?.From,
                Urgency.ToString(),
                Wire.Text(Detail?.AckBy),
                Detail?.Replaces,
                Link.OriginalString,
                new Wire.Call(Call.Organisation, Call.Worker, Call.Phone))),
        WireJson.Readable.EventNotice);

    /// <summary>Hides the notice.</summary>
    public override string ToString() => "notice";
}

/// <summary>The event around an outgoing message.</summary>
/// <param name="Community">The community it comes from: <c>source</c> is <c>/hub/{community}</c>.</param>
/// <param name="Id">The CloudEvents id.</param>
/// <param name="Time">When the hub wrote it (UTC).</param>
/// <param name="Subject">The recipient's own reference for the client; null for one who has left the team.</param>
public sealed record NoticeEnvelope(string Community, string Id, Instant Time, ClientReference? Subject);

/// <summary>What changed, for who may be told by machine. A note is never part of it.</summary>
/// <param name="Kind">What kind of notice.</param>
/// <param name="Change">The code.</param>
/// <param name="OccurredOn">The day it happened.</param>
/// <param name="Deadline">Until when something can be done (UTC), or null.</param>
/// <param name="ExpectedOn">The day something is expected, or null.</param>
/// <param name="From">The agency id of who sent the change; <c>hub</c> for the hub itself.</param>
/// <param name="AckBy">By when to answer (UTC); null where no answer is asked for.</param>
/// <param name="Replaces">The notice that this one corrects or withdraws, or that a colleague has not answered; or null.</param>
public sealed record NoticeDetail(
    NoticeKind Kind,
    ChangeCode Change,
    LocalDate OccurredOn,
    Instant? Deadline,
    LocalDate? ExpectedOn,
    string From,
    Instant? AckBy,
    string? Replaces);
