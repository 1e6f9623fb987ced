using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Benchmarks.Load;

namespace HousingFirst.Benchmarks.Peers.NodeRed;

/// <summary>Node-RED doing the job in a flow, in a process of its own on the server's core. Nothing of it is durable: no flush anywhere.</summary>
/// <param name="variant">Its settings and flow, and where its notices go.</param>
internal sealed class NodeRedContender(NodeRedVariant variant) : IContender
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    public string Name => $"Node-RED 4.1.15, {variant.Label}, no flush";

    public int WarmUp => 2_000;

    public async Task<Run> RunAsync(Plan plan, CancellationToken cancellation)
    {
        var folder = Path.Combine(plan.Folder, "node-red");
        var @out = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
        var changes = Path.Combine(folder, "changes.log");
        await PeerCorpus.Of(plan.Corpus).WriteAsync(Path.Combine(folder, "corpus.json"), cancellation);
        await using var sink = new NoticeSink();
        IPeerOutputs outputs = variant.ToFiles ? new FileOutputs(@out) : sink;
        var port = HubProcess.FreePort();
        await using var process = Start(folder, port, sink.Port);
        await ReadyAsync(process, port, folder, cancellation);

        var door = new HttpDoor();
        door.Prepare(plan.Corpus, port, 0, plan.Messages);
        var senders = await ClosedLoop.ConnectAsync(door, port, plan.InFlight, cancellation);
        await ClosedLoop.RunAsync(senders, 0, plan.WarmUp, TimeSpan.Zero, cancellation);
        await PeerDrain.WaitAsync(outputs, plan.WarmUp * 4L, process, cancellation);
        GC.Collect();

        var cpu = process.CpuSeconds();
        var start = Stopwatch.GetTimestamp();
        await ClosedLoop.RunAsync(senders, plan.WarmUp, plan.Changes, TimeSpan.Zero, cancellation);
        var taken = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var last = await PeerDrain.WaitAsync(outputs, plan.Messages * 4L, process, cancellation);
        var seconds = Stopwatch.GetElapsedTime(start, last).TotalSeconds;
        cpu = process.HasEnded ? 0 : process.CpuSeconds() - cpu;

        foreach (var sender in senders) await sender.DisposeAsync();
        return new Run(
            plan.Changes,
            seconds,
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["CPU ms"] = cpu * 1000 / plan.Changes,
                ["taken by the door a second"] = plan.Changes / taken,
            },
            PeerGate.Check(plan.Corpus, plan.Messages, File.ReadLines(changes).Select(IdOf), outputs.Ledger()));
    }

    private PinnedProcess Start(string folder, int port, int sink)
    {
        var flow = Path.Combine(folder, "flow.json");
        File.Copy(Path.Combine(NodeRedSetUp.Folder, "flows", variant.Flow + ".json"), flow);
        string[] environment =
        [
            "HF_CORPUS=" + Path.Combine(folder, "corpus.json"), "HF_FLOW=" + flow, "HF_USER_DIR=" + folder,
            "HF_OUT=" + Path.Combine(folder, "out"), "HF_CHANGES=" + Path.Combine(folder, "changes.log"),
            string.Create(CultureInfo.InvariantCulture, $"HF_PORT={port}"),
            string.Create(CultureInfo.InvariantCulture, $"HF_SINK=http://127.0.0.1:{sink}"),
        ];
        string[] node = variant.IsTuned ? ["NODE_ENV=production", "node", "--max-semi-space-size=64"] : ["node"];
        return PinnedProcess.Start(
            Cores.Server, Log(folder), "/usr/bin/env",
            [
                .. environment, .. node, Path.Combine(NodeRedSetUp.Folder, "node_modules", "node-red", "red.js"),
                "--settings", Path.Combine(NodeRedSetUp.Folder, $"settings.{(variant.IsTuned ? "tuned" : "default")}.js"),
            ]);
    }

    /// <summary>Waits until its flow answers: a body that nobody signed is refused, and nothing is recorded of it.</summary>
    private static async Task ReadyAsync(PinnedProcess process, int port, string folder, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var http = new HttpClient();
        var address = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/client-changes/messages");
        while (!process.HasEnded && Stopwatch.GetElapsedTime(start) < LongestStart)
        {
            try
            {
                using var body = new StringContent("{}");
                using var answer = await http.PostAsync(address, body, cancellation);
                if (answer.StatusCode == System.Net.HttpStatusCode.Unauthorized) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(LookAgain, cancellation);
        }

        throw new InvalidOperationException($"Node-RED did not start; its last words are in {Log(folder)}.");
    }

    private static string IdOf(string line)
    {
        using var change = JsonDocument.Parse(line);
        return change.RootElement.GetProperty("event").GetProperty("id").GetString()!;
    }

    private static string Log(string folder) => folder + ".log";
}
