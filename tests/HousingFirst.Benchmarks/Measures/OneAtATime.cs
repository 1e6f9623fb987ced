using System.Globalization;
using HousingFirst.Benchmarks.Baselines;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Benchmarks.Load;
using HousingFirst.Local.Storage;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>How long one message takes over a kept connection, one in flight, against one commit and against the listener without it.</summary>
internal sealed class OneAtATime : IMeasure
{
    private const int DefaultMessages = 2_000;
    private const int WarmUp = 2_000;
    private const int RestedMessages = 300;

    /// <summary>Long enough for the hub to have told everybody, so that a message meets an idle hub.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    public string Name => "one-at-a-time";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var messages = bench.Changes ?? DefaultMessages;
        var series = await TurnsAsync(bench, messages, cancellation);
        var (commit, listener, hub, amqpListener, amqpHub, rested, amqpRested) = (series[0], series[1], series[2], series[3], series[4], series[5], series[6]);
        double Times(Series of, Series floor) => of.Quartiles.Median / floor.Quartiles.Median;
        return bench.Report(
            Name,
            "One at a time",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Median of {messages} messages after {WarmUp} to warm up, each sent when the one before was answered; the hub tells everybody meanwhile, on the same core. Rested: {RestedMessages} messages {Rest.TotalMilliseconds:F0} ms apart, which meet an idle hub. One commit: the enqueue row alone through SQLite, FULL, in the hub's file. The listeners: the same servers, limits, routes and keys, which accept without a commit."),
            [
                Goals.AtMost("HTTP, median against one commit", Times(hub, commit), 3, "x", hub, commit),
                Goals.AtMost("HTTP, median against the same listener without the commit", Times(hub, listener), 3, "x", hub, listener),
                Goals.AtMost("AMQP, median against one commit", Times(amqpHub, commit), 3, "x", amqpHub, commit),
                Goals.AtMost("AMQP, median against the same listener without the commit", Times(amqpHub, amqpListener), 3, "x", amqpHub, amqpListener),
                Goals.Reported("HTTP, rested, against one commit", Times(rested, commit), "x", rested, commit),
                Goals.Reported("HTTP, rested, against the same listener", Times(rested, listener), "x", rested, listener),
                Goals.Reported("AMQP, rested, against one commit", Times(amqpRested, commit), "x", amqpRested, commit),
                Goals.Reported("AMQP, rested, against the same listener", Times(amqpRested, amqpListener), "x", amqpRested, amqpListener),
            ],
            series);
    }

    private static async Task<IReadOnlyList<Series>> TurnsAsync(Bench bench, int messages, CancellationToken cancellation)
    {
        var contenders = new (string Name, Func<Task<(double Usual, double? Rested, string? Defect)>> RunAsync)[]
        {
            ("one commit", async () => (await CommitAsync(bench, messages, cancellation), null, null)),
            ("empty listener, HTTP", async () => (await ListenerAsync(bench, new HttpDoor(), messages, cancellation), null, null)),
            ("hub, HTTP", () => HubAsync(bench, new HttpDoor(), messages, cancellation)),
            ("empty listener, AMQP", async () => (await ListenerAsync(bench, new AmqpDoor(), messages, cancellation), null, null)),
            ("hub, AMQP", () => HubAsync(bench, new AmqpDoor(), messages, cancellation)),
        };
        var results = await Turns.RunAsync(contenders, bench.Rounds, async contender =>
        {
            var load = Machine.Load();
            var (usual, rested, defect) = await contender.RunAsync();
            Bench.Say(string.Create(CultureInfo.InvariantCulture, $"{contender.Name}: {usual:F0} µs, rested {rested:F0}, load {load:F2}"));
            return (Load: load, Usual: usual, Rested: rested, Defect: defect);
        });
        var (http, amqp) = (results[2], results[4]);
        return
        [
            .. contenders.Select((c, i) => Of(c.Name, [.. results[i].Select(r => (r.Load, r.Usual))], results[i].Select(r => r.Defect))),
            Of("hub, HTTP, rested", [.. http.Select(r => (r.Load, r.Rested!.Value))], http.Select(r => r.Defect)),
            Of("hub, AMQP, rested", [.. amqp.Select(r => (r.Load, r.Rested!.Value))], amqp.Select(r => r.Defect)),
        ];
    }

    private static Series Of(string name, IReadOnlyList<(double Load, double Value)> runs, IEnumerable<string?> defects) => new(
        name, "µs", Quartiles.Of(runs.Select(r => r.Value)), [.. runs.Select(r => r.Value)], [.. runs.Select(r => r.Load)],
        new Dictionary<string, double>(), [.. defects.OfType<string>().Distinct()]);

    private static async Task<double> CommitAsync(Bench bench, int messages, CancellationToken cancellation)
    {
        var folder = bench.Corpus.CopyTo(bench.NewFolder("run"));
        var shape = Path.Combine(folder, "shape.json");
        await bench.Shape.WriteAsync(shape, cancellation);
        await using var process = PinnedProcess.StartRole(
            null, OneCommit.Role, Path.Combine(folder, HubDatabase.FileName), shape, Text(WarmUp), Text(messages));
        var median = await process.Out.ReadToEndAsync(cancellation);
        await process.WaitAsync(cancellation);
        return double.Parse(median, CultureInfo.InvariantCulture);
    }

    private static async Task<double> ListenerAsync(Bench bench, IDoor door, int messages, CancellationToken cancellation)
    {
        var (folder, port, amqpPort) = (bench.Corpus.CopyTo(bench.NewFolder("run")), HubProcess.FreePort(), HubProcess.FreePort());
        var role = door is AmqpDoor ? EmptyAmqpListener.Role : EmptyHttpListener.Role;
        await using var listener = await HubProcess.ReadyAsync(
            PinnedProcess.StartRole(folder + ".log", role, folder, Text(port), Text(amqpPort)), folder, port, cancellation, amqpPort);
        door.Prepare(bench.Corpus, door.PortOf(listener), 0, WarmUp + messages);
        var sender = await ClosedLoop.ConnectAsync(door, door.PortOf(listener), 1, cancellation);
        await ClosedLoop.RunAsync(sender, 0, WarmUp, TimeSpan.Zero, cancellation);
        var took = await ClosedLoop.RunAsync(sender, WarmUp, messages, TimeSpan.Zero, cancellation);
        await sender[0].DisposeAsync();
        return Quartiles.Of(took).Median;
    }

    private static async Task<(double Usual, double? Rested, string? Defect)> HubAsync(
        Bench bench, IDoor door, int messages, CancellationToken cancellation)
    {
        await using var hub = await HubProcess.StartAsync(bench.Corpus.CopyTo(bench.NewFolder("run")), cancellation);
        var all = WarmUp + messages + RestedMessages;
        door.Prepare(bench.Corpus, door.PortOf(hub), 0, all);
        var sender = await ClosedLoop.ConnectAsync(door, door.PortOf(hub), 1, cancellation);
        await ClosedLoop.RunAsync(sender, 0, WarmUp, TimeSpan.Zero, cancellation);
        var usual = await ClosedLoop.RunAsync(sender, WarmUp, messages, TimeSpan.Zero, cancellation);
        await hub.DrainAsync(cancellation);
        var rested = await ClosedLoop.RunAsync(sender, WarmUp + messages, RestedMessages, Rest, cancellation);
        await hub.DrainAsync(cancellation);
        await sender[0].DisposeAsync();
        return (Quartiles.Of(usual).Median, Quartiles.Of(rested).Median, Gate.Check(hub.Database, bench.Corpus, all));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
