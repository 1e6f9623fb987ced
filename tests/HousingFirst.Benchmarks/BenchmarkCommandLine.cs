using System.Globalization;
using HousingFirst.Benchmarks.Baselines;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Benchmarks.Load;
using HousingFirst.Benchmarks.Measures;
using HousingFirst.Benchmarks.Peers.Rebus;

namespace HousingFirst.Benchmarks;

/// <summary><c>tests/benchmarks [all | MEASURE...] [--rounds N] [--changes N] [--out DIR] [--work DIR]</c>.</summary>
internal static class BenchmarkCommandLine
{
    private const int DefaultRounds = 5;

    private static readonly IMeasure[] Measures = [new Throughput(), new AgainstPeers(), new OneAtATime(), new MemoryUse(), new StoredCost(), new ImportRate(), new MailRate(), new Ready(), new HeadReady(), new SimulatedYear()];

    private static readonly Dictionary<string, Func<string[], Task<int>>> Roles = new(StringComparer.Ordinal)
    {
        [BareLoopContender.Role] = BareLoopContender.RunRoleAsync,
        [OneCommit.Role] = OneCommit.RunRoleAsync,
        [EmptyHttpListener.Role] = EmptyHttpListener.RunRoleAsync,
        [EmptyAmqpListener.Role] = EmptyAmqpListener.RunRoleAsync,
        [RebusWorker.Role] = RebusWorker.RunRoleAsync,
        [BareImport.Role] = BareImport.RunRoleAsync,
        [BareAzureImport.Role] = BareAzureImport.RunRoleAsync,
        [HubImport.Role] = HubImport.RunRoleAsync,
        [HubImport.AzureRole] = HubImport.RunAzureRoleAsync,
        [HubAllocations.Role] = HubAllocations.RunRoleAsync,
        [Profiling.CorpusRole] = Profiling.WriteCorpusAsync,
        [Profiling.LoadRole] = Profiling.LoadAsync,
    };

    public static async Task<int> RunAsync(string[] arguments)
    {
        // This program again, as a process that is measured: not for people.
        if (arguments is ["role", var role, ..]) return await Roles[role](arguments[2..]);

        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal)) names.Add(arguments[i]);
            else if (i + 1 < arguments.Length) options[arguments[i]] = arguments[++i];
            else return Usage($"{arguments[i]} needs a value.");
        }

        if (options.Keys.Except(["--rounds", "--changes", "--out", "--work"]).FirstOrDefault() is { } unknown) return Usage($"{unknown} is no option.");
        if (names.Except([.. Measures.Select(m => m.Name), "all"]).FirstOrDefault() is { } strange) return Usage($"{strange} is no measure.");
        var rounds = Number(options, "--rounds");
        var changes = Number(options, "--changes");
        var chosen = names.Count == 0 || names.Contains("all") ? Measures : [.. Measures.Where(m => names.Contains(m.Name))];

        // A short run proves that everything works; what it measures is not what is committed.
        var work = Path.GetFullPath(options.GetValueOrDefault("--work") ?? Path.Combine("artifacts", "benchmarks"));
        var results = options.GetValueOrDefault("--out") ?? (rounds is null && changes is null ? Path.Combine("tests", "HousingFirst.Benchmarks") : work);
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        await MeasureAsync(chosen, work, results, rounds ?? DefaultRounds, changes, stop.Token);
        return 0;
    }

    private static async Task MeasureAsync(
        IReadOnlyList<IMeasure> chosen, string work, string results, int rounds, int? changes, CancellationToken cancellation)
    {
        var folder = Path.Combine(work, "data");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        try
        {
            var corpus = await BenchmarkCorpus.CreateAsync(Path.Combine(folder, "corpus"), cancellation);
            var shape = await OneChange.RunAsync(corpus, Path.Combine(folder, "one-change"), cancellation);
            var bench = new Bench(corpus, shape, Machine.Describe(folder), folder, rounds, changes);
            Bench.Say(bench.Machine);
            foreach (var measure in chosen)
            {
                Bench.Say($"-- {measure.Name}");
                var report = await measure.RunAsync(bench, cancellation);
                foreach (var finding in report.Findings) Bench.Say($"{finding.What}: {finding.Result}; goal {finding.Goal ?? "none"}: {finding.Verdict}");
                await ReportFiles.WriteAsync(results, [report], [.. Measures.Select(m => m.Name)]);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Bench.Say($"Results are in {results}.");
    }

    private static int? Number(Dictionary<string, string> options, string name) =>
        options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static int Usage(string wrong)
    {
        Console.Error.WriteLine($"{wrong} tests/benchmarks [all | {string.Join(" | ", Measures.Select(m => m.Name))}]... [--rounds N] [--changes N] [--out DIR] [--work DIR]");
        return 2;
    }
}
