using System.Globalization;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Benchmarks.Load;
using HousingFirst.Local.Storage;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>Whether a change costs the same however many were told before.</summary>
internal sealed class StoredCost : IMeasure
{
    private const int DefaultStored = 500_000;
    private const int Few = 1_000;
    private const int Changes = 4_000;
    private const int WarmUp = 3_000;
    private const int InFlight = 32;

    public string Name => "stored-cost";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var many = bench.Changes ?? DefaultStored;
        var (small, large) = (Fill(bench, Few), Fill(bench, many));
        var from = 0;
        var results = await Turns.RunAsync([small, large], bench.Rounds, async stored =>
        {
            // The few are few again each time; the many are too many to copy, and grow by less than they vary.
            var folder = stored == large ? large.Folder : Copy(small.Folder, bench.NewFolder("run"));
            var first = from;
            from += WarmUp + Changes;
            var load = Machine.Load();
            var plan = new Plan(bench.Corpus, bench.Shape, Changes, WarmUp, InFlight, folder);
            var run = await HubOverDoor.RunAsync(
                plan, new HttpDoor(), folder, first, database => Gate.CheckEach(database, bench.Corpus, first, plan.Messages), cancellation);
            Bench.Say(string.Create(CultureInfo.InvariantCulture, $"{stored.Changes} stored: {1_000_000 / run.Rate:F0} µs a change, load {load:F2}"));
            return (Load: load, Run: run);
        });
        Series Of((int Changes, string Folder, double Megabytes) stored, IReadOnlyList<(double Load, Run Run)> runs) =>
            Series.OfRates(string.Create(CultureInfo.InvariantCulture, $"{stored.Changes} stored, {stored.Megabytes:F0} MB"), runs);
        var (few, lots) = (Of(small, results[0]), Of(large, results[1]));
        Directory.Delete(large.Folder, recursive: true);
        return bench.Report(
            Name,
            "Cost with much stored",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Changes} changes after {WarmUp} to warm up, {InFlight} in flight over HTTP until the last notice is Sent, in a database that holds {Few} told changes and in one that holds {many}, each with all the rows a change leaves behind; SQLite's page cache is 16 MB."),
            [Goals.AtMost("a change's cost, many stored against few", few.Quartiles.Median / lots.Quartiles.Median, 1.3, "x", few, lots)],
            [few, lots]);
    }

    private static (int Changes, string Folder, double Megabytes) Fill(Bench bench, int changes)
    {
        var folder = bench.Corpus.CopyTo(bench.NewFolder(string.Create(CultureInfo.InvariantCulture, $"stored-{changes}")));
        var database = Path.Combine(folder, HubDatabase.FileName);
        StoredMessages.Fill(database, bench.Shape, changes);
        var megabytes = new FileInfo(database).Length / 1_000_000.0;
        Bench.Say(string.Create(CultureInfo.InvariantCulture, $"{changes} stored: {megabytes:F0} MB"));
        return (changes, folder, megabytes);
    }

    private static string Copy(string folder, string to) => BenchmarkCorpus.Open(folder).CopyTo(to);
}
