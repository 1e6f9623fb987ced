using System.Globalization;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Benchmarks.Load;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>Accepted changes a second with 32 in flight, until the last notice is Sent, against the bare loop.</summary>
internal sealed class Throughput : IMeasure
{
    private const int InFlight = 32;
    private const int Group = 32;
    private const int DefaultChanges = 16_000;

    public string Name => "throughput";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        IContender[] contenders = [new BareLoopContender(Group), new HubOverDoor(new HttpDoor()), new HubOverDoor(new AmqpDoor())];
        var changes = bench.Changes ?? DefaultChanges;
        var series = await RaceAsync(bench, contenders, changes, cancellation);
        var counted = await HubAllocations.CountAsync(
            new Plan(bench.Corpus, bench.Shape, changes, contenders[1].WarmUp, InFlight, bench.NewFolder("run")), new HttpDoor(), cancellation);
        var (bare, hub, amqp) = (series[0], series[1] with { Counts = WithCounts(series[1], bench, counted) }, series[2]);
        return bench.Report(
            Name,
            "Changes a second",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{changes} changes after {contenders[1].WarmUp} to warm up, each told to four agencies by queue; {InFlight} in flight, over HTTP on kept connections or over AMQP on one link an agency, from the first until the last notice is Sent and its message off the inbound queue. The bare loop does the same row operations on the same file in transactions of {Group} changes, one thread, nothing parsed or decided. After the clock stops every change must have its four notices Sent, four messages on the right queues, and no dead letter."),
            [
                Goals.AtLeast("hub over HTTP, part of the bare loop", hub.Quartiles.Median / bare.Quartiles.Median, 0.35, hub, bare),
                Goals.AtLeast("hub over AMQP, part of the bare loop", amqp.Quartiles.Median / bare.Quartiles.Median, 0.35, amqp, bare),
                Goals.Reported("HTTP against 0.6, where it is going", hub.Quartiles.Median / bare.Quartiles.Median / 0.6, " of it", hub, bare),
            ],
            [bare, hub, amqp]);
    }

    /// <summary>Lets contenders take turns at the job.</summary>
    public static async Task<IReadOnlyList<Series>> RaceAsync(
        Bench bench, IReadOnlyList<IContender> contenders, int changes, CancellationToken cancellation)
    {
        var results = await Turns.RunAsync(contenders, bench.Rounds, async contender =>
        {
            var load = Machine.Load();
            var folder = bench.NewFolder("run");
            var run = await contender.RunAsync(new Plan(bench.Corpus, bench.Shape, changes, contender.WarmUp, InFlight, folder), cancellation);
            Bench.Say(string.Create(
                CultureInfo.InvariantCulture, $"{contender.Name}: {run.Rate:F0} changes/s, load {load:F2}{(run.Defect is null ? "" : ", WRONG: " + run.Defect)}"));
            return (load, run);
        });
        return [.. contenders.Select((c, i) => Series.OfRates(c.Name, results[i]))];
    }

    /// <summary>What a change costs whoever counts it: the same on every machine.</summary>
    private static Dictionary<string, double> WithCounts(Series hub, Bench bench, (double Bytes, double Collections) counted) => new(hub.Counts, StringComparer.Ordinal)
    {
        ["managed bytes"] = counted.Bytes,
        ["collections a thousand changes"] = counted.Collections,
        ["storage requests"] = bench.Shape.Requests.Count,
        ["table rows written"] = bench.Shape.TableRows,
        ["queue rows written"] = bench.Shape.QueueRows,
    };
}
