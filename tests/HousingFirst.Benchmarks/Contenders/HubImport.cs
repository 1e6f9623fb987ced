using System.Diagnostics;
using System.Globalization;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Benchmarks.Contenders;

/// <summary>The hub's import, in a process of its own: into an empty directory, and the same file once more.</summary>
internal static class HubImport
{
    /// <summary>The role of the process.</summary>
    public const string Role = "hub-import";

    private const double Megabyte = 1_000_000;

    /// <summary>
    /// Arguments: an empty folder, the file to warm up with, the file to time, its organisations. Prints seconds, seconds once more, managed
    /// megabytes that stay after it, and what was wrong.
    /// </summary>
    public static async Task<int> RunRoleAsync(string[] arguments)
    {
        await using (var warm = HubDatabase.Open(Path.Combine(arguments[0], "warm"), SystemClock.Instance))
        {
            for (var i = 0; i < 2; i++) await ImportCorpus.ImportAsync(warm.Tables, arguments[1], CancellationToken.None);
        }

        var organisations = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        await using var database = HubDatabase.Open(Path.Combine(arguments[0], "hub"), SystemClock.Instance);
        var start = Stopwatch.GetTimestamp();
        var added = await ImportCorpus.ImportAsync(database.Tables, arguments[2], CancellationToken.None);
        var first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        var again = await ImportCorpus.ImportAsync(database.Tables, arguments[2], CancellationToken.None);
        var second = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var defect = ImportCorpus.Check(added, organisations, 0) ?? ImportCorpus.Check(again, 0, organisations);
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{first:R} {second:R} {GC.GetTotalMemory(forceFullCollection: true) / Megabyte:R} {defect}"));
        return 0;
    }
}
