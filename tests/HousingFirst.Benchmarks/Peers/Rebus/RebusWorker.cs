using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Rebus.Activation;
using Rebus.Backoff;
using Rebus.Bus;
using Rebus.Config;
using Rebus.Logging;
using Rebus.PostgreSql;
using Rebus.PostgreSql.Transport;
using Rebus.Serialization.Json;
using Rebus.Threading;
using Rebus.Time;
using Rebus.Transport;

namespace HousingFirst.Benchmarks.Peers.Rebus;

/// <summary>The process: an endpoint that answers 201 once the message is committed to the input queue, and the bus that handles it.</summary>
internal static class RebusWorker
{
    /// <summary>The role of the process.</summary>
    public const string Role = "rebus";

    /// <summary>The input queue.</summary>
    public const string Queue = "client-changes";

    /// <summary>The table of the input queue, and of all queues where nothing is tuned.</summary>
    public const string Table = "messages";

    /// <summary>The table of what leaves, where it is tuned.</summary>
    public const string Outgoing = "outgoing";

    /// <summary>How notices are written.</summary>
    public static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Arguments: the connection, the corpus's file, the port, and <c>tuned</c> or <c>default</c>.</summary>
    public static async Task<int> RunRoleAsync(string[] arguments)
    {
        var (connection, port, isTuned) = (arguments[0], int.Parse(arguments[2], CultureInfo.InvariantCulture), arguments[3] == "tuned");
        var job = new RebusJob(await PeerCorpus.ReadAsync(arguments[1], CancellationToken.None));
        using var activator = new BuiltinHandlerActivator();
        activator.Handle<ReceivedChange>(async (bus, context, change) =>
        {
            var (id, notices) = job.Decide(change);
            await RebusRows.WriteAsync(context.TransactionContext, id, change.Body, notices);
            foreach (var (queue, notice) in notices) await bus.Advanced.Routing.Send(queue, notice);
        });
        using var bus = isTuned ? Tuned(activator, connection) : Default(activator, connection);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.ListenLocalhost(port));
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        app.MapGet("/health", () => Results.Ok());
        app.MapPost("/client-changes/messages", async http =>
        {
            using var body = new StreamReader(http.Request.Body, Encoding.UTF8);
            await bus.SendLocal(new ReceivedChange(await body.ReadToEndAsync(), http.Request.Headers["hf-signature"].ToString()));
            http.Response.StatusCode = StatusCodes.Status201Created;
            http.Response.ContentLength = 0;
        });
        await app.RunAsync();
        return 0;
    }

    private static IBus Default(BuiltinHandlerActivator activator, string connection) => Configure.With(activator)
        .Transport(t => t.UsePostgreSql(new PostgresConnectionHelper(connection), Table, Queue))
        .Serialization(s => s.UseSystemTextJson(Json))
        .Start();

    private static IBus Tuned(BuiltinHandlerActivator activator, string connection) => Configure.With(activator)
        .Logging(l => l.Console(LogLevel.Error))
        .Transport(t =>
        {
            t.UsePostgreSql(new PostgresConnectionHelper(connection), Table, Queue);
            t.Decorate(c =>
            {
                var outgoing = new PostgreSqlTransport(
                    new PostgresConnectionHelper(connection), Outgoing, null, c.Get<IRebusLoggerFactory>(), c.Get<IAsyncTaskFactory>(), c.Get<IRebusTime>());
                outgoing.EnsureTableIsCreated();
                return new OutgoingTable(c.Get<ITransport>(), outgoing);
            });
        })
        .Serialization(s => s.UseSystemTextJson(Json))
        .Options(o =>
        {
            o.SetNumberOfWorkers(1);
            o.SetMaxParallelism(20);
            o.SetBackoffTimes(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(10));
        })
        .Start();
}
