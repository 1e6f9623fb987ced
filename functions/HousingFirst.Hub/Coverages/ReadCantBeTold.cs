using System.Runtime.CompilerServices;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Directory;

namespace HousingFirst.Hub.Coverages;

/// <summary>
/// The "can't be told" list of a program: who, if something happened today, would not be told, and why. Its clients are found by its own
/// references, and one client is in memory at a time; looking leaves an audit row.
/// </summary>
public sealed class ReadCantBeTold(ReferenceStore references, ClientStore clients, DirectoryCache directory, AuditLog audit)
{
    /// <summary>The list: client by client in the order of the program's references, then partner by partner.</summary>
    /// <param name="program">The program's agency id.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async IAsyncEnumerable<CantBeTold> RunAsync(string program, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        await audit.AddAsync("cant-be-told", program, cancellation);
        var teams = new SortedDictionary<(string Agency, string Contact), int>();
        var agencies = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var (reference, client, _) in references.EachAsync(program, cancellation))
        {
            var state = (await clients.ReadAsync(client, cancellation)).State;
            // References are a superset: the client says whether this is its program, and by which reference.
            if (state.Head.Deceased is not null || state.Program(at.Today) is not { } own) continue;
            if (own.Agency != program || own.TheirRef != reference) continue;
            foreach (var line in CantBeTold.OfClient(state, at.Today)) yield return line;
            var team = state.Team(at.Today).ToArray();
            foreach (var member in team.DistinctBy(m => (m.Agency, m.Contact)))
                teams[(member.Agency, member.Contact)] = teams.GetValueOrDefault((member.Agency, member.Contact)) + 1;
            foreach (var agency in team.Select(m => m.Agency).Distinct()) agencies[agency] = agencies.GetValueOrDefault(agency) + 1;
        }

        foreach (var (agency, count) in agencies)
        {
            if (CantBeTold.OfAgreement(agency, count, at.Directory, at.Today) is { } ended) yield return ended;
        }

        foreach (var ((agency, contact), count) in teams)
        {
            foreach (var line in CantBeTold.OfContact(agency, contact, count, at.Directory, at.Today)) yield return line;
        }
    }
}
