using System.Globalization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Contracts.World;

/// <summary>A client with as large a team as there may be: the program and 79 outreach workers of four organisations.</summary>
public static class LargeTeam
{
    private static readonly ClientId Client = new("HF-LARGE");
    private static readonly LocalDate Since = new(2026, 6, 1);

    /// <summary>Sets it up; its reference is <c>HF-LARGE</c>.</summary>
    public static async Task CreateAsync(HubWorld world)
    {
        Organisation[] organisations = [.. Enumerable.Range(0, 4).Select(Organisation)];
        foreach (var organisation in organisations) await world.Hub.Directory.PutAsync(organisation, CancellationToken.None);
        var others = organisations.SelectMany(o => o.Contacts.Select(c => (Agency: o.Id, Contact: c.Id))).Take(Membership.LargestTeam - 1).ToArray();
        Membership[] team =
        [
            new("river-icm", "dana", Role.PRG, true, Since, null, new ClientReference("HF-LARGE"), Enrolled: true, 0),
            .. others.Select((m, i) => new Membership(m.Agency, m.Contact, Role.OUT, true, Since, null, new ClientReference($"LT-{i + 1000}"), Enrolled: false, i + 1)),
        ];
        var consents = organisations.Select((o, i) => new ConsentRecord(
            $"L{i}", o.Id, Allows.B | Allows.Housing, Since, Since.PlusDays(365), null, ConsentMethod.Written, null, "2026-1"));
        await world.Hub.References.AddAsync("river-icm", new ClientReference("HF-LARGE"), Client, "dana", CancellationToken.None);
        Row[] rows =
        [
            ClientRows.OfHead(ClientHead.New(Client) with { Version = 1 }),
            .. team.Select(ClientRows.OfMembership),
            .. consents.Select(ClientRows.OfConsent),
        ];
        await world.Hub.Clients.WriteAsync(Client, [.. rows.Select(r => new RowWrite.Upsert(r))], CancellationToken.None);
    }

    private static Organisation Organisation(int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"large-{number}");
        return new Organisation(
            id, id, id, OrganisationKind.Partner, Agreement.Until(new LocalDate(2027, 12, 31)), ReadsQueue: number == 0, null, "403-555-0100",
            [.. Enumerable.Range(0, 20).Select(n => Person(string.Create(CultureInfo.InvariantCulture, $"{id}-p{n}")))]);
    }

    private static Contact Person(string id) => new(
        id, "Kim Example", Language.English, Channel.Both, DigestSlot.Default, id + "@example.org", "403-555-0101", null, Shared: false,
        new LocalDate(2026, 11, 1), null);
}
