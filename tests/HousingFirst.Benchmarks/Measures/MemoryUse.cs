using System.Globalization;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Benchmarks.Load;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>Whether the hub's memory stays where it is, however many messages it has handled.</summary>
internal sealed class MemoryUse : IMeasure
{
    private const int DefaultMessages = 200_000;
    private const int Part = 10;
    private const int InFlight = 32;
    private const int Slice = 10_000;
    private const double Megabyte = 1_000_000;
    private const int MostRuns = 3;

    /// <summary>For the collector to give back what it will give back.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public string Name => "memory";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var messages = bench.Changes ?? DefaultMessages;
        var (early, late, most, loads, defects) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<string>());
        for (var run = 0; run < Math.Min(bench.Rounds, MostRuns); run++)
        {
            loads.Add(Machine.Load());
            var (at, end, peak, defect) = await RunOnceAsync(bench, messages, cancellation);
            early.Add(at / Megabyte);
            late.Add(end / Megabyte);
            most.Add(peak / Megabyte);
            if (defect is not null) defects.Add(defect);
            Bench.Say(string.Create(CultureInfo.InvariantCulture, $"{early[^1]:F0} MB, then {late[^1]:F0} MB, at most {most[^1]:F0} MB"));
        }

        Series Of(string name, IReadOnlyList<double> values) =>
            new(name, "MB", Quartiles.Of(values), values, loads, new Dictionary<string, double>(), defects);
        var (small, large, peakOf) = (
            Of(string.Create(CultureInfo.InvariantCulture, $"resident after {messages / Part} messages"), early),
            Of(string.Create(CultureInfo.InvariantCulture, $"resident after {messages} messages"), late),
            Of("most ever resident", most));
        return bench.Report(
            Name,
            "Memory",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Resident set of the hub's process, {Settling.TotalSeconds:F0} s after it had told everybody: after {messages / Part} messages and, in the same process, after {messages}. {InFlight} in flight over HTTP; nobody takes from the agencies' queues, so all stays stored."),
            [
                Goals.AtMost("resident, late against early", large.Quartiles.Median / small.Quartiles.Median, 1.2, "x", small, large),
                Goals.AtMost("most ever resident", peakOf.Quartiles.Median, 200, " MB", peakOf),
            ],
            [small, large, peakOf]);
    }

    private static async Task<(long Early, long Late, long Most, string? Defect)> RunOnceAsync(Bench bench, int messages, CancellationToken cancellation)
    {
        await using var hub = await HubProcess.StartAsync(bench.Corpus.CopyTo(bench.NewFolder("run")), cancellation);
        var door = new HttpDoor();
        var senders = await ClosedLoop.ConnectAsync(door, hub.Port, InFlight, cancellation);
        var early = await SendAsync(0, messages / Part);
        var late = await SendAsync(messages / Part, messages - (messages / Part));
        foreach (var sender in senders) await sender.DisposeAsync();
        return (early.Now, late.Now, late.Most, Gate.Check(hub.Database, bench.Corpus, messages));

        async Task<(long Now, long Most)> SendAsync(int from, int count)
        {
            for (var sent = 0; sent < count; sent += Slice)
            {
                var now = Math.Min(Slice, count - sent);
                door.Prepare(bench.Corpus, hub.Port, from + sent, now);
                await ClosedLoop.RunAsync(senders, from + sent, now, TimeSpan.Zero, cancellation);
                await hub.DrainAsync(cancellation);
            }

            await Task.Delay(Settling, cancellation);
            return hub.Process.Resident();
        }
    }
}
