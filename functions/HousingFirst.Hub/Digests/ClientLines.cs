using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Digests;

/// <summary>
/// The lines about one client in the digests of a few people: client and changes are read once, all lines are marked as leaving in one batch.
/// That is guarded by the client's head, so it shows when what was read is no longer so; then everything is read and decided again.
/// </summary>
internal sealed class ClientLines(ClientStore clients, ClientId client, IReadOnlyList<DigestItem> items)
{
    private const int MostTries = 25;

    private StoredClient? known;

    /// <summary>The client.</summary>
    public ClientId Client => client;

    /// <summary>The lines as last read and decided. Those that no longer wait are not there.</summary>
    public IReadOnlyList<WaitingLine> Lines { get; private set; } = [];

    /// <summary>Reads the lines, and decides each again.</summary>
    public async ValueTask ReadAsync(Surroundings at, CancellationToken cancellation)
    {
        var state = known = await clients.ReadAsync(client, cancellation);
        var lines = new List<WaitingLine>();
        foreach (var about in items.GroupBy(i => i.Notice.Change))
        {
            if (await clients.ChangeAsync(client, about.Key, cancellation) is not { } change) continue;
            var notices = (await clients.NoticesAsync(client, about.Key, cancellation)).ToDictionary(n => n.Id);
            foreach (var item in about)
            {
                if (notices.GetValueOrDefault(item.Notice) is { } notice && Decide(item, notice, change, state.State, at) is { } line) lines.Add(line);
            }
        }

        Lines = lines;
    }

    /// <summary>Marks lines as leaving, each with its digest. What may no longer leave, by then, is not among those that do.</summary>
    /// <exception cref="IOException">The client moved again and again.</exception>
    public async ValueTask LeaveAsync(IReadOnlyDictionary<DigestItem, string> digests, Surroundings at, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await MarkedAsync(digests, at, cancellation)) return;
            await ReadAsync(at, cancellation);
        }

        throw new IOException($"A client moved {MostTries} times while digests were to leave. They are tried again.");
    }

    /// <summary>Moves lines on, each by its ETag.</summary>
    public async ValueTask MoveAsync(IReadOnlyCollection<WaitingLine> lines, Func<WaitingLine, Notice, Notice> move, CancellationToken cancellation)
    {
        foreach (var some in lines.Chunk(AcceptChange.FirstLines))
        {
            var byId = some.ToDictionary(l => l.Stored.Id);
            await clients.MoveAsync(client, [.. some.Select(l => l.Stored)], now => move(byId[now.Id], now), null, cancellation);
        }
    }

    private async ValueTask<bool> MarkedAsync(IReadOnlyDictionary<DigestItem, string> digests, Surroundings at, CancellationToken cancellation)
    {
        var marked = Lines.ToDictionary(l => l.Item);
        foreach (var some in Lines.Where(l => l.Leaves && digests.ContainsKey(l.Item)).Chunk(AcceptChange.FirstLines))
        {
            Notice[] leaving = [.. some.Select(l => l.Decided with { Digest = digests[l.Item] })];
            if (await clients.LeaveAsync(known!, leaving, at.Now, cancellation) is not { } left) return false;
            known = left.Client;
            foreach (var (line, notice) in some.Zip(left.Notices)) marked[line.Item] = line with { Stored = notice, Decided = notice };
        }

        Lines = [.. marked.Values];
        return true;
    }

    private static WaitingLine? Decide(DigestItem item, Notice notice, StoredChange change, ClientState state, Surroundings at)
    {
        if (item.Urgency >= Urgency.U3)
        {
            // It was sent by itself, when it was urgent; here it is spoken of again only where no person has answered it. A death ends reminders.
            return RemindOfUrgent.IsOpen(notice, item.Contact) && state.Head.Deceased is null && DecideAgain.IsStillTold(notice, change, state, at)
                ? new WaitingLine(item, notice, notice, change, state) { Leaves = true, IsReminder = true }
                : null;
        }

        if (notice.Mail != Leg.Pending) return null;
        var decided = DecideAgain.Run(notice, change, state, at);
        return new WaitingLine(item, notice, decided, change, state) { Leaves = decided.Mail == Leg.Pending && decided.SentTo == item.Contact };
    }
}

/// <summary>One line: as stored, and as it was decided again.</summary>
internal sealed record WaitingLine(DigestItem Item, Notice Stored, Notice Decided, StoredChange Change, ClientState State)
{
    /// <summary>Whether it may leave with this person's digest.</summary>
    public bool Leaves { get; init; }

    /// <summary>Whether it was sent before, and only waits for an answer.</summary>
    public bool IsReminder { get; init; }

    /// <summary>Whether it is to be told, but not in this digest: by a call, or to who stands in.</summary>
    public bool IsElsewhere => !Leaves && Decided.Mail == Leg.Pending;
}
