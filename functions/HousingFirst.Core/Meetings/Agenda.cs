using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.Meetings;

/// <summary>A meeting's agenda as one person sees it: the open part, and of the case part what their room shares.</summary>
/// <param name="Open">The items of the open part, in the order they came.</param>
/// <param name="Cases">The items of their rooms.</param>
/// <param name="Shared">Their clients that another attending agency serves as well, by their own references.</param>
/// <param name="Hidden">Their own items that no room hears now: the client died, consent has ended, or nobody who shares the client comes.</param>
public sealed record Agenda(
    ImmutableArray<AgendaItem> Open, ImmutableArray<CaseLine> Cases, ImmutableArray<SharedClient> Shared, ImmutableArray<AgendaItem> Hidden)
{
    /// <summary>
    /// The agenda of one person. What they see of a client depends on that client's state and on who comes, and on nothing else: so it can be shown
    /// that nobody sees what is outside their room.
    /// </summary>
    /// <param name="viewer">Who looks.</param>
    /// <param name="meeting">The meeting.</param>
    /// <param name="items">Every item of it.</param>
    /// <param name="attending">Who comes.</param>
    /// <param name="clients">The state of every client of these items and of the viewer's agency.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    public static Agenda Of(
        Viewer viewer,
        Meeting meeting,
        IEnumerable<AgendaItem> items,
        IReadOnlySet<Viewer> attending,
        IReadOnlyDictionary<ClientId, ClientState> clients,
        Surroundings at)
    {
        var all = items.OrderBy(i => i.Added).ThenBy(i => i.Id, StringComparer.Ordinal).ToArray();
        var cases = new List<CaseLine>();
        var hidden = new List<AgendaItem>();
        foreach (var item in all.Where(i => i is { Part: MeetingPart.Case, IsPurged: false }))
        {
            var room = item.Client is { } client && clients.TryGetValue(client, out var state) ? Room.Of(item, state, meeting.On, at) : Room.Empty;
            if (room.Of(viewer.Agency, viewer.Contact) is { } seat && Others(room, viewer).Any(s => Comes(s, attending))) cases.Add(Line(item, room, seat, viewer, attending));
            else if (item.By == viewer.Agency) hidden.Add(item with { Text = null, VoiceText = null, Client = null, Answers = [] });
        }

        return new Agenda([.. all.Where(i => i.Part == MeetingPart.Open)], [.. cases], SharedBy(), [.. hidden]);

        ImmutableArray<SharedClient> SharedBy() =>
        [
            .. from state in clients.Values
               let room = Room.Of(PrivacyClass.A, Facet.None, state, meeting.On, at)
               let seat = room.Of(viewer.Agency, viewer.Contact)
               where seat is not null
               let others = Others(room, viewer).Where(s => Comes(s, attending)).Select(s => s.Agency).ToImmutableArray()
               where others.Length > 0
               orderby seat.Reference.Value
               select new SharedClient(seat.Reference, seat.IsProgram ? others : []),
        ];
    }

    /// <summary>
    /// For how many items each agency is needed: of a case item only where it may hear of the client at all, so that a count never tells an agency of a
    /// client that is not its own.
    /// </summary>
    public static IReadOnlyDictionary<string, int> NeededFor(
        Meeting meeting, IEnumerable<AgendaItem> items, IReadOnlyDictionary<ClientId, ClientState> clients, Surroundings at)
    {
        var needed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in items.Where(i => i.State == ItemState.Open))
        {
            var room = item.Client is { } client && clients.TryGetValue(client, out var state) ? Room.Of(item, state, meeting.On, at) : null;
            foreach (var agency in item.Needs.Where(a => item.Part == MeetingPart.Open || room?.Seats.Any(s => s.Agency == a) == true))
                needed[agency] = needed.GetValueOrDefault(agency) + 1;
        }

        return needed;
    }

    /// <summary>
    /// The item as one seat sees it. Who else is on a client's team is the program's to know: to the others an item shows neither who it waits for nor, but
    /// for the program, who brought it. What somebody said before leaves the room with them.
    /// </summary>
    private static CaseLine Line(AgendaItem item, Room room, Seat seat, Viewer viewer, IReadOnlySet<Viewer> attending)
    {
        var knowsTeam = seat.IsProgram || item.By == viewer.Agency;
        var byProgram = room.Seats.Any(s => s.IsProgram && s.Agency == item.By);
        return new CaseLine(
            item with
            {
                Client = null,
                Needs = knowsTeam ? item.Needs : [],
                Answers = [.. item.Answers.Where(a => room.Seats.Any(s => s.Agency == a.Agency)).Select(a => seat.IsProgram || a.Agency == viewer.Agency ? a : a with { Agency = null })],
            },
            seat.Reference,
            knowsTeam || byProgram ? item.By : null,
            IsWaiting: item.Needs.Any(needed => !room.Seats.Any(s => s.Agency == needed && Comes(s, attending))),
            seat.IsProgram ? [.. Others(room, viewer).Select(s => s.Agency)] : []);
    }

    private static IEnumerable<Seat> Others(Room room, Viewer viewer) => room.Seats.Where(s => s.Agency != viewer.Agency);

    private static bool Comes(Seat seat, IReadOnlySet<Viewer> attending) =>
        attending.Any(v => v.Agency == seat.Agency && (seat.OnlyContact is null || seat.OnlyContact == v.Contact));
}

/// <summary>Who looks at an agenda.</summary>
/// <param name="Agency">Their agency.</param>
/// <param name="Contact">Who they are; null for an agency's program, which sees what everyone there may see.</param>
public sealed record Viewer(string Agency, string? Contact);

/// <summary>An item of the case part as one agency sees it.</summary>
/// <param name="Item">The item, without the client.</param>
/// <param name="Reference">That agency's own reference for the client.</param>
/// <param name="By">Who brought it, as far as the viewer may know.</param>
/// <param name="IsWaiting">Whether an agency that it needs doesn't come: then it is put off.</param>
/// <param name="With">The other agencies of its room, for the client's program only.</param>
public sealed record CaseLine(AgendaItem Item, ClientReference Reference, string? By, bool IsWaiting, ImmutableArray<string> With);

/// <summary>A client that another attending agency serves as well: a co-participant.</summary>
/// <param name="Reference">The viewer's own reference.</param>
/// <param name="With">The others that come, for the client's program only: nobody else learns who is on a team.</param>
public sealed record SharedClient(ClientReference Reference, ImmutableArray<string> With);
