using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Clients;

namespace HousingFirst.Hub.ClientChanges;

/// <summary>Finds a client that an agency may speak about today: by its own reference, while it is on the team; for police, by a live card.</summary>
public sealed class FindTeamMember(FindClient find, ClientStore clients)
{
    /// <summary>The client and its state, or null: unknown, another's and an ended membership look the same.</summary>
    public async ValueTask<(ClientId Client, ClientState State)?> RunAsync(
        string agency, ClientReference reference, Surroundings at, CancellationToken cancellation)
    {
        if (await find.RunAsync(agency, reference, at, cancellation) is not { } found) return null;
        var state = (await clients.ReadAsync(found.Client, cancellation)).State;
        return found.ByCard || state.Team(at.Today).Any(m => m.Agency == agency) ? (found.Client, state) : null;
    }
}
