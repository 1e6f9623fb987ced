using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Harness;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>How long the built hub takes to its first good answer, against an empty web app.</summary>
internal sealed class Ready : IMeasure
{
    private const int DefaultStarts = 20;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    public string Name => "ready";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var starts = bench.Changes ?? DefaultStarts;
        var folder = bench.Corpus.CopyTo(bench.NewFolder("run"));
        (string Name, string Path, Func<int, string[]> Arguments, string Program)[] apps =
        [
            ("empty ASP.NET Core app", "/", port => ["--urls", Address(port)], Published.EmptyApp),
            ("hub", "/health", port => HubProcess.Arguments(folder, port, HubProcess.FreePort()), Published.Hub),
        ];
        var results = await Turns.RunAsync(apps, (starts + 1) / 2, async app =>
        {
            var (load, port) = (Machine.Load(), HubProcess.FreePort());
            var start = Stopwatch.GetTimestamp();
            await using var process = PinnedProcess.Start(Cores.Server, folder + ".log", app.Program, app.Arguments(port));
            var listening = Wait(port, app.Path, start, process, cancellation, out var ready);
            return (Load: load, Ready: ready, Listening: listening, Cpu: process.CpuSeconds() * 1000, Files: Mapped(process.Id), Resident: process.Resident().Now / 1e6);
        });
        Series Of(int i) => new(
            apps[i].Name, "ms", Quartiles.Of(results[i].Select(r => r.Ready)), [.. results[i].Select(r => r.Ready)], [.. results[i].Select(r => r.Load)],
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["listening after ms"] = Quartiles.Of(results[i].Select(r => r.Listening)).Median,
                ["first answer after another ms"] = Quartiles.Of(results[i].Select(r => r.Ready - r.Listening)).Median,
                ["CPU ms until ready"] = Quartiles.Of(results[i].Select(r => r.Cpu)).Median,
                ["assemblies mapped"] = Quartiles.Of(results[i].Select(r => r.Files)).Median,
                ["resident MB"] = Quartiles.Of(results[i].Select(r => r.Resident)).Median,
            },
            []);
        var (empty, hub) = (Of(0), Of(1));
        return bench.Report(
            Name,
            "Ready",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{starts} starts each, in turns, of the published programs (Release, framework-dependent, their own executables), on one core, from starting the process until the first 200; the hub on a data folder that has its community. A shell and taskset, about 2 ms, are in both."),
            [Goals.AtMost("hub against an empty ASP.NET Core app", hub.Quartiles.Median / empty.Quartiles.Median, 2, "x", hub, empty)],
            [empty, hub]);
    }

    /// <summary>Knocks every millisecond; on this thread, so that no other work of this process delays it.</summary>
    private static double Wait(int port, string path, long start, PinnedProcess process, CancellationToken cancellation, out double ready)
    {
        var request = System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        while (Stopwatch.GetElapsedTime(start) < LongestStart && !process.HasEnded)
        {
            cancellation.ThrowIfCancellationRequested();
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
            }
            catch (SocketException)
            {
                Thread.Sleep(1);
                continue;
            }

            var listening = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            var answer = new byte[64];
            socket.Send(request);
            var read = socket.Receive(answer);
            if (!answer.AsSpan(0, read).StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException("The first answer wasn't 200.");
            ready = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return listening;
        }

        throw new InvalidOperationException("It did not start.");
    }

    private static double Mapped(int process) => File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/maps"))
        .Select(l => l.Split(' ')[^1]).Where(f => f.EndsWith(".dll", StringComparison.Ordinal)).Distinct().Count();

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
