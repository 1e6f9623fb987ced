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
    private const int RestedMessages = 100;

    /// <summary>Long enough for the hub to have told everybody, so that a message meets an idle hub; and for an idle machine to doze off.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    public string Name => "one-at-a-time";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var messages = bench.Changes ?? DefaultMessages;
        var series = await TurnsAsync(bench, messages, cancellation);
        var (commit, listener, hub, amqpListener, amqpHub) = (series[0].Usual, series[1].Usual, series[2].Usual, series[3].Usual, series[4].Usual);
        var (restedCommit, restedListener, rested, restedAmqpListener, amqpRested) =
            (series[0].Rested, series[1].Rested, series[2].Rested, series[3].Rested, series[4].Rested);
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
                Goals.Reported("HTTP, rested, against one commit, rested", Times(rested, restedCommit), "x", rested, restedCommit),
                Goals.Reported("HTTP, rested, against the same listener, rested", Times(rested, restedListener), "x", rested, restedListener),
                Goals.Reported("AMQP, rested, against one commit, rested", Times(amqpRested, restedCommit), "x", amqpRested, restedCommit),
                Goals.Reported("AMQP, rested, against the same listener, rested", Times(amqpRested, restedAmqpListener), "x", amqpRested, restedAmqpListener),
            ],
            [.. series.Select(s => s.Usual), .. series.Select(s => s.Rested)]);
    }

    private static async Task<IReadOnlyList<(Series Usual, Series Rested)>> TurnsAsync(Bench bench, int messages, CancellationToken cancellation)
    {
        var contenders = new (string Name, Func<Task<Medians>> RunAsync)[]
        {
            ("one commit", () => CommitAsync(bench, messages, cancellation)),
            ("empty listener, HTTP", () => ListenerAsync(bench, new HttpDoor(), messages, cancellation)),
            ("hub, HTTP", () => HubAsync(bench, new HttpDoor(), messages, cancellation)),
            ("empty listener, AMQP", () => ListenerAsync(bench, new AmqpDoor(), messages, cancellation)),
            ("hub, AMQP", () => HubAsync(bench, new AmqpDoor(), messages, cancellation)),
        };
        var results = await Turns.RunAsync(contenders, bench.Rounds, async contender =>
        {
            var load = Machine.Load();
            var medians = await contender.RunAsync();
            Bench.Say(string.Create(CultureInfo.InvariantCulture, $"{contender.Name}: {medians.Usual:F0} µs, rested {medians.Rested:F0}, load {load:F2}"));
            return (Load: load, Medians: medians);
        });
        return
        [
            .. contenders.Select((c, i) => (
                Of(c.Name, [.. results[i].Select(r => (r.Load, r.Medians.Usual))], results[i].Select(r => r.Medians.Defect)),
                Of(c.Name + ", rested", [.. results[i].Select(r => (r.Load, r.Medians.Rested))], results[i].Select(r => r.Medians.Defect)))),
        ];
    }

    private static Series Of(string name, IReadOnlyList<(double Load, double Value)> runs, IEnumerable<string?> defects) => new(
        name, "µs", Quartiles.Of(runs.Select(r => r.Value)), [.. runs.Select(r => r.Value)], [.. runs.Select(r => r.Load)],
        new Dictionary<string, double>(), [.. defects.OfType<string>().Distinct()]);

    private static async Task<Medians> CommitAsync(Bench bench, int messages, CancellationToken cancellation)
    {
        var folder = bench.Corpus.CopyTo(bench.NewFolder("run"));
        var shape = Path.Combine(folder, "shape.json");
        await bench.Shape.WriteAsync(shape, cancellation);
        await using var process = PinnedProcess.StartRole(
            null, OneCommit.Role, Path.Combine(folder, HubDatabase.FileName), shape, Text(WarmUp), Text(messages),
            Text(RestedMessages), Text((int)Rest.TotalMilliseconds));
        var printed = (await process.Out.ReadToEndAsync(cancellation)).Split(' ');
        await process.WaitAsync(cancellation);
        return new(double.Parse(printed[0], CultureInfo.InvariantCulture), double.Parse(printed[1], CultureInfo.InvariantCulture), null);
    }

    private static async Task<Medians> ListenerAsync(Bench bench, IDoor door, int messages, CancellationToken cancellation)
    {
        var (folder, port, amqpPort) = (bench.Corpus.CopyTo(bench.NewFolder("run")), HubProcess.FreePort(), HubProcess.FreePort());
        var role = door is AmqpDoor ? EmptyAmqpListener.Role : EmptyHttpListener.Role;
        await using var listener = await HubProcess.ReadyAsync(
            PinnedProcess.StartRole(folder + ".log", role, folder, Text(port), Text(amqpPort)), folder, port, cancellation, amqpPort);
        door.Prepare(bench.Corpus, door.PortOf(listener), 0, WarmUp + messages + RestedMessages);
        var sender = await ClosedLoop.ConnectAsync(door, door.PortOf(listener), 1, cancellation);
        await ClosedLoop.RunAsync(sender, 0, WarmUp, TimeSpan.Zero, cancellation);
        var usual = await ClosedLoop.RunAsync(sender, WarmUp, messages, TimeSpan.Zero, cancellation);
        var rested = await ClosedLoop.RunAsync(sender, WarmUp + messages, RestedMessages, Rest, cancellation);
        await sender[0].DisposeAsync();
        return new(Quartiles.Of(usual).Median, Quartiles.Of(rested).Median, null);
    }

    private static async Task<Medians> HubAsync(Bench bench, IDoor door, int messages, CancellationToken cancellation)
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
        return new(Quartiles.Of(usual).Median, Quartiles.Of(rested).Median, Gate.Check(hub.Database, bench.Corpus, all));
    }

    /// <summary>Of one run, in microseconds.</summary>
    private sealed record Medians(double Usual, double Rested, string? Defect);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
