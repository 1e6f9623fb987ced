using System.Globalization;
using Azure.Messaging.ServiceBus;
using HousingFirst.Contracts.World;
using HousingFirst.Functions.Starting;
using HousingFirst.Functions.Triggers;
using HousingFirst.Hub;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;

namespace HousingFirst.Functions.Tests.World;

/// <summary>What outlives the program: storage, the queues, the mail provider, the task hub, time.</summary>
public sealed class Surroundings
{
    public Surroundings() => Durable = new FakeDurable(Clock);

    public FakeClock Clock { get; } = new(HubWorld.Start - Duration.FromHours(6));

    public RecordingQueues Queues { get; } = new();

    public RecordingMailer Mailer { get; } = new();

    public FakeDurable Durable { get; }

    public FakeBus Bus { get; } = new();

    public JumpingTime Time { get; } = new();

    /// <summary>Tables in place of those that the settings name.</summary>
    public ITables? Tables { get; init; }

    /// <summary>A mailer in place of the one that records.</summary>
    public IMailer? Provider { get; init; }

    /// <summary>Settings beside the usual.</summary>
    public Dictionary<string, string?> Settings { get; } = [];
}

/// <summary>The head as its own code puts it together, over surroundings of the test's, and called by its function classes as the host calls them.</summary>
public sealed class HeadWorld : IAsyncDisposable
{
    /// <summary>Settings that a hub over emulators starts with.</summary>
    public static readonly IReadOnlyDictionary<string, string?> Usual = new Dictionary<string, string?>
    {
        ["HubCommunity"] = FictionalCommunity.Id,
        ["HubPublicUrl"] = "https://hub.example/",
        ["HubTables__connectionString"] = "UseDevelopmentStorage=true",
        ["HubKeys__agencyMaster"] = "2 " + Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray()),
        ["HubKeys__links"] = Convert.ToBase64String(Enumerable.Repeat((byte)9, 32).ToArray()),
        ["ServiceBusConnection"] = "Endpoint=sb://127.0.0.1;SharedAccessKeyName=hub;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true",
        ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
        ["TickSchedule"] = "0 */5 * * * *",
        ["HF_MAIL"] = "smtp://127.0.0.1:2525",
        ["HF_MAIL_FROM"] = "Housing First hub <hub@your-town.example>",
    };

    private readonly IHost host;
    private readonly Surroundings around;

    private HeadWorld(IHost host, Surroundings around)
    {
        (this.host, this.around) = (host, around);
        Hub = host.Services.GetRequiredService<HousingFirstHub>();
        Timers = Make<Timers>();
        Queues = Make<Queues>();
        Cycles = Make<CycleFunctions>();
        Web = Make<Web>();
    }

    public HousingFirstHub Hub { get; }

    public Timers Timers { get; }

    public Queues Queues { get; }

    public CycleFunctions Cycles { get; }

    public Web Web { get; }

    public IServiceProvider Services => host.Services;

    /// <summary>Starts the program.</summary>
    public static HeadWorld Start(Surroundings around, Action<IHostApplicationBuilder>? also = null)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Logging.ClearProviders();
        builder.ConfigureFunctionsWebApplication();
        Head.Add(builder, HeadSettings.Read(name => around.Settings.TryGetValue(name, out var own) ? own : Usual.GetValueOrDefault(name)));
        builder.Services.AddSingleton<IClock>(around.Clock);
        builder.Services.AddSingleton<IQueueSender>(around.Queues);
        builder.Services.AddSingleton<ServiceBusClient>(around.Bus);
        builder.Services.AddSingleton<TimeProvider>(around.Time);
        builder.Services.AddSingleton(around.Provider ?? around.Mailer);
        if (around.Tables is { } tables) builder.Services.AddSingleton(tables);
        also?.Invoke(builder);
        return new HeadWorld(builder.Build(), around);
    }

    /// <summary>Starts it over the fictional community.</summary>
    public static async Task<HeadWorld> StartLoadedAsync(Surroundings around, Action<IHostApplicationBuilder>? also = null)
    {
        var world = Start(around, also);
        await new LoadCommunity(world.Hub, around.Clock).RunAsync(CancellationToken.None);
        await world.Hub.WithoutWarningsAsync();
        return world;
    }

    /// <summary>The timer's function, and then whatever the task hub has to do.</summary>
    public async Task TickAsync(bool drive = true)
    {
        await Timers.Tick(new TimerInfo(), around.Durable, CancellationToken.None);
        if (drive) await around.Durable.RunAsync(Cycles);
    }

    /// <summary>A message as Service Bus gives it, signed by an agency.</summary>
    public ServiceBusReceivedMessage Message(string agency, string body, int delivery = 1, string? signature = null)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        return ServiceBusModelFactory.ServiceBusReceivedMessage(
            body: BinaryData.FromBytes(bytes),
            messageId: Guid.NewGuid().ToString(),
            deliveryCount: delivery,
            enqueuedTime: around.Clock.GetCurrentInstant().ToDateTimeOffset(),
            properties: new Dictionary<string, object> { [Signature.Property] = signature ?? Signature.Of(Hub.AgencyKeys.Of(agency)[0], bytes) });
    }

    /// <summary>Asks for a page as a browser does, through the function.</summary>
    public async Task<HttpContext> AskAsync(string method, string path, string? form = null, string? cookie = null, string? json = null, string? authorization = null)
    {
        var uri = new Uri("http://127.0.0.1" + path);
        var http = new DefaultHttpContext { RequestServices = host.Services };
        http.Request.Method = method;
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("127.0.0.1");
        http.Request.Path = Uri.UnescapeDataString(uri.AbsolutePath);
        http.Request.QueryString = new QueryString(uri.Query);
        http.Request.Headers.Accept = "text/html";
        if (cookie is not null) http.Request.Headers.Cookie = cookie;
        if (authorization is not null) http.Request.Headers.Authorization = authorization;
        if (form is not null || json is not null)
        {
            var body = System.Text.Encoding.UTF8.GetBytes(form ?? json!);
            http.Request.ContentType = form is not null ? "application/x-www-form-urlencoded" : "application/json";
            http.Request.Body = new MemoryStream(body);
            http.Request.ContentLength = body.Length;
        }

        // As the worker's own routing leaves it: the catch-all's endpoint and route value.
        http.SetEndpoint(new Endpoint(null, null, "Pages"));
        http.Request.RouteValues["path"] = path.TrimStart('/');
        http.Response.Body = new MemoryStream();
        await Web.Pages(http.Request);
        http.Response.Body.Position = 0;
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }

    private T Make<T>() => ActivatorUtilities.CreateInstance<T>(host.Services);
}

/// <summary>What was done with a message; and where a bus is given, how many copies were on it by then.</summary>
public sealed class RecordingActions(FakeBus? bus = null) : ServiceBusMessageActions
{
    public List<string> Done { get; } = [];

    /// <summary>What settling throws.</summary>
    public Exception? Fault { get; set; }

    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        Add(bus is null ? "complete" : string.Create(CultureInfo.InvariantCulture, $"complete after {bus.Sent.Count} copies"), cancellationToken);

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        Add("abandon", cancellationToken);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message, Dictionary<string, object>? propertiesToModify = default, string? deadLetterReason = default,
        string? deadLetterErrorDescription = default, CancellationToken cancellationToken = default) =>
        Add($"dead letter {deadLetterReason}: {deadLetterErrorDescription}", cancellationToken);

    /// <summary>A settlement that could be cancelled with the invocation would be one that is lost.</summary>
    private Task Add(string what, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Fault is not null) throw Fault;
        Done.Add(what);
        return Task.CompletedTask;
    }
}
