using System.Text.Json.Serialization;

namespace HousingFirst.Benchmarks.Harness;

/// <summary>What a measure found.</summary>
/// <param name="Name">The measure's name on the command line.</param>
/// <param name="Title">What is measured.</param>
/// <param name="How">How, in a few sentences: sizes, group sizes, what is equal and what is not.</param>
/// <param name="When">When it ran (UTC).</param>
/// <param name="Machine">On what.</param>
/// <param name="Findings">Against the goals, losses like wins.</param>
/// <param name="Series">Every run behind them.</param>
internal sealed record MeasureReport(
    string Name, string Title, string How, string When, string Machine, IReadOnlyList<Finding> Findings, IReadOnlyList<Series> Series);

/// <summary>One line against a goal.</summary>
/// <param name="What">What is compared.</param>
/// <param name="Goal">The goal in words; null where it is only reported.</param>
/// <param name="Result">The figure.</param>
/// <param name="Verdict">Met, missed and by how much, doesn't count and why, or reported.</param>
internal sealed record Finding(string What, string? Goal, string Result, string Verdict);

/// <summary>One contender's runs.</summary>
/// <param name="Contender">Who.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Quartiles">Of the values.</param>
/// <param name="Values">A value a run, in order.</param>
/// <param name="Loads">The machine's load average before each run.</param>
/// <param name="Counts">The medians of what else was counted.</param>
/// <param name="Defects">What the correctness gate found: such a series doesn't count.</param>
internal sealed record Series(
    string Contender, string Unit, Quartiles Quartiles, IReadOnlyList<double> Values, IReadOnlyList<double> Loads,
    IReadOnlyDictionary<string, double> Counts, IReadOnlyList<string> Defects)
{
    /// <summary>Whether it counts: runs that agree, and a ledger that was right every time.</summary>
    [JsonIgnore]
    public bool IsValid => Quartiles.Counts && Defects.Count == 0;

    /// <summary>Of throughput runs.</summary>
    public static Series OfRates(string contender, IReadOnlyList<(double Load, Run Run)> runs) => new(
        contender,
        "changes/s",
        Quartiles.Of(runs.Select(r => r.Run.Rate)),
        [.. runs.Select(r => r.Run.Rate)],
        [.. runs.Select(r => r.Load)],
        runs[0].Run.Counts.Keys.ToDictionary(k => k, k => Quartiles.Of(runs.Select(r => r.Run.Counts[k])).Median, StringComparer.Ordinal),
        [.. runs.Select(r => r.Run.Defect).OfType<string>().Distinct()]);
}

[JsonSerializable(typeof(IReadOnlyList<MeasureReport>))]
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ReportJson : JsonSerializerContext;
