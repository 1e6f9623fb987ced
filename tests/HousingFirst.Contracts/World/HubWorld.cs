using System.Globalization;
using System.Text;
using HousingFirst.Hub;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Testing;

namespace HousingFirst.Contracts.World;

/// <summary>A whole hub over chosen ports, with the fictional community loaded, a clock to move, and everything that leaves it kept.</summary>
public sealed class HubWorld
{
    /// <summary>Tuesday 1 December 2026, 11:00 in Lethbridge (UTC-6 all year from that winter on): inside working hours, on the community's own first day.</summary>
    public static readonly Instant Start = Instant.FromUtc(2026, 12, 1, 17, 0);

    private int sent;
    private int drawn;

    private HubWorld(ITables tables, RecordingQueues queues, RecordingMailer mailer, Ports ports, FakeClock clock, ILoggerFactory logs, Func<HubOptions, HubOptions>? options)
    {
        (Tables, Queues, Mailer, Clock) = (tables, queues, mailer, clock);
        Keys = new FixedKeyRing();
        Options = new HubOptions(FictionalCommunity.Id, new Uri("http://127.0.0.1:7071/"))
        {
            NewCode = () => 100_000 + (Interlocked.Increment(ref drawn) * 7),
        };
        if (options is not null) Options = options(Options);
        Hub = new HousingFirstHub(
            ports.Tables, ports.Sender, ports.Mailer, Keys, clock, Options, logs, scrub: tables as IScrub, taken: ports.Taken);
    }

    public HousingFirstHub Hub { get; }

    /// <summary>What the deployment says; its one-time codes are every seventh number, from 100,007 on.</summary>
    public HubOptions Options { get; }

    public ITables Tables { get; }

    public RecordingMailer Mailer { get; }

    public RecordingQueues Queues { get; }

    public FakeClock Clock { get; }

    public FixedKeyRing Keys { get; }

    public static async Task<HubWorld> CreateAsync(
        ITables? tables = null, RecordingQueues? queues = null, RecordingMailer? mailer = null, ILoggerFactory? logs = null, bool load = true,
        FakeClock? clock = null, Func<Ports, Ports>? through = null, Func<HubOptions, HubOptions>? options = null)
    {
        var ports = new Ports(tables ?? new MemoryTables(), queues ?? new RecordingQueues(), mailer ?? new RecordingMailer());
        var world = new HubWorld(
            ports.Tables, (RecordingQueues)ports.Sender, (RecordingMailer)ports.Mailer, through?.Invoke(ports) ?? ports, clock ?? new FakeClock(Start),
            logs ?? NullLoggerFactory.Instance, options);
        if (load) await new LoadCommunity(world.Hub, world.Clock).RunAsync(CancellationToken.None);
        return world;
    }

    /// <summary>The same hub, started again over what is stored: its caches are empty, everything that left it is still known.</summary>
    public Task<HubWorld> RestartAsync() => CreateAsync(Tables, Queues, Mailer, load: false, clock: Clock);

    /// <summary>A signed client change as it would come from a queue.</summary>
    /// <param name="agency">The sender.</param>
    /// <param name="subject">Its reference for the client.</param>
    /// <param name="code">The code.</param>
    /// <param name="extra">More of <c>data</c>, as JSON members: <c>"expectedOn":"2026-12-10"</c>.</param>
    /// <param name="id">The CloudEvents id; a new one where null.</param>
    /// <param name="occurredOn">The day; today where null.</param>
    public InboundMessage Change(
        string agency, string subject, string code, string extra = "", string? id = null, LocalDate? occurredOn = null)
    {
        id ??= string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref sent)}");
        var day = occurredOn ?? FictionalCommunity.Settings.Today(Clock.GetCurrentInstant());
        var body = $$"""
            {"specversion":"1.0","type":"{{MessageTypes.ClientChanged}}","source":"/agencies/{{agency}}","id":"{{id}}","subject":"{{subject}}",
             "datacontenttype":"application/json","data":{"change":"{{code}}","occurredOn":"{{day.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture)}}"{{(extra.Length == 0 ? string.Empty : "," + extra)}} } }
            """;
        return Signed(agency, body, QueueNames.ClientChanges);
    }

    /// <summary>A signed acknowledgement.</summary>
    public InboundMessage Acknowledge(string agency, string? subject, string notice, string answer = "received", string by = "human")
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"ack-{Interlocked.Increment(ref sent)}");
        var about = subject is null ? string.Empty : $"\"subject\":\"{subject}\",";
        return Signed(
            agency,
            $$"""
            {"specversion":"1.0","type":"{{MessageTypes.NoticeAcknowledged}}","source":"/agencies/{{agency}}","id":"{{id}}",{{about}}
             "data":{"notice":"{{notice}}","answer":"{{answer}}","by":"{{by}}"} }
            """,
            QueueNames.PartnerActivity);
    }

    /// <summary>A signed suggestion of a possible partner.</summary>
    /// <param name="agency">The sender.</param>
    /// <param name="organisation">The organisation's name.</param>
    /// <param name="why">What it could bring.</param>
    /// <param name="extra">More of <c>data</c>, as JSON members.</param>
    /// <param name="id">The CloudEvents id; a new one where null.</param>
    public InboundMessage Suggest(string agency, string organisation, string why = "a warm room", string extra = "", string? id = null)
    {
        id ??= string.Create(CultureInfo.InvariantCulture, $"suggestion-{Interlocked.Increment(ref sent)}");
        return Signed(
            agency,
            $$"""
            {"specversion":"1.0","type":"{{MessageTypes.PartnerSuggested}}","source":"/agencies/{{agency}}","id":"{{id}}",
             "data":{"organisation":"{{organisation}}","why":"{{why}}"{{(extra.Length == 0 ? string.Empty : "," + extra)}} } }
            """,
            QueueNames.PartnerActivity);
    }

    /// <summary>A signed message on <c>partner-activity</c>.</summary>
    /// <param name="agency">The sender.</param>
    /// <param name="type">Its type.</param>
    /// <param name="data">What <c>data</c> holds, as JSON members.</param>
    /// <param name="subject">Its reference for the client; null for none.</param>
    /// <param name="id">The CloudEvents id; a new one where null.</param>
    public InboundMessage Activity(string agency, string type, string data, string? subject = null, string? id = null)
    {
        id ??= string.Create(CultureInfo.InvariantCulture, $"activity-{Interlocked.Increment(ref sent)}");
        var about = subject is null ? string.Empty : $"\"subject\":\"{subject}\",";
        return Signed(
            agency,
            $$"""
            {"specversion":"1.0","type":"{{type}}","source":"/agencies/{{agency}}","id":"{{id}}",{{about}}"data":{ {{data}} } }
            """,
            QueueNames.PartnerActivity);
    }

    /// <summary>A message with a body of one's own, rightly signed.</summary>
    public InboundMessage Signed(string agency, string body, string queue)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new InboundMessage(
            queue, null, bytes, Signature.Of(Hub.AgencyKeys.Of(agency)[0], bytes), 1, Clock.GetCurrentInstant());
    }

    /// <summary>Handles a message as a head would.</summary>
    public ValueTask<Settlement> ReceiveAsync(InboundMessage message) => message.Queue == QueueNames.ClientChanges
        ? Hub.ReceiveClientChange.RunAsync(message, CancellationToken.None)
        : Hub.ReceivePartnerActivity.RunAsync(message, CancellationToken.None);

    /// <summary>The key of a message's change.</summary>
    public static string KeyOf(InboundMessage message)
    {
        using var document = System.Text.Json.JsonDocument.Parse(message.Body);
        return Envelope.KeyOf(
            document.RootElement.GetProperty("source").GetString()!, document.RootElement.GetProperty("id").GetString()!);
    }

    /// <summary>The whole coverage of a message's change, as an operator sees it.</summary>
    public async Task<CoverageView.Whole> CoverageAsync(InboundMessage message) =>
        (CoverageView.Whole)await Hub.ReadCoverage.RunAsync(KeyOf(message), null, CancellationToken.None);

    /// <summary>Moves the clock and does what is due.</summary>
    public async Task AdvanceAsync(Duration by)
    {
        Clock.Advance(by);
        await Hub.Tick.RunAsync(CancellationToken.None);
    }

    /// <summary>Moves the clock to a local time of the first day, or days later, and does what is due.</summary>
    public async Task AdvanceToAsync(int day, int hour, int minute)
    {
        var date = new LocalDate(2026, 12, 1).PlusDays(day);
        Clock.Reset(date.At(new LocalTime(hour, minute)).InZoneStrictly(FictionalCommunity.Settings.Zone).ToInstant());
        await Hub.Tick.RunAsync(CancellationToken.None);
    }
}

/// <summary>What a hub stands on; a test may put something in between.</summary>
public sealed record Ports(ITables Tables, IQueueSender Sender, IMailer Mailer, ITakenNotices? Taken = null);
