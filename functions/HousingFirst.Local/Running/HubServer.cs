using HousingFirst.Board;
using HousingFirst.Commands.Door;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Pacing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.StartUp;
using HousingFirst.Mail.Returns;
using HousingFirst.Mail.SendGrid;
using NodaTime;

namespace HousingFirst.Local.Running;

/// <summary>A running hub: doors, pumps and the tick over one <see cref="LocalHub"/>, until it is stopped.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly AmqpDoor amqp;
    private readonly LocalHub local;
    private readonly IDisposable held;
    private readonly CancellationTokenSource stop = new();
    private Task work = Task.CompletedTask;

    private HubServer(WebApplication app, AmqpDoor amqp, LocalHub local, IDisposable held) =>
        (this.app, this.amqp, this.local, this.held) = (app, amqp, local, held);

    /// <summary>The use cases and stores.</summary>
    public LocalHub Local => local;

    /// <summary>Where the AMQP door listens on 127.0.0.1.</summary>
    public int AmqpPort => amqp.Port;

    /// <summary>Whether the fictional community was loaded by this start.</summary>
    public bool LoadedNow { get; private init; }

    /// <summary>Starts a hub on a data folder: nothing is answered before everything is ready.</summary>
    /// <param name="folder">The data folder; locked until the hub is disposed.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="httpPort">The HTTP door's port on 127.0.0.1.</param>
    /// <param name="amqpPort">The AMQP door's port on 127.0.0.1; 0 takes a free one.</param>
    /// <param name="empty">Whether to leave the fictional community out.</param>
    /// <param name="cancellation">Stops the start.</param>
    /// <exception cref="CannotStartException">The folder is taken or a port is busy.</exception>
    public static async Task<HubServer> StartAsync(
        DataFolder folder, IClock clock, int httpPort, int amqpPort, bool empty, CancellationToken cancellation)
    {
        var held = await folder.LockAsync(cancellation);
        LocalHub? local = null;
        WebApplication? app = null;
        AmqpDoor? amqp = null;
        try
        {
            // Empty: no settings file or variable of wherever the hub is started has a say, and none is looked for.
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(o => HttpLimits.Apply(o, httpPort));
            builder.Services.AddRoutingCore();
            // A start that fails is said in words by whoever asked for it, not by a stack trace before them.
            LogLine.Use(builder.Logging, clock);
            builder.Services.AddBoard(() => local!.Hub, () => local!.Options);
            builder.Services.AddSingleton(_ => new OperatorHead(who => local!.HubOf(who), local!.DeadLettersOf, (queue, _, stop) => local!.WaitingAsync(queue, stop), local!.Changes, clock));
            app = builder.Build();
            local = LocalHub.Open(folder, clock, (httpPort, amqpPort), app.Services.GetRequiredService<ILoggerFactory>());
            var loaded = !empty && await new LoadCommunity(local.Hub, clock).RunAsync(cancellation);
            await local.Hub.Prepare.RunAsync(cancellation);
            var mailbox = LocalHub.Set(() => BounceMailboxSettings.Of(Environment.GetEnvironmentVariable));
            var events = LocalHub.Set(() => SendGridEvents.Of(Environment.GetEnvironmentVariable, clock));
            var operators = LocalHub.Set(() => OperatorSettings.Of(Environment.GetEnvironmentVariable));
            var parts = Parts(local);
            app.MapHttpDoor(parts);
            OperatorDoor.Map(app, operators);
            SendGridWebhook.Map(app, events, local.Hub.TakeReturns.RunAsync);
            BoardPages.Map(app);
            BoardPages.MapNotFound(app);
            foreach (var queue in new[] { QueueNames.ClientChanges, QueueNames.PartnerActivity })
                await local.Database.Queues.ReleaseLocksAsync(queue, cancellation);
            await app.StartOnPortAsync(httpPort, cancellation);
            amqp = AmqpDoor.Open(new AmqpDoorParts(parts, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger<AmqpDoor>()), amqpPort);
            folder.WriteRunning(new RunningHub(httpPort, amqp.Port, Environment.ProcessId, clock.GetCurrentInstant()));
            var server = new HubServer(app, amqp, local, held) { LoadedNow = loaded };
            server.work = server.WorkAsync(mailbox);
            return server;
        }
        catch
        {
            amqp?.Dispose();
            if (app is not null) await app.StopAsync(CancellationToken.None);
            if (local is not null) await local.DisposeAsync();
            if (app is not null) await app.DisposeAsync();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the process is asked to stop. A pump that ends by itself is a bug: it ends the hub, loudly, not silently.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        var ended = await Task.WhenAny(app.WaitForShutdownAsync(cancellation), work);
        await ended;
    }

    /// <summary>Stops taking, finishes what is in work, closes the file and gives the folder back.</summary>
    public async ValueTask DisposeAsync()
    {
        amqp.Dispose();
        await app.StopAsync();
        await stop.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await local.DisposeAsync();
        // Last, since the logs are its own.
        await app.DisposeAsync();
        local.Folder.ClearRunning();
        held.Dispose();
        stop.Dispose();
    }

    private Task WorkAsync(BounceMailboxSettings? mailbox) => Task.WhenAll(
        Task.Run(() => new QueuePump(
            local, QueueNames.ClientChanges, local.Hub.ReceiveClientChange.RunAsync, Log<QueuePump>()).RunAsync(stop.Token)),
        Task.Run(() => new QueuePump(
            local, QueueNames.PartnerActivity, local.Hub.ReceivePartnerActivity.RunAsync, Log<QueuePump>()).RunAsync(stop.Token)),
        Task.Run(() => new TickLoop(local, Log<TickLoop>()).RunAsync(stop.Token)),
        mailbox is null
            ? Task.CompletedTask
            : Task.Run(() => new BounceLoop(
                new BounceMailbox(mailbox, new ReturnedMail(local.Mail.Domain), local.Hub.TakeReturns.RunAsync, Log<BounceMailbox>()), Log<BounceLoop>()).RunAsync(stop.Token)));

    private ILogger<T> Log<T>() => app.Services.GetRequiredService<ILogger<T>>();

    private static DoorParts Parts(LocalHub local)
    {
        var prove = new ProveSender(local.Hub.AgencyKeys);
        PartnerDirectory Directory() => local.Hub.Directory.Latest?.Directory ?? new PartnerDirectory([], 0);
        Community Community() => local.Hub.Directory.Latest?.Community ?? FictionalCommunity.Settings;
        return new DoorParts(
            local.Database.Queues,
            new DirectoryAgencies(local.Hub.AgencyKeys, Directory),
            new FetchedNotices(local),
            () => new MessageValidator(Community(), local.Clock),
            (body, signature) => prove.Prove(body, signature, Community().Id, Directory().Ids),
            local.Clock)
        {
            Settings = new DoorSettings { MessagesPerMinute = Community().MessagesPerMinute },
            IsUrgent = body => local.Hub.Directory.Latest is { } at && UrgentChange.Is(body, at, local.Hub.Terms),
            Terms = local.Hub.Terms.OfAsync,
        };
    }

    private sealed class FetchedNotices(LocalHub local) : IFetchedNotices
    {
        public ValueTask FetchedAsync(string agency, string notice, CancellationToken cancellation) =>
            local.Hub.AcknowledgeNotice.FetchedAsync(agency, notice, cancellation);
    }
}
