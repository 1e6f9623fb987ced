using System.Diagnostics;
using System.Globalization;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Local.Simulating;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>
/// What a month's obligations ask of storage and of the processor, in a small town and in a province's largest; and a year of a city, with all that it asks.
/// </summary>
internal sealed class SimulatedYear : IMeasure
{
    private const int Partners = 20;
    private const ulong Seed = 1;
    private const double Megabyte = 1_000_000;

    public string Name => "year";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var large = (bench.Changes ?? 100_000) / Partners;
        var small = Math.Min(50, large);
        var rounds = Math.Min(bench.Rounds, 5);
        for (var warm = 0; warm < 5; warm++) await CostAsync(small, cancellation);
        var (few, many) = (new List<Cost>(), new List<Cost>());
        for (var round = 0; round < rounds; round++)
        {
            few.Add(await CostAsync(small, cancellation));
            many.Add(await CostAsync(large, cancellation));
        }

        var year = await YearAsync(Math.Min(1_500, large), cancellation);
        var memory = await MemoryAsync(bench, Math.Min(100, large), cancellation);
        Series Of(string name, string unit, IEnumerable<double> values, IReadOnlyDictionary<string, double>? counts = null)
        {
            double[] all = [.. values];
            return new Series(name, unit, Quartiles.Of(all), all, [.. all.Select(_ => Machine.Load())], counts ?? new Dictionary<string, double>(), []);
        }

        var (asksFew, asksMany) = (Of(Named(small, "requests"), "requests", few.Select(c => c.Requests)), Of(Named(large, "requests"), "requests", many.Select(c => c.Requests)));
        var (takesFew, takesMany) = (Of(Named(small, "time"), "ms", few.Select(c => c.Milliseconds)), Of(Named(large, "time"), "ms", many.Select(c => c.Milliseconds)));
        var (early, late) = (Of("managed memory after the fourth month", "MB", [memory[3]]), Of("managed memory after the twelfth", "MB", [memory[^1]]));
        var total = Of(
            string.Create(CultureInfo.InvariantCulture, $"a year of {year.Size.Programs} programs and {Partners} partners"),
            "s",
            [year.Months.Sum(m => m.Elapsed.TotalSeconds)],
            year.Operations.ToDictionary(o => o.Key, o => (double)o.Value, StringComparer.Ordinal));
        return bench.Report(
            Name,
            "Months of contacts",
            string.Create(
                CultureInfo.InvariantCulture,
                $"`hub simulate` in this process, over tables in memory: one month of {small} programs with {Partners} partners each ({small * Partners} obligations), and of {large} ({large * Partners}), everything of the month included: opened, recorded, reminded, closed, reported; no client changes, whose number is not that of the obligations. Then twelve months of {year.Size.Programs} programs, with two changes a month of each of up to 500 clients; months that nobody reads any more are taken out of memory. For memory, a year of {Math.Min(100, large)} programs on a SQLite file: what is stored is on the disk, what is left is the hub's."),
            [
                Goals.AtMost("requests an obligation, many against few", asksMany.Quartiles.Median / asksFew.Quartiles.Median, 1.2, "x", asksMany, asksFew),
                Goals.AtMost("time an obligation, many against few", takesMany.Quartiles.Median / takesFew.Quartiles.Median, 1.2, "x", takesMany, takesFew),
                Goals.AtMost("memory, twelfth month against fourth", late.Quartiles.Median / early.Quartiles.Median, 1.2, "x", late, early),
            ],
            [asksFew, asksMany, takesFew, takesMany, early, late, total]);
    }

    private static string Named(int programs, string what) => string.Create(CultureInfo.InvariantCulture, $"{what}, {programs * Partners} obligations");

    private static async Task<Cost> CostAsync(int programs, CancellationToken cancellation)
    {
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        var result = await new Simulation(new SimulationSize(1, Seed, programs, Partners) { MostClients = 0 }).RunAsync(cancellation: cancellation);
        var owed = result.Months[0].Report!.Total.Owed;
        return new Cost((double)result.Months[0].Requests / owed, Stopwatch.GetElapsedTime(started).TotalMilliseconds / owed);
    }

    private static async Task<SimulationResult> YearAsync(int programs, CancellationToken cancellation) =>
        await new Simulation(new SimulationSize(12, Seed, programs, Partners)).RunAsync(
            month => Bench.Say(string.Create(CultureInfo.InvariantCulture, $"{month.Month}: {month.Elapsed.TotalSeconds:F1} s")), cancellation);

    /// <summary>Managed memory after each month of a year, in MB.</summary>
    private static async Task<IReadOnlyList<double>> MemoryAsync(Bench bench, int programs, CancellationToken cancellation)
    {
        var memory = new List<double>();
        await using var database = HubDatabase.Open(bench.NewFolder("year"), SystemClock.Instance);
        await new Simulation(new SimulationSize(12, Seed, programs, Partners), database.Tables, forgetsMails: true).RunAsync(
            month =>
            {
                memory.Add(GC.GetTotalMemory(forceFullCollection: true) / Megabyte);
                Bench.Say(string.Create(CultureInfo.InvariantCulture, $"{month.Month} on SQLite: {month.Elapsed.TotalSeconds:F1} s, {memory[^1]:F1} MB"));
            },
            cancellation);
        return memory;
    }

    private sealed record Cost(double Requests, double Milliseconds);
}
