using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Digests;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Shows one person the agenda of a meeting: rooms are decided at that moment, and what they see is noted before they see it. It asks for the clients of
/// their own agency only, whatever the number of items: nobody else's can be in their room.
/// </summary>
public sealed class ReadAgenda(MeetingStore meetings, ClientStore clients, ReferenceStore references)
{
    /// <summary>Reads it.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="viewer">Who looks.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<Agenda> RunAsync(Meeting meeting, Viewer viewer, Surroundings at, CancellationToken cancellation)
    {
        var stored = await meetings.ReadAsync(meeting.Id, cancellation);
        var own = (await references.AllAsync(viewer.Agency, cancellation)).Select(r => r.Client);
        var agenda = Agenda.Of(viewer, meeting, stored.Items, stored.Attending, await StatesAsync(own, cancellation), at);
        await meetings.NoteSeenAsync(meeting.Id, viewer, agenda.Cases.Select(c => c.Item.Id), at.Now, cancellation);
        return agenda;
    }

    /// <summary>For how many items of a meeting each agency is needed.</summary>
    public async ValueTask<IReadOnlyDictionary<string, int>> NeededAsync(StoredMeeting stored, Meeting meeting, Surroundings at, CancellationToken cancellation)
    {
        var asking = stored.Items.Where(i => i.Needs.Length > 0).ToArray();
        return Agenda.NeededFor(meeting, asking, await StatesAsync(asking.Select(i => i.Client).OfType<ClientId>(), cancellation), at);
    }

    /// <summary>The state of some clients: one request each.</summary>
    internal async ValueTask<Dictionary<ClientId, ClientState>> StatesAsync(IEnumerable<ClientId> of, CancellationToken cancellation)
    {
        var states = new System.Collections.Concurrent.ConcurrentDictionary<ClientId, ClientState>();
        await AtOnce.EachAsync(of.Distinct(), async client => states[client] = (await clients.ReadAsync(client, cancellation)).State);
        return new Dictionary<ClientId, ClientState>(states);
    }
}
