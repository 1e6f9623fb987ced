using System.Globalization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.KeyFiles;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HousingFirst.Benchmarks.Corpus;

/// <summary>
/// A town in which everyone has one line in the digest of 07:30: ten people to a client's team, one change a client, in tables that cost nothing,
/// so that what is measured is the hub.
/// </summary>
internal sealed class DigestCrowd : IMailer, IQueueSender, IClock
{
    /// <summary>People on one client's team.</summary>
    public const int ATeam = 10;

    private const int AnOrganisation = 50;
    private const string Program = "program-0";

    private readonly HousingFirstHub hub;
    private readonly AgencyKeys keys;
    private Instant now = Instant.FromUtc(2026, 12, 1, 17, 0);
    private int mails;

    private DigestCrowd(string folder)
    {
        var ring = FileKeyRing.Open(folder);
        keys = new AgencyKeys(ring);
        hub = new HousingFirstHub(
            new MemoryTables(), this, this, ring, this, new HubOptions(MadeUpCommunity.Settings.Id, new Uri("http://127.0.0.1:7071/")), NullLoggerFactory.Instance);
    }

    /// <summary>Mails handed over so far.</summary>
    public int Mails => mails;

    /// <summary>Sets the town up, and sends the changes.</summary>
    public static async Task<DigestCrowd> CreateAsync(string keys, int people, CancellationToken cancellation)
    {
        var crowd = new DigestCrowd(keys);
        await crowd.hub.Partners.PutAsync([.. MadeUpCommunity.Organisations(crowd.now)], cancellation);
        foreach (var some in Enumerable.Range(0, people).Chunk(AnOrganisation).Chunk(80))
            await crowd.hub.Partners.PutAsync([.. some.Select(s => Organisation(Agency(s[0]), s))], cancellation);
        await crowd.hub.Partners.PutAsync(MadeUpCommunity.Settings, cancellation);
        for (var first = 0; first < people; first += ATeam) await crowd.TellAsync(first, Math.Min(ATeam, people - first), cancellation);
        return crowd;
    }

    /// <summary>Lets the hour of the digests pass, minute by minute, as the tick would.</summary>
    public async Task PassAsync(CancellationToken cancellation)
    {
        var slot = Instant.FromUtc(2026, 12, 2, 13, 30);
        for (var minute = -Clocks.MostDigestSpread; minute <= Clocks.MostDigestSpread + 1; minute++)
        {
            now = slot + Duration.FromMinutes(minute);
            await hub.Tick.RunAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public Instant GetCurrentInstant() => now;

    /// <inheritdoc/>
    public async ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation)
    {
        if ((await HousingFirst.Mail.MailRenderer.RenderAsync(mail)).Html.Length == 0) throw new InvalidOperationException("A mail is empty.");
        if (mail is MailContent.Digest) Interlocked.Increment(ref mails);
        return MailOutcome.Sent;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<SendOutcome>>([.. messages.Select(_ => SendOutcome.Sent)]);

    private async Task TellAsync(int first, int people, CancellationToken cancellation)
    {
        var reference = new ClientReference(first.ToString("'CROWD-'00000", CultureInfo.InvariantCulture));
        var (client, since) = (new ClientId(reference.Value), new LocalDate(2026, 6, 1));
        var agency = Agency(first);
        Membership[] team =
        [
            new(Program, Program + "-p0", Role.PRG, Visits: true, since, null, reference, Enrolled: true, 0),
            .. Enumerable.Range(first, people).Select(p => new Membership(agency, Person(p), Role.OUT, Visits: true, since, null, new ClientReference("C-" + Person(p)), Enrolled: false, p + 1)),
        ];
        var consent = new ConsentRecord("K-" + reference.Value, agency, Allows.B | Allows.Housing, since, since.PlusDays(364), null, ConsentMethod.Written, null, "1");
        await hub.References.AddAsync(Program, reference, client, Program + "-p0", cancellation);
        await hub.Clients.WriteAsync(client, [.. StoredClient.Unknown(client).WritesTo(new ClientState(ClientHead.New(client) with { Version = 1 }, [.. team], [consent]))], cancellation);

        var body = System.Text.Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"specversion":"1.0","type":"{{{Hub.Messaging.MessageTypes.ClientChanged}}}","source":"/agencies/{{{Program}}}","id":"c-{{{first}}}","subject":"{{{reference.Value}}}","data":{"change":"away.familyFriends.in","occurredOn":"2026-12-01"}}"""));
        var message = new InboundMessage(QueueNames.ClientChanges, reference.Value, body, Signature.Of(keys.Of(Program)[0], body), 1, now);
        if (await hub.ReceiveClientChange.RunAsync(message, cancellation) is not Settlement.Complete)
            throw new InvalidOperationException("The crowd is wrong: the hub refused its change.");
    }

    private static string Agency(int person) => (person / AnOrganisation).ToString("'crowd-'000", CultureInfo.InvariantCulture);

    private static string Person(int number) => number.ToString("'p'00000", CultureInfo.InvariantCulture);

    private static Organisation Organisation(string id, int[] people) => new(
        id, id, id, OrganisationKind.Partner, Agreement.Until(new LocalDate(2027, 12, 31)), ReadsQueue: false, null, "403-555-0100",
        [.. people.Select(p => new Contact(Person(p), "Kim Example", Language.English, Channel.Mail, DigestSlot.OfNewContacts, Person(p) + "@example.org", "403-555-0101", null, Shared: false, new LocalDate(2026, 11, 1), null))]);
}
