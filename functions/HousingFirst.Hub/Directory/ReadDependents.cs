using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;

namespace HousingFirst.Hub.Directory;

/// <summary>
/// What hangs on an agency, or on one contact of it: clients' teams and consents, police cards. Asked before it is suspended, leaves, or loses the contact, so
/// that nothing is lost without a word. Numbers only: it names no client.
/// </summary>
public sealed class ReadDependents(ReferenceStore references, ClientStore clients, DirectoryStore store, DirectoryCache directory)
{
    /// <summary>Counts: one range of the agency's references, one range a client, and one of the cards where it may hold any.</summary>
    /// <param name="agency">The agency.</param>
    /// <param name="contact">Only what hangs on this contact of it; on all where null.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<Dependents> RunAsync(string agency, string? contact, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var people = at.Directory.Find(agency)?.Contacts.Select(c => c.Id).ToHashSet(StringComparer.Ordinal) ?? [];
        var (teams, ownClients, consents) = (0, 0, 0);
        var programs = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var client in (await references.AllAsync(agency, cancellation)).Select(r => r.Client).Distinct())
        {
            var state = (await clients.ReadAsync(client, cancellation)).State;
            var mine = state.Team(at.Today).Where(m => m.Agency == agency && (contact ?? m.Contact) == m.Contact).ToArray();
            consents += state.Consents.Count(c => c.IsLive(at.Today)
                && (contact is null ? c.Recipient == agency || people.Contains(c.Recipient) : c.Recipient == contact));
            if (mine.Length == 0) continue;
            teams++;
            var program = state.Program(at.Today);
            if (mine.Contains(program)) ownClients++;
            else if (program is not null) programs[program.Agency] = programs.GetValueOrDefault(program.Agency) + 1;
        }

        var alternates = contact is null
            ? []
            : at.Directory.Find(agency)?.Contacts.Where(c => c.Alternate == contact).Select(c => c.Id).ToArray() ?? [];
        var cards = contact is null && at.Directory.Find(agency) is { Kind: OrganisationKind.SourceOnly }
            ? (await store.CardsOfAsync(agency, cancellation)).Count(c => c.IsLive(at.Today))
            : 0;
        return new Dependents(teams, ownClients, consents, cards, programs, alternates);
    }
}

/// <summary>What hangs on an agency or a contact.</summary>
/// <param name="Teams">How many clients' teams it is on.</param>
/// <param name="OwnClients">Of how many clients it is the program.</param>
/// <param name="Consents">How many consents in force name it.</param>
/// <param name="Cards">How many police cards in force it holds.</param>
/// <param name="Programs">Whose clients the others are: a program and how many. Only that program can end the membership (<c>team.left</c>).</param>
/// <param name="Alternates">The contacts for whom it stands in.</param>
public sealed record Dependents(
    int Teams, int OwnClients, int Consents, int Cards, IReadOnlyDictionary<string, int> Programs, IReadOnlyList<string> Alternates);
