using System.Runtime.ExceptionServices;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Calls;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Digests;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Escalating;
using HousingFirst.Hub.Expiring;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Retention;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Delivery;

/// <summary>
/// Hands a change's pending notices over: each is sent now, put in its digest slot, or given a due row. Every write before the sending is an
/// idempotent upsert, so being cut off anywhere and handing over again loses nothing and adds nothing.
/// </summary>
public sealed class HandOver(
    ClientStore clients, ReferenceStore references, DueStore due, DigestStore digests, ComposeNotice compose, SendMail sendMail, SendCallList callList,
    IQueueSender sender)
{
    /// <summary>A queue unread for so long falls back to mail (rule 12): two working days.</summary>
    private static readonly Duration UnreadAfter = Duration.FromHours(16);

    /// <summary>Longer than any queue's lock: so long another message's hand-over may be at work.</summary>
    private static readonly Duration StillAtWork = Duration.FromMinutes(10);

    /// <summary>Hands over what the batch that accepted the change just wrote.</summary>
    public ValueTask FreshAsync(AcceptOutcome.Accepted accepted, Surroundings at, CancellationToken cancellation) =>
        RunAsync(accepted.Client, accepted.Change, accepted.Notices, accepted.Notices, accepted.State, at, cancellation);

    /// <summary>
    /// Hands over again what an earlier try may have left, decided again on what is known now. A repeat that comes for the first time is
    /// another message than the one accepted just before: that one is at work, or will come again by itself, and two at once would tell twice.
    /// </summary>
    public async ValueTask AgainAsync(
        ClientId client, StoredChange change, bool firstDelivery, Surroundings at, CancellationToken cancellation)
    {
        if (change.HandedOver || (firstDelivery && at.Now - change.Accepted < StillAtWork)) return;
        var state = (await clients.ReadAsync(client, cancellation)).State;
        var notices = await clients.NoticesAsync(client, change.Key, cancellation);
        await RunAsync(client, change, notices, state, at, cancellation);
    }

    /// <summary>Hands over some lines of a change as written earlier: decided again on what is known now.</summary>
    public ValueTask RunAsync(
        ClientId client, StoredChange change, IReadOnlyList<Notice> stored, ClientState state, Surroundings at, CancellationToken cancellation) =>
        RunAsync(
            client, change, stored, [.. stored.Select(n => IsWaiting(n) ? DecideAgain.Run(n, change, state, at) : n)], state, at, cancellation);

    /// <summary>Hands over some lines of a change, as they were just decided.</summary>
    /// <param name="client">The client.</param>
    /// <param name="change">The change.</param>
    /// <param name="stored">The lines as stored.</param>
    /// <param name="decided">What they are to be: written last, after everything that follows from it.</param>
    /// <param name="state">The client's state.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    public async ValueTask RunAsync(
        ClientId client, StoredChange change, IReadOnlyList<Notice> stored, IReadOnlyList<Notice> decided, ClientState state, Surroundings at,
        CancellationToken cancellation)
    {
        var waiting = decided.Where(IsWaiting).ToArray();
        var lines = LinesOf(client, waiting, at).ToArray();
        foreach (var slot in lines.GroupBy(l => l.Slot)) await digests.AddAsync(slot.Key, slot.Select(l => l.Item), cancellation);
        await due.AddAsync(
            [.. lines.Select(l => DigestRun.Due(l.Slot, l.Item.Spread)), .. DueWork(client, change, waiting, decided, at), .. Warnings(client, change, state, at)],
            (change.Key, client),
            change.HandedOver ? [] : RecentChange.Of(client, change, state, at),
            cancellation);
        if (change.Code.Code == Codes.Left && !change.HandedOver) await ForgetReferencesAsync(change, state, at, cancellation);

        await callList.RunAsync(change, decided, state, at, cancellation);
        var moves = new Dictionary<NoticeId, Func<Notice, Notice>>();
        await SendToQueuesAsync(waiting, change, state, at, moves, cancellation);
        var sent = await sendMail.AllAsync(
            [.. waiting.Where(LeavesAtOnce).Select(n => new LeavingMail(n, change, Attempt: 1))], state, at, cancellation);
        if (sent.Fault is { } fault) ExceptionDispatchInfo.Throw(fault);
        foreach (var (id, move) in sent.Moves) Add(moves, id, move);

        var handedOver = change.HandedOver || change.ETag is null
            ? null
            : new RowWrite.Update((change with { HandedOver = true }).ToRow(), change.ETag);
        var byId = stored.Zip(decided).ToDictionary(n => n.First.Id);
        await clients.MoveAsync(
            client,
            stored,
            now => (moves.GetValueOrDefault(now.Id) ?? (n => n))(DecideAgain.Apply(now, byId[now.Id].First, byId[now.Id].Second)),
            handedOver,
            cancellation);
    }

    private static bool IsWaiting(Notice notice) => notice.Waits;

    private static bool GoesByDigest(Notice notice) =>
        notice is { Mail: Leg.Pending, Urgency: Urgency.U1, SentTo: not null }
        && notice.State is not (NoticeState.CallTask or NoticeState.Held or NoticeState.AddressStopped);

    private static IEnumerable<(Instant Slot, DigestItem Item)> LinesOf(ClientId client, IEnumerable<Notice> waiting, Surroundings at)
    {
        foreach (var notice in waiting.Where(GoesByDigest))
            yield return (notice.MailAt!.Value, DigestItem.Of(notice, notice.MailAt.Value, client, at));
    }

    /// <summary>
    /// U3 and U4 leave with the change itself, and so count as told from the moment it is accepted. Everything else waits for its due row,
    /// even where its hour has come meanwhile: that decides again and marks it as leaving first.
    /// </summary>
    private static bool LeavesAtOnce(Notice notice) => notice.Mail == Leg.Pending && !GoesByDigest(notice) && notice.MailAt <= notice.Decided;

    private static void Add(Dictionary<NoticeId, Func<Notice, Notice>> moves, NoticeId id, Func<Notice, Notice> move) =>
        moves[id] = moves.TryGetValue(id, out var first) ? n => move(first(n)) : move;

    private static IEnumerable<DueItem> DueWork(
        ClientId client, StoredChange change, IReadOnlyList<Notice> waiting, IReadOnlyList<Notice> decided, Surroundings at)
    {
        var id = NoticeId.Mark(change.Key, client) + change.Key;
        if (!change.HandedOver) yield return Purge.First(client, change);
        if (change.Overflow is not null && !change.HandedOver)
            yield return new DueItem(change.Accepted, DueKind.FanOut, id) { Client = client, About = change.Key, Cursor = AcceptChange.FirstLines };
        if (change.Code.Code == Codes.Correction && change.Effective.Code == Codes.Deceased)
            yield return new DueItem(change.Accepted, DueKind.Resume, id) { Client = client, About = change.Key };
        foreach (var notice in waiting)
        {
            if (notice.Mail == Leg.Pending && !GoesByDigest(notice) && !LeavesAtOnce(notice)) yield return SendMail.Due(notice, client, notice.MailAt!.Value, attempt: 1);
        }

        if (EscalateNotices.Due(waiting, decided, change, client, at) is { } escalate) yield return escalate;
        if (RemindOfUrgent.Due(client, change, waiting, at) is { } reminder) yield return reminder;
        var byQueueAlone = waiting.Where(n => n is { Mail: Leg.None, Queue: Leg.Pending }).ToArray();
        if (byQueueAlone.Length == 0) yield break;
        // One row for all of them: they are looked at in the same instant.
        var unread = WorkingHours.Plus(at.Now, UnreadAfter, at.Community.Zone, at.Community.Holidays);
        yield return DueItem.OfNotices(unread, DueKind.Unread, byQueueAlone[0].MessageId, byQueueAlone.Select(n => n.Id)) with { Client = client };
    }

    /// <summary>What a consent that is given or renewed plans: warnings before it ends. One that has gone since plans nothing.</summary>
    private static IEnumerable<DueItem> Warnings(ClientId client, StoredChange change, ClientState state, Surroundings at) =>
        change.HandedOver || change.Consent is null
            ? []
            : state.Consents.Where(consent => consent.Id == change.Consent).SelectMany(consent => ConsentWarnings.Of(client, consent, at.Now, at.Community.Zone));

    private async ValueTask SendToQueuesAsync(
        IReadOnlyList<Notice> waiting, StoredChange change, ClientState state, Surroundings at,
        Dictionary<NoticeId, Func<Notice, Notice>> moves, CancellationToken cancellation)
    {
        var queued = waiting.Where(n => n.Queue == Leg.Pending).ToArray();
        if (queued.Length == 0) return;
        var messages = new List<OutgoingMessage>();
        foreach (var notice in queued) messages.Add(compose.Message(notice, change, state, at));
        var outcomes = await sender.SendAsync(messages, cancellation);
        for (var i = 0; i < queued.Length; i++)
        {
            var outcome = outcomes[i];
            Add(moves, queued[i].Id, now => AfterQueue(now, outcome, at.Now));
        }
    }

    private static Notice AfterQueue(Notice notice, SendOutcome outcome, Instant now) => notice with
    {
        Queue = outcome == SendOutcome.Sent ? Leg.Sent : Leg.Unknown,
        State = notice.State == NoticeState.Pending
            ? outcome == SendOutcome.Sent ? NoticeState.Sent : NoticeState.Unknown
            : notice.State,
        Sent = notice.Sent ?? now,
    };

    /// <summary>
    /// References are removed after the truth they pointed to, and after everything by which a repeat is recognised without them. An agency
    /// that has a message under way keeps its own: that message must find its client when it comes again.
    /// </summary>
    private async ValueTask ForgetReferencesAsync(StoredChange left, ClientState state, Surroundings at, CancellationToken cancellation)
    {
        var ended = state.Memberships.Where(m => m.Ended is not null && !m.IsLive(at.Today)).ToArray();
        if (ended.Length == 0) return;
        var atWork = await clients.SendersAtWorkAsync(state.Head.Client, left.Key, cancellation);
        foreach (var membership in ended)
        {
            var inUse = state.Team(at.Today).Any(m => m.Agency == membership.Agency && m.TheirRef == membership.TheirRef);
            if (!inUse && !atWork.Contains(membership.Agency))
                await references.RemoveAsync(membership.Agency, membership.TheirRef, cancellation);
        }
    }
}
