using Azure.Monitor.OpenTelemetry.Exporter;
using HousingFirst.Azure.Backup;
using HousingFirst.Azure.Queues;
using HousingFirst.Azure.Tables;
using HousingFirst.Board;
using HousingFirst.Commands.Door;
using HousingFirst.Functions.Cycles;
using HousingFirst.Hub;
using HousingFirst.Hub.Cycles;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using HousingFirst.Mail.Returns;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace HousingFirst.Functions.Starting;

/// <summary>Puts the hub on Azure's adapters. Nothing is connected before it is used.</summary>
public static class Head
{
    /// <summary>Adds the hub and everything it stands on.</summary>
    public static void Add(IHostApplicationBuilder builder, HeadSettings settings)
    {
        var (services, deployment) = (builder.Services, settings.Deployment);
        // host.json has no say over what the worker logs.
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        if (deployment.Telemetry is { } telemetry)
        {
            // Logs and traces alone: the host counts runs and failures itself, and more would lengthen a start and the bill.
            void Export(AzureMonitorExporterOptions o) =>
                (o.ConnectionString, o.Credential, o.EnableTraceBasedLogsSampler, o.EnableLiveMetrics) = (telemetry, deployment.Identity, false, false);
            services.Configure<OpenTelemetryLoggerOptions>(o => o.IncludeFormattedMessage = true);
            services.AddOpenTelemetry().UseFunctionsWorkerDefaults()
                .WithLogging(logs => logs.AddAzureMonitorLogExporter(Export))
                .WithTracing(traces => traces.AddAzureMonitorTraceExporter(Export));
        }

        services.AddRouting();
        services.AddSingleton(settings);
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(_ => deployment.Tables.Open(TimeProvider.System));
        services.AddSingleton<ITables>(s => s.GetRequiredService<AzureTables>());
        services.AddServiceBus(deployment.ServiceBus);
        services.AddSingleton(deployment.Keys);
        services.AddSingleton(settings.Mail.Mailer);
        services.AddSingleton(settings.Options);
        services.AddSingleton<DurableCycles>();
        services.AddSingleton<ICycleInstances>(s => s.GetRequiredService<DurableCycles>());
        services.AddSingleton<HousingFirstHub>();
        services.AddSingleton<Preparation>();
        services.AddSingleton<Site>();
        services.AddBoard();
        services.AddSingleton(s => new OperatorHead(
            who => ActivatorUtilities.CreateInstance<HousingFirstHub>(s, settings.Options with { Operator = who }),
            directory => deployment.ServiceBus.OpenDeadLetters(QueueNames.Of(directory)),
            s.GetRequiredService<ServiceBusPeek>().CountAsync,
            s.GetRequiredService<IFollowChanges>(),
            s.GetRequiredService<IClock>()));
        services.AddSingleton(s => NightlyBackup.Of(deployment, s.GetRequiredService<AzureTables>(), s.GetRequiredService<IClock>()));
        if (settings.Bounces is { } mailbox)
        {
            services.AddSingleton(s => new BounceMailbox(
                mailbox, new ReturnedMail(settings.Mail.Domain), s.GetRequiredService<HousingFirstHub>().TakeReturns.RunAsync, s.GetRequiredService<ILogger<BounceMailbox>>()));
        }
    }
}
