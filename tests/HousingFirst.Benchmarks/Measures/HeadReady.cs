using System.Diagnostics;
using System.Globalization;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Harness;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>
/// How long the Azure head's own code takes until its host has started, against an empty generic host: what a cold start waits for besides the platform.
/// The head is built over the stand-ins of its packages, so the worker's own start is in neither.
/// </summary>
internal sealed class HeadReady : IMeasure
{
    private const int DefaultStarts = 20;
    private const string Started = "Application started";
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    /// <summary>As in the cloud, telemetry included; nothing is reached at any of these addresses before the first work.</summary>
    private static readonly string[] Settings =
    [
        "HubCommunity=lethbridge", "HubPublicUrl=https://hub.example/", "TickSchedule=0 */5 * * * *",
        "HubTables__serviceUri=https://data.table.core.windows.net/",
        "HubKeys__agencyMaster=1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "HubKeys__links=1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "ServiceBusConnection__fullyQualifiedNamespace=hub.servicebus.windows.net",
        "AzureWebJobsStorage__blobServiceUri=https://host.blob.core.windows.net/", "AzureWebJobsStorage__queueServiceUri=https://host.queue.core.windows.net/",
        "AzureWebJobsStorage__tableServiceUri=https://host.table.core.windows.net/",
        "APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:9/",
        "HF_MAIL=sendgrid", "HF_MAIL_SECRET=none", "HF_MAIL_FROM=Housing First hub <hub@your-town.example>",
    ];

    public string Name => "head-ready";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var starts = bench.Changes ?? DefaultStarts;
        var folder = bench.NewFolder("head");
        var number = 0;
        (string Name, string Program)[] apps = [("empty generic host", Published.EmptyHost), ("Azure head", Published.Head)];
        var results = await Turns.RunAsync(apps, (starts + 1) / 2, async app =>
        {
            var log = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{++number}.log"));
            var load = Machine.Load();
            var start = Stopwatch.GetTimestamp();
            await using var process = PinnedProcess.Start(Cores.Server, log, "/usr/bin/env", [.. Settings, app.Program]);
            var ready = Wait(log, start, process, cancellation);
            return (Load: load, Ready: ready, Cpu: process.CpuSeconds() * 1000, Resident: process.Resident().Now / 1e6);
        });
        Series Of(int i) => new(
            apps[i].Name, "ms", Quartiles.Of(results[i].Select(r => r.Ready)), [.. results[i].Select(r => r.Ready)], [.. results[i].Select(r => r.Load)],
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["CPU ms until ready"] = Quartiles.Of(results[i].Select(r => r.Cpu)).Median,
                ["resident MB"] = Quartiles.Of(results[i].Select(r => r.Resident)).Median,
            },
            []);
        var (empty, head) = (Of(0), Of(1));
        return bench.Report(
            Name,
            "The Azure head is ready",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{starts} starts each, in turns, of the published programs (Release, framework-dependent, their own executables), on one core, from starting the process until the host says that it has started; the head over stand-ins for the worker's packages, with the settings of a deployment, telemetry included."),
            [Goals.AtMost("Azure head against an empty generic host", head.Quartiles.Median / empty.Quartiles.Median, 1.8, "x", head, empty)],
            [empty, head]);
    }

    /// <summary>Looks every millisecond; on this thread, so that no other work of this process delays it.</summary>
    private static double Wait(string log, long start, PinnedProcess process, CancellationToken cancellation)
    {
        while (Stopwatch.GetElapsedTime(start) < LongestStart && !process.HasEnded)
        {
            cancellation.ThrowIfCancellationRequested();
            if (File.Exists(log) && File.ReadAllText(log).Contains(Started, StringComparison.Ordinal)) return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Thread.Sleep(1);
        }

        throw new InvalidOperationException($"It did not start: see {log}.");
    }
}
