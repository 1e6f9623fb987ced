using System.Runtime.ExceptionServices;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Delivery;

/// <summary>
/// Sends notices' mails at their hour, or again after a failure: decided again first, on what is known now. Those of one client go together: it is
/// read once, and they can't be in each other's way.
/// </summary>
public sealed class SendDueMail(ClientStore clients, SendMail sendMail)
{
    private const int MostTries = 25;

    /// <summary>Sends one mail, unless the notice no longer waits for it.</summary>
    public ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation) => RunAsync([item], at, cancellation);

    /// <summary>Sends mails about one client, except those whose notices no longer wait for them.</summary>
    /// <param name="items">At most 90, all about the same client.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    public async ValueTask RunAsync(IReadOnlyList<DueItem> items, Surroundings at, CancellationToken cancellation)
    {
        var client = items[0].Client ?? throw new InvalidDataException("A due row names no client: run `hub check`.");
        var attempts = items.GroupBy(i => i.Notice).ToDictionary(g => g.Key, g => Math.Max(1, g.Max(i => i.Attempt)));
        for (var tries = 0; tries < MostTries; tries++)
        {
            var waiting = await WaitingAsync(client, attempts, cancellation);
            if (waiting.Count == 0) return;

            // After the notices and changes: what has moved since they were read has moved the head this leaves under, or them.
            var known = await clients.ReadAsync(client, cancellation);
            var decided = waiting.Select(w => w with { Decided = DecideAgain.Run(w.Notice, w.Change, known.State, at) }).ToArray();
            await StayAsync(client, [.. decided.Where(w => w.Decided!.Mail != Leg.Pending)], cancellation);
            var leaving = decided.Where(w => w.Decided!.Mail == Leg.Pending).ToArray();
            if (leaving.Length == 0) return;
            if (await clients.LeaveAsync(known, [.. leaving.Select(w => w.Decided!)], at.Now, cancellation) is not { } left) continue;
            var sent = await sendMail.AllAsync(
                [.. left.Notices.Select((n, i) => new LeavingMail(n, leaving[i].Change, attempts[n.Id]))], known.State, at, cancellation);
            await clients.MoveAsync(client, left.Notices, now => sent.Moves[now.Id](now), null, cancellation);
            if (sent.Fault is { } fault) ExceptionDispatchInfo.Throw(fault);
            return;
        }

        throw new IOException($"The client or the notice moved {MostTries} times while one mail was to leave. The next tick tries again.");
    }

    private async ValueTask<List<Waiting>> WaitingAsync(ClientId client, Dictionary<NoticeId, int> attempts, CancellationToken cancellation)
    {
        var changes = new Dictionary<string, StoredChange?>(StringComparer.Ordinal);
        var waiting = new List<Waiting>();
        foreach (var id in attempts.Keys)
        {
            if (await clients.NoticeAsync(client, id, cancellation) is not { Mail: Leg.Pending } notice) continue;
            if (!changes.TryGetValue(id.Change, out var change)) changes[id.Change] = change = await clients.ChangeAsync(client, id.Change, cancellation);
            if (change is not null) waiting.Add(new Waiting(notice, change, null));
        }

        return waiting;
    }

    private async ValueTask StayAsync(ClientId client, Waiting[] lines, CancellationToken cancellation)
    {
        var byId = lines.ToDictionary(w => w.Notice.Id);
        await clients.MoveAsync(
            client, [.. lines.Select(w => w.Notice)], now => DecideAgain.Apply(now, byId[now.Id].Notice, byId[now.Id].Decided!), null, cancellation);
    }

    private sealed record Waiting(Notice Notice, StoredChange Change, Notice? Decided);
}
