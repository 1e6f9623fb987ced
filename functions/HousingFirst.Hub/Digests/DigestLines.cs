using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Notices;
using NodaTime;

namespace HousingFirst.Hub.Digests;

/// <summary>
/// The lines of one digest run. Clients and changes are read once a run; marking the lines as leaving, guarded by the client's head, shows
/// when what was read is no longer so.
/// </summary>
internal sealed class DigestLines(ClientStore clients)
{
    private const int MostTries = 25;

    private readonly Dictionary<ClientId, StoredClient> states = [];
    private readonly Dictionary<(ClientId Client, string Change), Told?> changes = [];

    /// <summary>
    /// Reads a contact's lines about one client, decides each again, and marks those that leave. Lines that no longer wait are not there.
    /// </summary>
    public async ValueTask<IReadOnlyList<Line>> LeaveAsync(
        ClientId client, string contact, IReadOnlyList<NoticeId> ids, Surroundings at, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var lines = await ReadAsync(client, contact, ids, at, cancellation);
            if (await MarkedAsync(client, lines, at.Now, cancellation) is { } marked) return marked;
            Forget(client);
        }

        throw new IOException($"A client moved {MostTries} times while one digest was to leave. It is tried again.");
    }

    private async ValueTask<List<Line>> ReadAsync(
        ClientId client, string contact, IReadOnlyList<NoticeId> ids, Surroundings at, CancellationToken cancellation)
    {
        if (!states.TryGetValue(client, out var state)) states[client] = state = await clients.ReadAsync(client, cancellation);
        var lines = new List<Line>();
        foreach (var id in ids)
        {
            if (!changes.TryGetValue((client, id.Change), out var told))
            {
                var change = await clients.ChangeAsync(client, id.Change, cancellation);
                changes[(client, id.Change)] = told = change is null
                    ? null
                    : new Told(change, (await clients.NoticesAsync(client, id.Change, cancellation)).ToDictionary(n => n.Id));
            }

            if (told is null || told.Notices.GetValueOrDefault(id) is not { Mail: Leg.Pending } notice) continue;
            var decided = DecideAgain.Run(notice, told.Change, state.State, at);
            lines.Add(new Line(client, notice, decided, told.Change, state.State, decided.Mail == Leg.Pending && decided.SentTo == contact));
        }

        return lines;
    }

    private async ValueTask<IReadOnlyList<Line>?> MarkedAsync(ClientId client, List<Line> lines, Instant now, CancellationToken cancellation)
    {
        var marked = lines.Where(l => !l.Leaves).ToList();
        foreach (var some in lines.Where(l => l.Leaves).Chunk(AcceptChange.FirstLines))
        {
            if (await clients.LeaveAsync(states[client], [.. some.Select(l => l.Decided)], now, cancellation) is not { } left) return null;
            states[client] = left.Client;
            marked.AddRange(some.Zip(left.Notices, (line, notice) => line with { Stored = notice, Decided = notice }));
        }

        return marked;
    }

    private void Forget(ClientId client)
    {
        states.Remove(client);
        foreach (var key in changes.Keys.Where(k => k.Client == client).ToArray()) changes.Remove(key);
    }

    /// <summary>One line: as stored, and as it was decided again.</summary>
    internal sealed record Line(ClientId Client, Notice Stored, Notice Decided, StoredChange Change, ClientState State, bool Leaves);

    private sealed record Told(StoredChange Change, Dictionary<NoticeId, Notice> Notices);
}
