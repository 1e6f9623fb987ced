using System.Globalization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Contracts.World;

/// <summary>More people than one batch holds, each of whom was once told something under one consent.</summary>
public static class FormerRecipients
{
    /// <summary>A little more than one batch.</summary>
    public const int Few = 93;

    private const int AnOrganisation = 60;
    private const string Consent = "KMANY";

    private static readonly ClientId Client = new("HF-7Q2K");

    /// <summary>Sets them up and gives the message that withdraws the consent.</summary>
    public static async Task<InboundMessage?> StopAsync(HubWorld world, int people)
    {
        var organisations = Enumerable.Range(0, (people + AnOrganisation - 1) / AnOrganisation)
            .Select(o => Organisation(o, Math.Min(AnOrganisation, people - (o * AnOrganisation)))).ToArray();
        foreach (var organisation in organisations) await world.Hub.Directory.PutAsync(organisation, CancellationToken.None);
        var today = new LocalDate(2026, 12, 1);
        var consent = new ConsentRecord(
            Consent, organisations[0].Id, Allows.B, today.PlusDays(-100), today.PlusDays(200), null, ConsentMethod.Written, null, "2026-1");
        await world.Hub.Clients.WriteAsync(Client, [new RowWrite.Upsert(ClientRows.OfConsent(consent))], CancellationToken.None);
        var told = organisations.SelectMany(o => o.Contacts.Select(c => Told(o.Id, c.Id))).Select(n => (RowWrite)new RowWrite.Upsert(NoticeRows.ToRow(n)));
        foreach (var batch in told.Chunk(Limits.BatchRows)) await world.Hub.Clients.WriteAsync(Client, batch, CancellationToken.None);
        return world.Change("river-icm", "HF-7Q2K", "consent.revoked", $"\"consent\":{{\"id\":\"{Consent}\"}}");
    }

    private static Organisation Organisation(int number, int people)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"former-{number}");
        return new Organisation(
            id, id, id, OrganisationKind.Partner, Agreement.Until(new LocalDate(2027, 12, 31)), ReadsQueue: false, null, "403-555-0100",
            [.. Enumerable.Range(0, people).Select(n => Person($"{id}-p{n.ToString("D2", CultureInfo.InvariantCulture)}"))]);
    }

    private static Contact Person(string id) => new(
        id, "Kim Example", Language.English, Channel.Mail, DigestSlot.Default, id + "@example.org", "403-555-0101", null, Shared: false,
        new LocalDate(2026, 11, 1), null);

    private static Notice Told(string agency, string contact)
    {
        const string change = "00000000000000000000000000000001";
        return new Notice
        {
            Id = NoticeId.Of(change, Client, agency, contact),
            Order = 0,
            State = NoticeState.Sent,
            Role = Role.OUT,
            Recipient = new Recipient(agency, contact, Role.OUT, null, IsProgram: false, 50, ToldBefore: false),
            SentTo = contact,
            Consent = Consent,
            Version = 1,
            Code = Vocabulary.Current["program.worker"],
            Urgency = Urgency.U2,
            Decided = HubWorld.Start - Duration.FromDays(50),
            Mail = Leg.Sent,
            Sent = HubWorld.Start - Duration.FromDays(50),
        };
    }
}
