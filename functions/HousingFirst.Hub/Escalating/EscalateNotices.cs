using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Tables;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.Escalating;

/// <summary>
/// When the time to answer an urgent notice is over: who has not answered is asked no more, someone else is (rules 7 and 8). The alternate gets a
/// line of coverage of its own, with a clock of its own; the specialist gets a task that names no client. Every U3 and U4 ends in a person
/// (promise 7).
/// </summary>
public sealed partial class EscalateNotices(
    ClientStore clients, DueStore due, HandOver handOver, TellSpecialist specialist, ILogger<EscalateNotices> log)
{
    /// <summary>So many notices fit into one batch with their alternates' lines and the client's head.</summary>
    private const int Together = 45;

    private const int MostTries = 25;

    /// <summary>How long until the specialist is tried again, where no mail to the lead organisation is taken.</summary>
    private static readonly Duration AskAgainAfter = Duration.FromHours(1);

    /// <summary>The due row of a change's urgent notices: one for all of them, since they were decided in the same instant. None where none waits.</summary>
    /// <param name="waiting">The notices about to leave.</param>
    /// <param name="decided">Every line of the change that is handed over with them, so that handing over again makes the same row.</param>
    /// <param name="change">The change.</param>
    /// <param name="client">Its client.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    public static DueItem? Due(
        IReadOnlyList<Notice> waiting, IReadOnlyList<Notice> decided, StoredChange change, ClientId client, Surroundings at)
    {
        if (!waiting.Any(n => n.AsksForAnswer)) return null;
        var urgent = decided.Where(n => n.AsksForAnswer).ToArray();
        var answerBy = Clocks.AnswerBy(urgent[0].Urgency, urgent[0].Decided, change.Deadline, change.ExpectedOn, at.Community)!.Value;
        return DueItem.OfNotices(answerBy, DueKind.Escalate, urgent[0].MessageId, urgent.Select(n => n.Id)) with { Client = client };
    }

    /// <summary>
    /// The due row of a program's own "not for me" to an urgent notice: nobody has taken it on, and someone else is asked without waiting for the
    /// clock; a minute is left for the answer to be written. Its name is its own: in the minute before the clock it must not take the place of the
    /// change's row. Null for any other answer.
    /// </summary>
    /// <param name="notice">The notice, as it was before the answer.</param>
    /// <param name="client">Its client.</param>
    /// <param name="answer">What is answered now.</param>
    /// <param name="now">When (UTC).</param>
    public static DueItem? AfterAnswer(Notice notice, ClientId client, NoticeAnswer answer, Instant now) =>
        answer == NoticeAnswer.NotForMe && notice is { AsksForAnswer: true, Escalated: null, Recipient.IsProgram: true }
            ? new DueItem(now + Duration.FromMinutes(1), DueKind.Escalate, notice.MessageId + ".own") { Client = client, About = notice.Id.ToString() }
            : null;

    /// <summary>Asks someone else wherever no person has answered.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var client = item.Client!.Value;
        if (await clients.ChangeAsync(client, item.Notices[0].Change, cancellation) is not { } change) return;
        var left = new List<(Notice Line, EscalationReason Why)>();
        ClientState? state = null;
        foreach (var ids in item.Notices.Chunk(Together)) state = await AskAlternatesAsync(change, client, [.. ids], left, at, cancellation);
        if (left.Count > 0) await AskSpecialistAsync(item, left, state!, at, cancellation);
    }

    /// <summary>Asks the alternates, and adds to <paramref name="left"/> those for whom the specialist is asked, and why.</summary>
    /// <returns>The client as it was read.</returns>
    private async ValueTask<ClientState> AskAlternatesAsync(
        StoredChange change, ClientId client, HashSet<NoticeId> ids, List<(Notice Line, EscalationReason Why)> left, Surroundings at,
        CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var known = await clients.ReadAsync(client, cancellation);
            var lines = await clients.NoticesAsync(client, change.Key, cancellation);
            var silent = lines.Where(n => ids.Contains(n.Id)).Select(n => (Line: n, Next: Next(n, lines, change, known.State, at))).ToArray();
            if (await WriteAsync(silent, lines, known, at, cancellation) is not { } asked) continue;

            if (asked.Count > 0) await handOver.RunAsync(client, change with { HandedOver = true }, asked, known.State, at, cancellation);
            left.AddRange(silent.Where(s => s.Next is EscalationStep.ToSpecialist).Select(s => (s.Line, ((EscalationStep.ToSpecialist)s.Next).Why)));
            return known.State;
        }

        throw new IOException($"The client or its notices moved {MostTries} times while someone else was to be asked. The next tick tries again.");
    }

    private static EscalationStep Next(Notice line, IReadOnlyList<Notice> lines, StoredChange change, ClientState state, Surroundings at)
    {
        // Asked before, by a run that was cut off; or told nothing any more, or a task of the program's or the specialist's by itself.
        if (line.Escalated is not null || !line.AsksForAnswer) return new EscalationStep.Over();
        var inPlaceOf = lines.Where(n => n.Escalated is not null && Alternate(n) == line.Id).ToArray();
        var silent = new SilentNotice(
            DecideAgain.Queued(line, change),
            line.IsHeard || (inPlaceOf.Length > 0 && inPlaceOf.All(n => n.IsHeard)),
            line.Replaces is not null || line.SentTo != line.Recipient!.Contact,
            change.CorrectedBy is not null,
            [.. lines.Where(n => n.Replaces is null && n.Recipient?.Agency == line.Recipient!.Agency).Select(n => n.Recipient!.Contact)]);
        return Escalation.Next(silent, state, at);
    }

    /// <summary>The id of the line of the alternate who was asked in a notice's place.</summary>
    private static NoticeId? Alternate(Notice notice) =>
        notice.EscalatedTo is null or Notice.ToSpecialist ? null : notice.Id with { Line = $"{notice.Recipient!.Agency}.{notice.EscalatedTo}" };

    /// <summary>
    /// Writes the alternates' lines and that they were asked, in one batch with the client's head: a consent that is withdrawn in the same
    /// moment is either seen here, or sees these lines. One alternate of two silent colleagues is asked once.
    /// </summary>
    /// <returns>The lines still to be handed over, those of a run that was cut off too; null where someone moved the client: look again.</returns>
    private async ValueTask<IReadOnlyList<Notice>?> WriteAsync(
        (Notice Line, EscalationStep Next)[] silent, IReadOnlyList<Notice> lines, StoredClient known, Surroundings at, CancellationToken cancellation)
    {
        var cutOff = lines.Where(n => n is { Replaces: not null, Waits: true } && silent.Any(s => Alternate(s.Line) == n.Id)).ToArray();
        var asked = new List<Notice>();
        var fresh = new Dictionary<NoticeId, Notice>();
        foreach (var (line, next) in silent)
        {
            if (next is not EscalationStep.ToAlternate { Told: var told }) continue;
            var marked = line with { Escalated = at.Now, EscalatedTo = told.SentTo.Id };
            asked.Add(marked);
            var id = Alternate(marked)!;
            if (lines.All(n => n.Id != id)) fresh.TryAdd(id, LineOf(line, id, told, known.State, at));
        }

        if (asked.Count == 0) return cutOff;
        RowWrite[] writes =
        [
            new RowWrite.Update(ClientRows.OfHead(known.State.Head), known.ETags[ClientRows.HeadKey]),
            .. fresh.Values.Select(n => new RowWrite.Insert(NoticeRows.ToRow(n))),
            .. asked.Select(n => new RowWrite.Update(NoticeRows.ToRow(n), n.ETag!)),
        ];
        return await clients.WriteAsync(known.State.Head.Client, writes, cancellation) is BatchOutcome.Committed committed
            ? [.. cutOff, .. fresh.Values.Select((n, i) => n with { ETag = committed.ETags[i + 1] })]
            : null;
    }

    private static Notice LineOf(Notice silent, NoticeId id, Fate.Told told, ClientState state, Surroundings at) => new()
    {
        Id = id,
        Order = silent.Order,
        State = NoticeState.Pending,
        Role = silent.Role,
        Recipient = silent.Recipient,
        Replaces = silent.Id.Line,
        SentTo = told.SentTo.Id,
        Consent = told.Consent,
        Version = state.Head.Version,
        Code = silent.Code,
        Urgency = silent.Urgency,
        Decided = at.Now,
        Queue = told.Route.HasFlag(Route.Queue) ? Leg.Pending : Leg.None,
        Mail = told.Route.HasFlag(Route.Mail) ? Leg.Pending : Leg.None,
        MailAt = told.Route.HasFlag(Route.Mail) ? at.Now : null,
    };

    /// <summary>
    /// One task for all recipients of a change who stay silent, and one for all their alternates: the specialist calls the client's program once.
    /// </summary>
    private async ValueTask AskSpecialistAsync(
        DueItem item, List<(Notice Line, EscalationReason Why)> left, ClientState state, Surroundings at, CancellationToken cancellation)
    {
        var client = state.Head.Client;
        var first = left[0].Line;
        var cause = $"unanswered.{first.Id.ClientMark}{first.Id.Change}.{(first.Replaces is null ? 1 : 2)}";
        var agency = state.Program(at.Today)?.Agency ?? first.Recipient!.Agency;
        if (!await specialist.RunAsync(SpecialistTaskKind.Unanswered, cause, agency, null, at, cancellation))
        {
            NobodyToAsk(log);
            await due.AddAsync([item with { At = at.Now + AskAgainAfter, ETag = null }], null, cancellation);
            return;
        }

        var reasons = left.ToDictionary(l => l.Line.Id, l => l.Why.ToString());
        await clients.MoveAsync(
            client,
            [.. left.Select(l => l.Line)],
            now => now with { Escalated = at.Now, EscalatedTo = Notice.ToSpecialist, EscalatedWhy = reasons[now.Id] },
            null,
            cancellation);
    }

    [LoggerMessage(LogLevel.Error, "Nobody at the lead organisation can be mailed, so nobody could be asked to call about an unanswered urgent notice. It is tried again in an hour.")]
    private static partial void NobodyToAsk(ILogger log);
}
