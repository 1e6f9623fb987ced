using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Expiring;

/// <summary>
/// Plans the warnings of consents and agreements that were recorded before the hub planned any. A row says that it was done, and is written last:
/// cut off, the next start does it again, and every row it writes is the one that is there already.
/// </summary>
public sealed class CatchUpWarnings(
    ITables tables, string community, ReferenceStore references, ClientStore clients, DueStore due, AgreementWarnings agreements, DirectoryCache directory)
{
    private const string DoneKey = "0";

    /// <summary>
    /// Plans them, once: one request where it was done. Else a range an organisation, a range a client and a batch a hundred warnings; one client is
    /// in memory at a time.
    /// </summary>
    public async ValueTask RunAsync(CancellationToken cancellation)
    {
        if (await tables.GetAsync(Table.Directory, Partition, DoneKey, cancellation) is not null) return;
        var at = await directory.NowAsync(cancellation);
        await agreements.PlanAsync(at.Directory.Organisations.Where(o => o.Agreement is not null).Select(o => o.Agreement!.Ends), cancellation);
        var seen = new HashSet<ClientId>();
        var rows = new List<DueItem>();
        foreach (var agency in at.Directory.Ids)
        {
            await foreach (var (_, client, _) in references.EachAsync(agency, cancellation))
            {
                if (!seen.Add(client)) continue;
                var consents = (await clients.ReadAsync(client, cancellation)).State.Consents;
                rows.AddRange(consents.SelectMany(c => ConsentWarnings.OfOlder(client, c, at.Now, at.Community.Zone)));
                if (rows.Count < Limits.BatchRows) continue;
                await due.AddAsync(rows, null, cancellation);
                rows.Clear();
            }
        }

        await due.AddAsync(rows, null, cancellation);
        await NoneMissingAsync(cancellation);
    }

    /// <summary>Notes that nothing is missing: what is recorded from here on plans its own.</summary>
    internal async ValueTask NoneMissingAsync(CancellationToken cancellation) => await tables.BatchAsync(
        Table.Directory, Partition, [new RowWrite.Upsert(RowVersions.NewRow(DoneKey))], cancellation);

    private string Partition => Keys.Of(community, "warnings");
}
