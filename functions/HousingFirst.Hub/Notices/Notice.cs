using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Hub.Notices;

/// <summary>
/// One line of a change's coverage, which is also its outbox row and its disclosure line: who, what became of it, by which way, under
/// which consent, and when.
/// </summary>
public sealed record Notice
{
    /// <summary>The specialist, as who is asked where no alternate may be. No contact id has a slash: none can be it.</summary>
    public const string ToSpecialist = "/specialist";

    /// <summary>Where the line is.</summary>
    public required NoticeId Id { get; init; }

    /// <summary>1 for the first; a replay is the next.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>Its place in the coverage.</summary>
    public required int Order { get; init; }

    /// <summary>What has become of it.</summary>
    public required NoticeState State { get; init; }

    /// <summary>The reason, for withheld and cancelled ones: <c>consent-lacks-health</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The role: a recipient's, or the one that is missing.</summary>
    public required Role Role { get; init; }

    /// <summary>The recipient; null for a gap.</summary>
    public Recipient? Recipient { get; init; }

    /// <summary>The contact it goes to: the recipient or its alternate; null where it goes to nobody.</summary>
    public string? SentTo { get; init; }

    /// <summary>The consent it goes under, or null.</summary>
    public string? Consent { get; init; }

    /// <summary>The client version it was decided under.</summary>
    public required long Version { get; init; }

    /// <summary>The code of the change, for the disclosure statement.</summary>
    public required ChangeCode Code { get; init; }

    /// <summary>How soon.</summary>
    public required Urgency Urgency { get; init; }

    /// <summary>When it was decided (UTC).</summary>
    public required Instant Decided { get; init; }

    /// <summary>The queue's part.</summary>
    public Leg Queue { get; init; }

    /// <summary>The mail's part.</summary>
    public Leg Mail { get; init; }

    /// <summary>When the mail leaves, or the slot around which its digest does (UTC); null where it has no mail.</summary>
    public Instant? MailAt { get; init; }

    /// <summary>Since when its mail may be on its way (UTC): written before it is sent, so that whoever withdraws meanwhile knows.</summary>
    public Instant? Leaving { get; init; }

    /// <summary>
    /// The id of the digest it leaves or left with, written with <see cref="Leaving"/>: cut off, the same lines leave again as the same mail.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>When it was first sent by either way (UTC).</summary>
    public Instant? Sent { get; init; }

    /// <summary>
    /// When the answer to its mail was lost (UTC). A mail that was sent all the same went again under the same id: its reader may have it twice.
    /// </summary>
    public Instant? Lost { get; init; }

    /// <summary>When the agency fetched it (UTC).</summary>
    public Instant? Fetched { get; init; }

    /// <summary>When a person acknowledged it (UTC).</summary>
    public Instant? Acknowledged { get; init; }

    /// <summary>What was answered: received, canHelp, notForMe.</summary>
    public string? Answer { get; init; }

    /// <summary>The line whose recipient stayed silent, where this one is the alternate's (rule 8); null on every other.</summary>
    public string? Replaces { get; init; }

    /// <summary>When someone else was asked, because no person had answered in time (UTC); null while nobody was.</summary>
    public Instant? Escalated { get; init; }

    /// <summary>Who was asked: the alternate's contact id, or <see cref="ToSpecialist"/>.</summary>
    public string? EscalatedTo { get; init; }

    /// <summary>Why it was the specialist: an <see cref="EscalationReason"/>; null for an alternate.</summary>
    public string? EscalatedWhy { get; init; }

    /// <summary>The calls the sender logged about it, oldest first, as <see cref="LoggedCall"/> writes them; null where there are none.</summary>
    public string? Calls { get; init; }

    /// <summary>The ETag it was read with.</summary>
    public string? ETag { get; init; }

    /// <summary>Whether its recipient counts as told (TOLD, rule 1), or may have been: a notice whose handing over was cut off may have left.</summary>
    public bool MayHaveBeenTold =>
        State is NoticeState.Sent or NoticeState.Unknown or NoticeState.Fetched or NoticeState.Acknowledged
        || (State == NoticeState.Pending && (Queue == Leg.Pending || Leaving is not null || (Mail == Leg.Pending && MailAt <= Decided)));

    /// <summary>Whether something of it is still to be sent.</summary>
    public bool Waits => Queue == Leg.Pending || Mail == Leg.Pending;

    /// <summary>
    /// Whether a person must answer it, or someone else is asked (rule 7). A call task and a stopped address are put before a person as they are.
    /// </summary>
    public bool AsksForAnswer =>
        Urgency >= Urgency.U3
        && SentTo is not null
        && State is NoticeState.Pending or NoticeState.Sent or NoticeState.Unknown or NoticeState.Fetched or NoticeState.Acknowledged or NoticeState.DeadLettered;

    /// <summary>
    /// Whether a person has heard: answered it, or was reached by the sender's call. Where the client's own program answers "not for me", nobody
    /// has taken it on, and someone else is asked all the same.
    /// </summary>
    public bool IsHeard =>
        (Acknowledged is not null && !(Recipient is { IsProgram: true } && Answer == "notForMe")) || LoggedCall.Read(Calls).Any(c => c.Result == CallResult.Reached);

    /// <summary>The message id of this generation, on the queue and in the mail.</summary>
    public string MessageId => $"{Id}.{Generation}";

    /// <summary>The line once its agency is known to have taken it off its queue, at the latest now (UTC). States only go forward.</summary>
    internal Notice AfterFetch(Instant now) => this with
    {
        Fetched = Fetched ?? now,
        State = State is NoticeState.Pending or NoticeState.Sent or NoticeState.Unknown or NoticeState.DeadLettered ? NoticeState.Fetched : State,
        Queue = Queue == Leg.None ? Leg.None : Leg.Sent,
        Sent = Sent ?? now,
    };
}

/// <summary>What has become of a line.</summary>
public enum NoticeState
{
    /// <summary>To be told; nothing has left yet.</summary>
    Pending,

    /// <summary>Sent by at least one way.</summary>
    Sent,

    /// <summary>May have been sent: the answer was lost.</summary>
    Unknown,

    /// <summary>The agency took it off its queue.</summary>
    Fetched,

    /// <summary>A person acknowledged it.</summary>
    Acknowledged,

    /// <summary>Held: the address is shared; the contact is asked to sign in.</summary>
    Held,

    /// <summary>A call task for the program.</summary>
    CallTask,

    /// <summary>A task for the specialist: no address works.</summary>
    AddressStopped,

    /// <summary>Not told, for a reason.</summary>
    Withheld,

    /// <summary>Was to be told, and no longer is.</summary>
    Cancelled,

    /// <summary>A role that nobody holds.</summary>
    Gap,

    /// <summary>It sent the change.</summary>
    Source,

    /// <summary>Could not be delivered; the specialist was asked.</summary>
    DeadLettered,
}

/// <summary>One way of a notice.</summary>
public enum Leg
{
    /// <summary>It doesn't go this way.</summary>
    None,

    /// <summary>To be sent.</summary>
    Pending,

    /// <summary>Sent.</summary>
    Sent,

    /// <summary>May have been sent.</summary>
    Unknown,

    /// <summary>Refused for good.</summary>
    Refused,
}
