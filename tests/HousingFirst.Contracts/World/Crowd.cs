using System.Globalization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.World;

/// <summary>Many people with one digest hour, ten to a client's team, and one change for each client.</summary>
public static class Crowd
{
    /// <summary>People on one client's team.</summary>
    public const int ATeam = 10;

    private const int AnOrganisation = 50;
    private static readonly LocalDate Since = new(2026, 6, 1);

    /// <summary>Sets them up, and sends the changes: each person has one line in the digest of the next morning, 07:30.</summary>
    public static async Task TellAsync(HubWorld world, int people)
    {
        string[] ids = [.. Enumerable.Range(0, people).Select(i => i.ToString("'p'00000", CultureInfo.InvariantCulture))];
        var organisations = ids.Chunk(AnOrganisation).Select((some, i) => Organisation(AgencyOf(i * AnOrganisation), some)).ToArray();
        foreach (var some in organisations.Chunk(90)) await world.Hub.Partners.PutAsync(some, CancellationToken.None);
        world.Clock.Advance(Duration.FromMinutes(2));
        for (var first = 0; first < people; first += ATeam)
        {
            var reference = new ClientReference(first.ToString("'CROWD-'00000", CultureInfo.InvariantCulture));
            await ClientAsync(world, reference, first, ids[first..Math.Min(people, first + ATeam)]);
            Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Change("river-icm", reference.Value, "away.familyFriends.in")));
        }
    }

    private static string AgencyOf(int person) => (person / AnOrganisation).ToString("'crowd-'000", CultureInfo.InvariantCulture);

    private static async Task ClientAsync(HubWorld world, ClientReference reference, int first, string[] people)
    {
        var client = new ClientId(reference.Value);
        var agency = AgencyOf(first);
        Row[] rows =
        [
            ClientRows.OfHead(ClientHead.New(client) with { Version = 1 }),
            ClientRows.OfMembership(new Membership("river-icm", "dana", Role.PRG, true, Since, null, reference, Enrolled: true, 0)),
            .. people.Select((p, i) => ClientRows.OfMembership(new Membership(
                agency, p, Role.OUT, true, Since, null, new ClientReference("C-" + p), Enrolled: false, i + 1))),
            ClientRows.OfConsent(new ConsentRecord(
                "K" + reference.Value, agency, Allows.B | Allows.Housing, Since, Since.PlusDays(365), null, ConsentMethod.Written, null, "2026-1")),
        ];
        await world.Hub.References.AddAsync("river-icm", reference, client, "dana", CancellationToken.None);
        await world.Hub.Clients.WriteAsync(client, [.. rows.Select(r => new RowWrite.Upsert(r))], CancellationToken.None);
    }

    private static Organisation Organisation(string id, string[] people) => new(
        id, id, id, OrganisationKind.Partner, Agreement.Until(new LocalDate(2027, 12, 31)), ReadsQueue: false, null, "403-555-0100",
        [.. people.Select(Person)]);

    private static Contact Person(string id) => new(
        id, "Kim Example", Language.English, Channel.Mail, DigestSlot.OfNewContacts, id + "@example.org", "403-555-0101", null, Shared: false,
        new LocalDate(2026, 11, 1), null);
}
