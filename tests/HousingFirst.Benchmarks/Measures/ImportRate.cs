using System.Globalization;
using HousingFirst.Benchmarks.Baselines;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>Organisations imported a second on each store, against the same batches written bare.</summary>
internal sealed class ImportRate : IMeasure
{
    private const string Rate = "organisations/s";
    private const string Batches = ".batches";

    /// <summary>Of the bare loop on Azurite: enough that Azurite, which has one thread, need not wait for it.</summary>
    private const int AtOnce = 8;

    private static readonly ImportSizes Sqlite = new("SQLite", WarmUp: 400, Organisations: 2_000);

    /// <summary>Fewer: an organisation takes several times as long.</summary>
    private static readonly ImportSizes Azurite = new("Azurite", WarmUp: 100, Organisations: 300);

    public string Name => "import";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var (sqlite, azurite) = (Sqlite.Asked(bench.Changes), Azurite.Asked(bench.Changes));
        var onSqlite = await RaceAsync(bench, sqlite, [
            ("bare loop, the same batches", async files => (await BareAsync(bench, files, cancellation), null)),
            ("hub", files => HubAsync(HubImport.Role, bench.NewFolder("run"), files, sqlite.Organisations, cancellation)),
        ], cancellation);
        var onAzurite = await RaceAsync(bench, azurite, [
            ($"bare loop, {AtOnce} at once", files => OnAzuriteAsync(bench, async at => (await BareAzureAsync(at, AtOnce, files, cancellation), (string?)null), cancellation)),
            ("bare loop, one after another", files => OnAzuriteAsync(bench, async at => (await BareAzureAsync(at, 1, files, cancellation), (string?)null), cancellation)),
            ("hub", files => OnAzuriteAsync(bench, at => HubAsync(HubImport.AzureRole, at, files, azurite.Organisations, cancellation), cancellation)),
        ], cancellation);
        return bench.Report(
            Name,
            "Importing a directory",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{sqlite.Organisations} organisations on SQLite, {azurite.Organisations} on Azurite, each with 3 services and 5 contacts, as HSDS 3.0, an organisation a line, into an empty directory after {sqlite.WarmUp} and {azurite.WarmUp} to warm up; then the same file once more, which changes nothing. The bare loops write the batches of the first import, a transaction each, on the same file or through Azure.Data.Tables: nothing read, parsed, checked or compared. Azurite, Microsoft's emulator of Azure Table Storage, is new for each run, in memory, on the load's core."),
            [
                Goals.Reported("SQLite: hub, part of the bare loop", Part(onSqlite[^3], onSqlite[0]), string.Empty, onSqlite[^3], onSqlite[0]),
                Goals.Reported("SQLite: unchanged organisations", onSqlite[^2].Quartiles.Median, " a second", onSqlite[^2]),
                Goals.Reported("SQLite: managed memory after both", onSqlite[^1].Quartiles.Median, " MB", onSqlite[^1]),
                Goals.Reported("Azurite: hub, part of the bare loop", Part(onAzurite[^3], onAzurite[0]), string.Empty, onAzurite[^3], onAzurite[0]),
                Goals.Reported("Azurite: hub, part of the bare loop that goes one after another", Part(onAzurite[^3], onAzurite[1]), string.Empty, onAzurite[^3], onAzurite[1]),
                Goals.Reported("Azurite: unchanged organisations", onAzurite[^2].Quartiles.Median, " a second", onAzurite[^2]),
                Goals.Reported("Azurite: managed memory after both", onAzurite[^1].Quartiles.Median, " MB", onAzurite[^1]),
            ],
            [.. onSqlite, .. onAzurite]);
    }

    /// <summary>Runs the contenders on one store; the last is the hub, which gives three series: the import, the same file again, and its memory.</summary>
    private static async Task<IReadOnlyList<Series>> RaceAsync(
        Bench bench, ImportSizes sizes, IReadOnlyList<(string Name, Func<ImportFiles, Task<(double[] Took, string? Defect)>> RunAsync)> contenders,
        CancellationToken cancellation)
    {
        var folder = bench.NewFolder("import");
        var files = new ImportFiles(Path.Combine(folder, "warm.json"), Path.Combine(folder, "directory.json"));
        await ImportCorpus.WriteAsync(files.Warm, sizes.WarmUp, cancellation);
        await ImportCorpus.WriteAsync(files.Timed, sizes.Organisations, cancellation);
        var results = await Turns.RunAsync(contenders, bench.Rounds, async contender =>
        {
            var load = Machine.Load();
            var (took, defect) = await contender.RunAsync(files);
            Bench.Say(string.Create(CultureInfo.InvariantCulture, $"{sizes.Store}: {contender.Name}: {sizes.Organisations / took[0]:F0} {Rate}, load {load:F2}{(defect is null ? "" : ", WRONG: " + defect)}"));
            return (Load: load, Took: took, Defect: defect);
        });
        Directory.Delete(folder, recursive: true);

        Series Of(string name, string unit, int contender, Func<double[], double> value) => new(
            $"{sizes.Store}: {name}", unit, Quartiles.Of(results[contender].Select(r => value(r.Took))), [.. results[contender].Select(r => value(r.Took))],
            [.. results[contender].Select(r => r.Load)], new Dictionary<string, double>(), [.. results[contender].Select(r => r.Defect).OfType<string>().Distinct()]);
        var hub = contenders.Count - 1;
        return
        [
            .. contenders.Select((c, i) => Of(c.Name, Rate, i, took => sizes.Organisations / took[0])),
            Of("hub, the same file again", Rate, hub, took => sizes.Organisations / took[1]),
            Of("managed memory after both", "MB", hub, took => took[2]),
        ];
    }

    private static double Part(Series of, Series whole) => of.Quartiles.Median / whole.Quartiles.Median;

    private static async Task<double[]> BareAsync(Bench bench, ImportFiles files, CancellationToken cancellation)
    {
        foreach (var file in (string[])[files.Warm, files.Timed])
        {
            if (!File.Exists(file + Batches)) await ImportCorpus.RecordAsync(file, file + Batches, cancellation);
        }

        var database = HubDatabase.Open(bench.NewFolder("run"), SystemClock.Instance);
        await database.DisposeAsync();
        await using var process = PinnedProcess.StartRole(null, BareImport.Role, database.DatabaseFile, files.Warm + Batches, files.Timed + Batches);
        return [await SecondsAsync(process, cancellation)];
    }

    private static async Task<double[]> BareAzureAsync(string connection, int atOnce, ImportFiles files, CancellationToken cancellation)
    {
        await using var process = PinnedProcess.StartRole(
            null, BareAzureImport.Role, connection, atOnce.ToString(CultureInfo.InvariantCulture), files.Warm, files.Timed);
        return [await SecondsAsync(process, cancellation)];
    }

    private static async Task<T> OnAzuriteAsync<T>(Bench bench, Func<string, Task<T>> run, CancellationToken cancellation)
    {
        await using var azurite = await AzuriteServer.StartAsync(bench.NewFolder("run"), cancellation);
        return await run(azurite.ConnectionString);
    }

    private static async Task<double> SecondsAsync(PinnedProcess process, CancellationToken cancellation)
    {
        var said = await process.Out.ReadToEndAsync(cancellation);
        await process.WaitAsync(cancellation);
        return double.Parse(said, CultureInfo.InvariantCulture);
    }

    private static async Task<(double[] Took, string? Defect)> HubAsync(
        string role, string store, ImportFiles files, int organisations, CancellationToken cancellation)
    {
        await using var process = PinnedProcess.StartRole(null, role, store, files.Warm, files.Timed, organisations.ToString(CultureInfo.InvariantCulture));
        var said = (await process.Out.ReadToEndAsync(cancellation)).Split(' ', 4);
        await process.WaitAsync(cancellation);
        return ([.. said[..3].Select(s => double.Parse(s, CultureInfo.InvariantCulture))], said[3].Length == 0 ? null : said[3]);
    }

    private sealed record ImportFiles(string Warm, string Timed);

    private sealed record ImportSizes(string Store, int WarmUp, int Organisations)
    {
        public ImportSizes Asked(int? organisations) => this with { Organisations = organisations ?? Organisations };
    }
}
