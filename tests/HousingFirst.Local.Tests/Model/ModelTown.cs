using System.Text;
using HousingFirst.Contracts.Model;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Testing;

namespace HousingFirst.Local.Tests.Model;

/// <summary>What one walk is about: a client with one partner, a change, its notice, and the withdrawal of the consent it goes under.</summary>
internal sealed record Case(
    ClientId Client, string Contact, string Key, NoticeId Notice, NewMessage Message, string WithdrawalKey, InboundMessage Withdrawal);

/// <summary>
/// The fictional community and two clients of its River ICM team, each with one more member: one contact who reads a queue and mail, one who
/// reads mail only.
/// </summary>
internal static class ModelTown
{
    public const string Partner = "prairie-hospital";

    private const string Program = "river-icm";

    /// <summary>Tuesday 1 December 2026, 10:01 in Lethbridge: the quarter-hour is long enough away for a repeat not to be at once any more.</summary>
    public static readonly Instant Start = Instant.FromUtc(2026, 12, 1, 17, 1);

    private static readonly LocalDate Today = new(2026, 12, 1);

    public static HubOptions Options { get; } = new(FictionalCommunity.Id, new Uri("http://127.0.0.1:7071/"));

    /// <summary>Writes the database that every walk begins with.</summary>
    public static async Task BuildAsync(string folder)
    {
        var clock = new FakeClock(Start);
        await using var database = HubDatabase.Open(folder, clock);
        var hub = new HousingFirstHub(
            database.Tables, database.Queues, new RecordingMailer(), new FixedKeyRing(), clock, Options, NullLoggerFactory.Instance);
        await new LoadCommunity(hub, clock).RunAsync(default);
        await AddClientAsync(hub, "marieve");
        await AddClientAsync(hub, "tom");
        await hub.WithoutWarningsAsync();
        await hub.Tick.RunAsync(default);
    }

    /// <summary>The change that goes each way, and all that follows from it.</summary>
    public static Case CaseOf(Way way)
    {
        var contact = way.HasQueue() ? "marieve" : "tom";
        var urgency = way.HasDigest() ? "U1" : way.MailsAtOnce() ? "U3" : "U2";
        var (changeBody, change) = Signed(contact, "change", "person.documents", $"\"urgency\":\"{urgency}\"");
        var (withdrawalBody, withdrawal) = Signed(contact, "withdrawal", "consent.revoked", $"\"consent\":{{\"id\":\"K-{contact}\"}}");
        var key = Envelope.KeyOf($"/agencies/{Program}", $"{contact}-change");
        return new Case(
            ClientOf(contact),
            contact,
            key,
            NoticeId.Of(key, ClientOf(contact), Partner, contact),
            new NewMessage(changeBody) { Properties = new Dictionary<string, string> { [Signature.Property] = change } },
            Envelope.KeyOf($"/agencies/{Program}", $"{contact}-withdrawal"),
            new InboundMessage(QueueNames.ClientChanges, null, withdrawalBody, withdrawal, 1, Start));
    }

    private static ClientId ClientOf(string contact) => new($"HF-{contact}");

    private static async Task AddClientAsync(HousingFirstHub hub, string contact)
    {
        var client = ClientOf(contact);
        var next = new ClientState(
            ClientHead.New(client) with { Version = 1 },
            [
                new Membership(Program, "dana", Role.PRG, true, Today, null, new ClientReference($"REF-{contact}"), Enrolled: true, 0),
                new Membership(Partner, contact, Role.HLT, false, Today, null, new ClientReference($"PH-{contact}"), Enrolled: false, 1),
            ],
            [new ConsentRecord($"K-{contact}", Partner, Allows.B, Today, Today.PlusDays(300), null, ConsentMethod.Written, null, "1")]);
        foreach (var member in next.Memberships) await hub.References.AddAsync(member.Agency, member.TheirRef, client, member.Contact, default);
        await hub.Clients.WriteAsync(client, [.. (await hub.Clients.ReadAsync(client, default)).WritesTo(next)], default);
    }

    private static (byte[] Body, string Signature) Signed(string contact, string id, string code, string more)
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""
            {"specversion":"1.0","type":"{{MessageTypes.ClientChanged}}","source":"/agencies/{{Program}}","id":"{{contact}}-{{id}}","subject":"REF-{{contact}}",
             "datacontenttype":"application/json","data":{"change":"{{code}}","occurredOn":"2026-12-01",{{more}}} }
            """);
        return (body, Signature.Of(new AgencyKeys(new FixedKeyRing()).Of(Program)[0], body));
    }
}
