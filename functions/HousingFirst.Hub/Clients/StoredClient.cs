using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Clients;

/// <summary>A client's state with the ETags it was read with.</summary>
/// <param name="State">Head, team and consents.</param>
/// <param name="ETags">The ETag of each row by its key; a key that is missing is a row that does not exist.</param>
public sealed record StoredClient(ClientState State, IReadOnlyDictionary<string, string> ETags)
{
    /// <summary>A client the hub has not met.</summary>
    public static StoredClient Unknown(ClientId client) =>
        new(new ClientState(ClientHead.New(client), [], []), new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>
    /// The writes that turn this state into <paramref name="next"/>: the head always, by its ETag, since it guards every decision; then only
    /// what differs.
    /// </summary>
    public IEnumerable<RowWrite> WritesTo(ClientState next)
    {
        yield return Write(ClientRows.OfHead(next.Head));
        foreach (var membership in next.Memberships.Except(State.Memberships)) yield return Write(ClientRows.OfMembership(membership));
        foreach (var consent in next.Consents.Except(State.Consents)) yield return Write(ClientRows.OfConsent(consent));
    }

    internal static StoredClient Read(ClientId client, IEnumerable<Row> rows)
    {
        var head = ClientHead.New(client);
        var memberships = new List<Membership>();
        var consents = new List<ConsentRecord>();
        var etags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            RowVersions.Readable(row);
            etags[row.Key] = row.ETag!;
            if (row.Key == ClientRows.HeadKey) head = ClientRows.ReadHead(row);
            else if (row.Key.StartsWith("a|", StringComparison.Ordinal)) memberships.Add(ClientRows.ReadMembership(row));
            else if (row.Key.StartsWith("b|", StringComparison.Ordinal)) consents.Add(ClientRows.ReadConsent(row));
        }

        return new StoredClient(new ClientState(head, [.. memberships.OrderBy(m => m.Order)], [.. consents]), etags);
    }

    private RowWrite Write(Row row) =>
        ETags.TryGetValue(row.Key, out var etag) ? new RowWrite.Update(row, etag) : new RowWrite.Insert(row);
}
