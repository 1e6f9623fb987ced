using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// The rooms of a person who is invited to a meeting, one for each of their agencies that is: as the directory, consents and agreements are now, so
/// whoever has left an agency sees nothing of it any more.
/// </summary>
public sealed class ReadRooms(ReadAgenda agenda, ReferenceStore references)
{
    /// <summary>For which agencies a person is invited.</summary>
    public static ImmutableArray<Viewer> Viewers(IEnumerable<Guest> guests, Meeting meeting, string contact, Surroundings at) =>
    [
        .. guests
            .Where(g => g.Contact == contact && at.Directory.Find(g.Agency) is { } of && of.Contact(contact) is not null && SendInvitations.IsInvited(of, meeting, at))
            .Select(g => new Viewer(g.Agency, contact)),
    ];

    /// <summary>Reads them; what is seen is noted before it is.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="viewers">Who looks, for which agencies.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<ImmutableArray<OwnRoom>> RunAsync(Meeting meeting, IEnumerable<Viewer> viewers, Surroundings at, CancellationToken cancellation)
    {
        var rooms = ImmutableArray.CreateBuilder<OwnRoom>();
        foreach (var viewer in viewers)
            rooms.Add(new OwnRoom(at.Directory.Find(viewer.Agency)!, await agenda.RunAsync(meeting, viewer, at, cancellation)));
        return rooms.ToImmutable();
    }

    /// <summary>The clients of an agency of whom somebody else at the meeting may hear, by that agency's own references: of others no item would be heard.</summary>
    public async ValueTask<ImmutableArray<ClientReference>> ClientsAsync(Meeting meeting, Viewer viewer, Surroundings at, CancellationToken cancellation)
    {
        var own = (await references.AllAsync(viewer.Agency, cancellation)).Select(r => r.Client);
        return
        [
            .. (await agenda.StatesAsync(own, cancellation)).Values
                .Select(state => Room.Of(PrivacyClass.A, Facet.None, state, meeting.On, at).Of(viewer.Agency, viewer.Contact)?.Reference)
                .OfType<ClientReference>()
                .OrderBy(r => r.Value, StringComparer.Ordinal),
        ];
    }
}

/// <summary>What one of a person's agencies may see of a meeting's case part.</summary>
/// <param name="Own">The agency.</param>
/// <param name="Agenda">The agenda as they see it.</param>
public sealed record OwnRoom(Organisation Own, Agenda Agenda);
