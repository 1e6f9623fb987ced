using System.Globalization;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>What every measure works with.</summary>
/// <param name="Corpus">The community and its messages.</param>
/// <param name="Shape">The rows one change makes.</param>
/// <param name="Machine">The machine line.</param>
/// <param name="Folder">The folder on the disk that is measured.</param>
/// <param name="Rounds">Rounds of turns; each contender runs twice a round.</param>
/// <param name="Changes">The size asked for on the command line; null where none was.</param>
internal sealed record Bench(BenchmarkCorpus Corpus, ChangeShape Shape, string Machine, string Folder, int Rounds, int? Changes)
{
    /// <summary>Says on the terminal what is going on.</summary>
    public static void Say(string line) => Console.Error.WriteLine(line);

    /// <summary>A folder of a run's own.</summary>
    public string NewFolder(string name)
    {
        var folder = Path.Combine(Folder, name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>A report made now.</summary>
    public MeasureReport Report(string name, string title, string how, IReadOnlyList<Finding> findings, IReadOnlyList<Series> series) => new(
        name, title, how, DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture), Machine, findings, series);
}
