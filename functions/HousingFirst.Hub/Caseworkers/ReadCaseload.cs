using System.Collections.Concurrent;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Retention;

namespace HousingFirst.Hub.Caseworkers;

/// <summary>
/// What a caseworker chooses from. References and lists are supersets, so every client is asked whose it is: two requests a program and one a
/// reference. Looking leaves no audit row: these are the caseworker's own clients, and it is their work.
/// </summary>
public sealed class ReadCaseload(ReferenceStore references, ClientStore clients, DueStore due, DirectoryCache directory)
{
    /// <summary>Clients asked at once.</summary>
    private const int AtOnce = 16;

    /// <summary>Enough to count codes by; a program sends a few dozen changes a month.</summary>
    private const int MostRecent = 1000;

    /// <summary>Clients, recent ones first, and codes, the often used first.</summary>
    public async ValueTask<Caseload> RunAsync(Caseworker caseworker, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var own = new ConcurrentDictionary<ClientId, CaseloadClient>();
        var recent = new List<RecentChange>();
        foreach (var program in caseworker.Programs)
        {
            var all = await references.AllAsync(program.Id, cancellation);
            await Parallel.ForEachAsync(
                all.Select(r => r.Client).Distinct(),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (client, stop) =>
                {
                    if ((await clients.ReadAsync(client, stop)).State.Program(at.Today) is { } of && of.Agency == program.Id)
                        own[client] = new CaseloadClient(of.Agency, of.TheirRef);
                });
            recent.AddRange(await due.RecentAsync(program.Id, at.Now - Purge.Bodies, MostRecent, cancellation));
        }

        return new Caseload(
            [.. own.Values.OrderBy(c => c.Reference.Value, StringComparer.Ordinal)],
            [.. recent.OrderByDescending(r => r.Accepted).Where(r => own.ContainsKey(r.Client)).Select(r => own[r.Client]).Distinct().Take(Caseload.RecentCount)],
            [.. OfferedCodes.Often(recent.Where(r => r.IsSender).Select(r => r.Code))]);
    }

    /// <summary>What the codes that name a member, a consent or an earlier message choose from; null where the client is none of the program's.</summary>
    public async ValueTask<TeamChoices?> TeamAsync(CaseloadClient of, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        if (await references.FindAsync(of.Agency, of.Reference, cancellation) is not { } client) return null;
        var state = (await clients.ReadAsync(client, cancellation)).State;
        if (state.Program(at.Today)?.Agency != of.Agency) return null;
        var sent = await due.RecentAsync(of.Agency, at.Now - Purge.Bodies, MostRecent, cancellation);
        return new TeamChoices(
            [.. state.Team(at.Today).Select(m => m.Agency).Where(a => a != of.Agency).Distinct()],
            [.. state.Team(at.Today)],
            [.. state.Consents.Where(c => c.Withdrawn is null && !c.Allows.HasFlag(Allows.Card)).OrderBy(c => c.Recipient, StringComparer.Ordinal)],
            [.. sent.Where(r => r.IsSender && r.Client == client)]);
    }
}
