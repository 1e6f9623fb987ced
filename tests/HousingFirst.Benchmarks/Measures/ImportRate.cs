using System.Globalization;
using HousingFirst.Benchmarks.Baselines;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>Organisations imported a second, against the same batches written bare.</summary>
internal sealed class ImportRate : IMeasure
{
    private const int DefaultOrganisations = 2_000;
    private const int WarmUp = 400;

    public string Name => "import";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var organisations = bench.Changes ?? DefaultOrganisations;
        var folder = bench.NewFolder("import");
        var (warm, file) = (Path.Combine(folder, "warm.json"), Path.Combine(folder, "directory.json"));
        var (warmBatches, batches) = (warm + ".batches", file + ".batches");
        await ImportCorpus.WriteAsync(warm, WarmUp, cancellation);
        await ImportCorpus.WriteAsync(file, organisations, cancellation);
        await ImportCorpus.RecordAsync(warm, warmBatches, cancellation);
        await ImportCorpus.RecordAsync(file, batches, cancellation);

        var contenders = new (string Name, Func<Task<(double[] Took, string? Defect)>> RunAsync)[]
        {
            ("bare loop, the same batches", async () => (await BareAsync(bench, warmBatches, batches, cancellation), null)),
            ("hub", () => HubAsync(bench, warm, file, organisations, cancellation)),
        };
        var results = await Turns.RunAsync(contenders, bench.Rounds, async contender =>
        {
            var load = Machine.Load();
            var (took, defect) = await contender.RunAsync();
            Bench.Say(string.Create(CultureInfo.InvariantCulture, $"{contender.Name}: {organisations / took[0]:F0} organisations/s, load {load:F2}{(defect is null ? "" : ", WRONG: " + defect)}"));
            return (Load: load, Took: took, Defect: defect);
        });
        Series Of(string name, string unit, int contender, Func<double[], double> value) => new(
            name, unit, Quartiles.Of(results[contender].Select(r => value(r.Took))), [.. results[contender].Select(r => value(r.Took))],
            [.. results[contender].Select(r => r.Load)], new Dictionary<string, double>(), [.. results[contender].Select(r => r.Defect).OfType<string>().Distinct()]);
        const string Rate = "organisations/s";
        var bare = Of(contenders[0].Name, Rate, 0, took => organisations / took[0]);
        var hub = Of("hub", Rate, 1, took => organisations / took[0]);
        var again = Of("hub, the same file again", Rate, 1, took => organisations / took[1]);
        var heap = Of("managed memory after both", "MB", 1, took => took[2]);
        Directory.Delete(folder, recursive: true);
        return bench.Report(
            Name,
            "Importing a directory",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{organisations} organisations, {organisations * 3} services, {organisations * 5} contacts as HSDS 3.0, an organisation a line, into an empty directory after {WarmUp} to warm up; then the same file once more, which changes nothing. The bare loop writes the batches of the first import, a transaction each, on the same file: nothing read, parsed, checked or compared."),
            [
                Goals.Reported("hub, part of the bare loop", hub.Quartiles.Median / bare.Quartiles.Median, string.Empty, hub, bare),
                Goals.Reported("unchanged organisations", again.Quartiles.Median, " a second", again),
                Goals.Reported("managed memory after both", heap.Quartiles.Median, " MB", heap),
            ],
            [bare, hub, again, heap]);
    }

    private static async Task<double[]> BareAsync(Bench bench, string warm, string batches, CancellationToken cancellation)
    {
        var folder = bench.NewFolder("run");
        var database = HubDatabase.Open(folder, SystemClock.Instance);
        await database.DisposeAsync();
        await using var process = PinnedProcess.StartRole(null, BareImport.Role, database.DatabaseFile, warm, batches);
        var said = await process.Out.ReadToEndAsync(cancellation);
        await process.WaitAsync(cancellation);
        return [double.Parse(said, CultureInfo.InvariantCulture)];
    }

    private static async Task<(double[] Took, string? Defect)> HubAsync(
        Bench bench, string warm, string file, int organisations, CancellationToken cancellation)
    {
        await using var process = PinnedProcess.StartRole(
            null, HubImport.Role, bench.NewFolder("run"), warm, file, organisations.ToString(CultureInfo.InvariantCulture));
        var said = (await process.Out.ReadToEndAsync(cancellation)).Split(' ', 4);
        await process.WaitAsync(cancellation);
        return ([.. said[..3].Select(s => double.Parse(s, CultureInfo.InvariantCulture))], said[3].Length == 0 ? null : said[3]);
    }
}
