using System.Runtime.CompilerServices;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Clients;

/// <summary>
/// Each agency's own references. A superset of the truth: a reference is added before the membership and removed after it, and every answer
/// is verified at the client.
/// </summary>
public sealed class ReferenceStore(ITables tables, string community)
{
    /// <summary>The client an agency means by a reference, or null.</summary>
    public async ValueTask<ClientId?> FindAsync(string agency, ClientReference reference, CancellationToken cancellation) =>
        await tables.GetAsync(Table.Clients, Partition(agency), Keys.Of(reference.Value), cancellation) is { } row
            ? new ClientId(RowVersions.Readable(row).NeedText("client"))
            : null;

    /// <summary>Every reference of an agency: client and contact, for counting and for finding a reference in a text.</summary>
    public async ValueTask<IReadOnlyList<(ClientReference Reference, ClientId Client, string Contact)>> AllAsync(
        string agency, CancellationToken cancellation)
    {
        var all = new List<(ClientReference, ClientId, string)>();
        await foreach (var reference in EachAsync(agency, cancellation)) all.Add(reference);
        return all;
    }

    /// <summary>Every reference of an agency, a page in memory at a time: one request a thousand.</summary>
    public async IAsyncEnumerable<(ClientReference Reference, ClientId Client, string Contact)> EachAsync(
        string agency, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.EachAsync(Table.Clients, Partition(agency), cancellation))
        {
            RowVersions.Readable(row);
            yield return (new ClientReference(Keys.Parts(row.Key)[0]), new ClientId(row.NeedText("client")), row.NeedText("contact"));
        }
    }

    /// <summary>Makes a reference mean a client. The same again changes nothing.</summary>
    public async ValueTask AddAsync(string agency, ClientReference reference, ClientId client, string contact, CancellationToken cancellation) =>
        await tables.BatchAsync(
            Table.Clients,
            Partition(agency),
            [new RowWrite.Upsert(RowVersions.NewRow(Keys.Of(reference.Value)).With("client", client.Value).With("contact", contact))],
            cancellation);

    /// <summary>Forgets a reference.</summary>
    public async ValueTask RemoveAsync(string agency, ClientReference reference, CancellationToken cancellation) =>
        await tables.BatchAsync(Table.Clients, Partition(agency), [new RowWrite.Delete(Keys.Of(reference.Value), null)], cancellation);

    private string Partition(string agency) => Keys.Of(community, "@" + agency);
}
