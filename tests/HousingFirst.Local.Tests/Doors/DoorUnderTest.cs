using System.Net;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.KeyRing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>A real server on a free loopback port over a real database in a folder of its own.</summary>
internal sealed class DoorUnderTest : IAsyncDisposable
{
    private static readonly byte[][] Masters = [SHA256.HashData("old master"u8), SHA256.HashData("new master"u8)];
    private static readonly Community Lethbridge = new(
        "lethbridge", "Lethbridge", "Lethbridge", DateTimeZoneProviders.Tzdb["America/Edmonton"], "specialist", HolidayCalendar.Alberta(), 600);

    private static readonly PartnerDirectory Directory = new(
        [
            Agency("river-icm", readsQueue: true), Agency("prairie-hospital", readsQueue: true), Agency("coulee-act", readsQueue: false),
            Agency("bridge-outreach", readsQueue: true) with { Standing = new Standing(StandingKind.Suspended, Instant.FromUtc(2026, 11, 20, 0, 0)) },
        ],
        1);

    private readonly string _folder;
    private readonly WebApplication _app;
    private readonly HubDatabase _database;

    private DoorUnderTest(string folder, WebApplication app, HubDatabase database, FakeClock clock, Fetches fetched)
    {
        (_folder, _app, _database) = (folder, app, database);
        (Clock, Fetched) = (clock, fetched);
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public FakeClock Clock { get; }

    public Fetches Fetched { get; }

    /// <summary>What another door of the same hub is made of.</summary>
    public required DoorParts Parts { get; init; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public EmbeddedQueues Queues => _database.Queues;

    public string DatabaseFile => _database.DatabaseFile;

    public static async Task<DoorUnderTest> StartAsync(DoorSettings? settings = null, Func<ReadOnlyMemory<byte>, bool>? isUrgent = null, Instant? now = null)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("hf-door-").FullName;
        var clock = new FakeClock(now ?? Instant.FromUtc(2026, 11, 23, 15, 0));
        var database = HubDatabase.Open(folder, clock, new HubDatabaseOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        var fetched = new Fetches();
        var keys = new AgencyKeys(new Ring());
        var prover = new ProveSender(keys);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => HttpLimits.Apply(options, 0));
        var app = builder.Build();
        var parts = new DoorParts(
            database.Queues,
            new DirectoryAgencies(keys, () => Directory),
            fetched,
            () => new MessageValidator(Lethbridge, clock),
            (body, signature) => prover.Prove(body, signature, Lethbridge.Id, [.. Directory.Organisations.Select(agency => agency.Id)]),
            clock)
        {
            Settings = settings ?? new DoorSettings(),
            IsUrgent = isUrgent ?? (static _ => false),
            Terms = static (agency, _) => ValueTask.FromResult(
                agency == "river-icm" ? new AgencyTerms([new AgencyTerm("on the ward", "away.hospital.in")], 1) : AgencyTerms.None),
        };
        app.MapHttpDoor(parts);
        await app.StartOnPortAsync(0, TestContext.Current.CancellationToken);
        return new DoorUnderTest(folder, app, database, clock, fetched) { Parts = parts };
    }

    /// <summary>An agency's key as the contract says it is made; version 2 is the newest of the two live ones.</summary>
    public static string KeyOf(string agency, int version = 2) =>
        Convert.ToBase64String(HMACSHA256.HashData(Masters[version - 1], Encoding.UTF8.GetBytes($"{agency}:{version}")));

    /// <summary>A token as a stranger's script would make it, from the documentation alone.</summary>
    public string Token(string agency = "river-icm", string? key = null, string? resource = null, Instant? expires = null)
    {
        var encoded = Uri.EscapeDataString(resource ?? Address.ToString());
        var expiry = (expires ?? Clock.GetCurrentInstant() + Duration.FromHours(1)).ToUnixTimeSeconds();
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(key ?? KeyOf(agency)));
        var signature = Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes($"{encoded}\n{expiry}")));
        return $"SharedAccessSignature sr={encoded}&sig={Uri.EscapeDataString(signature)}&se={expiry}&skn={agency}";
    }

    public async Task<HttpResponseMessage> CallAsync(
        HttpMethod method, string path, string? token = null, string? body = null, string? contentType = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path));
        request.Headers.TryAddWithoutValidation("Authorization", token ?? Token());
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType ?? "application/cloudevents+json");
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SendAsync(string body, params (string Name, string Value)[] headers) =>
        CallAsync(HttpMethod.Post, "client-changes/messages", body: body, headers: headers);

    /// <summary>What the hub itself would put on River's queue.</summary>
    public Task<IReadOnlyList<long>> PutAsync(string body, string? notice = null, string queue = "agency-river-icm") => Queues.SendAsync(
        queue,
        [
            new NewMessage(Encoding.UTF8.GetBytes(body))
            {
                MessageId = "m-" + body,
                ContentType = "application/cloudevents+json; charset=utf-8",
                Properties = notice is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["hf-notice"] = notice },
            },
        ],
        TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<QueueMessage>> HeldAsync(string queue) => await Queues.BrowseAsync(queue, 0, 1000, TestContext.Current.CancellationToken);

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    public static async Task<string> DetailAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {text}");
        return text;
    }

    private static Organisation Agency(string id, bool readsQueue) =>
        new(id, id, id, OrganisationKind.Partner, Agreement.Until(new LocalDate(2027, 12, 31)), readsQueue, null, "403-555-0100", []);

    /// <summary>Two versions of the master key, as during a rotation.</summary>
    private sealed class Ring : IKeyRing
    {
        public IReadOnlyList<RingKey> Of(KeyPurpose purpose) => [new RingKey("2", Masters[1]), new RingKey("1", Masters[0])];
    }

    internal sealed class Fetches : IFetchedNotices
    {
        public List<(string Agency, string Notice)> Told { get; } = [];

        public Exception? Fault { get; set; }

        public ValueTask FetchedAsync(string agency, string notice, CancellationToken cancellation)
        {
            if (Fault is not null) throw Fault;
            Told.Add((agency, notice));
            return ValueTask.CompletedTask;
        }
    }
}
