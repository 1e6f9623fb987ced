using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HousingFirst.Benchmarks.Harness;

/// <summary>The two result files. A measure that ran replaces its last report; the others stay.</summary>
internal static class ReportFiles
{
    /// <summary>Writes <c>results.json</c> and <c>results.md</c> from it.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="ran">What ran now.</param>
    /// <param name="order">The measures' names in the report's order.</param>
    public static async Task WriteAsync(string folder, IReadOnlyList<MeasureReport> ran, IReadOnlyList<string> order)
    {
        var json = Path.Combine(folder, "results.json");
        Directory.CreateDirectory(folder);
        var known = File.Exists(json)
            ? JsonSerializer.Deserialize(await File.ReadAllBytesAsync(json), ReportJson.Default.IReadOnlyListMeasureReport)!
            : [];
        IReadOnlyList<MeasureReport> all =
            [.. order.Select(name => ran.FirstOrDefault(m => m.Name == name) ?? known.FirstOrDefault(m => m.Name == name)).OfType<MeasureReport>()];
        await File.WriteAllTextAsync(json, JsonSerializer.Serialize(all, ReportJson.Default.IReadOnlyListMeasureReport) + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "results.md"), Markdown(all));
    }

    private static string Markdown(IReadOnlyList<MeasureReport> measures)
    {
        var text = new StringBuilder();
        var machine = measures.MaxBy(m => m.When, StringComparer.Ordinal)?.Machine;
        Line(text, "# Benchmarks");
        Line(text);
        Line(text, "Written by `tests/benchmarks`; don't edit. Server on core 0, load on core 1, contenders in turns (A-B-B-A), medians with quartiles.");
        Line(text, $"Quartiles over {Quartiles.LargestSpread * 100:F0} % of the median apart: the measure doesn't count.");
        Line(text);
        Line(text, $"Machine: {machine}.");
        Line(text);
        Line(text, "| Measure | Goal | Result | |");
        Line(text, "| --- | --- | --- | --- |");
        foreach (var measure in measures)
        {
            foreach (var finding in measure.Findings)
                Line(text, $"| {measure.Title}: {finding.What} | {finding.Goal ?? "-"} | {finding.Result} | {finding.Verdict} |");
        }

        foreach (var measure in measures) Measure(text, measure, machine);
        return text.ToString();
    }

    private static void Measure(StringBuilder text, MeasureReport measure, string? machine)
    {
        Line(text);
        Line(text, $"## {measure.Title}");
        Line(text);
        Line(text, measure.How);
        Line(text);
        Line(text, $"`tests/benchmarks {measure.Name}`, {measure.When}{(measure.Machine == machine ? "" : ", on " + measure.Machine)}.");
        Line(text);
        Line(text, "| | Unit | Median | Quartiles | Runs | Load average | |");
        Line(text, "| --- | --- | --: | --: | --- | --- | --- |");
        foreach (var series in measure.Series)
        {
            var (low, median, high) = series.Quartiles;
            Line(text, $"| {series.Contender} | {series.Unit} | {Goals.Text(median)} | {Goals.Text(low)} - {Goals.Text(high)} | {string.Join(", ", series.Values.Select(Goals.Text))} | {string.Join(", ", series.Loads.Select(Goals.Text))} | {(series.IsValid ? "" : "doesn't count")} |");
        }

        foreach (var series in measure.Series.Where(s => s.Counts.Count > 0))
        {
            Line(text);
            Line(text, $"{series.Contender}: {string.Join("; ", series.Counts.Select(c => $"{c.Key} {Goals.Text(c.Value)}"))}.");
        }

        foreach (var series in measure.Series.Where(s => s.Defects.Count > 0))
        {
            Line(text);
            Line(text, $"{series.Contender} was wrong: {string.Join("; ", series.Defects)}.");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
