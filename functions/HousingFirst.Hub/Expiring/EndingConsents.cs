using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Expiring;

/// <summary>
/// Consents whose end their program was warned of and is near: what the specialist's morning mail counts. A row only says where to look; whether the
/// consent still ends then is asked of the client, and a row that says nothing any more is taken off.
/// </summary>
public sealed class EndingConsents(ITables tables, string community, ClientStore clients)
{
    /// <summary>Notes one.</summary>
    public async ValueTask AddAsync(ClientId client, string consent, LocalDate lastDay, CancellationToken cancellation)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{client.Value}\n{consent}")))[..32];
        var row = RowVersions.NewRow(Keys.Of(IsoText.Of(lastDay), hash)).With("client", client.Value).With("consent", consent);
        await tables.BatchAsync(Table.Due, Partition, [new RowWrite.Upsert(row)], cancellation);
    }

    /// <summary>
    /// How many of them end within so many days, by the agency id of the clients' program: one request a thousand, one more a client, and one for
    /// what is taken off.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, int>> CountAsync(Surroundings at, int days, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var over = new List<RowWrite>();
        var states = new Dictionary<ClientId, ClientState>();
        for (string? from = string.Empty; from is not null;)
        {
            var page = await tables.RangeAsync(
                Table.Due, Partition, from, Keys.Of(IsoText.Of(at.Today.PlusDays(days + 1))), Limits.PageRows, cancellation);
            foreach (var row in page.Rows)
            {
                RowVersions.Readable(row);
                var client = new ClientId(row.NeedText("client"));
                var lastDay = IsoText.ReadDay(Keys.Parts(row.Key)[0]);
                if (lastDay >= at.Today && !states.ContainsKey(client)) states[client] = (await clients.ReadAsync(client, cancellation)).State;
                if (lastDay >= at.Today && Expiry.WorthAWarning(states[client], row.NeedText("consent"), lastDay, at.Today) is not null)
                {
                    var program = states[client].Program(at.Today)!.Agency;
                    counts[program] = counts.GetValueOrDefault(program) + 1;
                }
                else
                {
                    over.Add(new RowWrite.Delete(row.Key, null));
                }
            }

            from = page.Next;
        }

        foreach (var batch in over.Chunk(Limits.BatchRows)) await tables.BatchAsync(Table.Due, Partition, batch, cancellation);
        return counts;
    }

    private string Partition => Keys.Of(community, "endings");
}
