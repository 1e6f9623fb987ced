using System.Globalization;

namespace HousingFirst.Benchmarks.Harness;

/// <summary>Compares a figure with its goal, and says by how much it is missed.</summary>
internal static class Goals
{
    /// <summary>At least so much.</summary>
    /// <param name="what">What is compared.</param>
    /// <param name="value">The figure.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="behind">The series it comes from: one that doesn't count spoils it.</param>
    public static Finding AtLeast(string what, double value, double goal, params IReadOnlyList<Series> behind) =>
        Judge(what, value, goal, value >= goal, $"at least {Text(goal)}", string.Empty, behind);

    /// <summary>At most so much.</summary>
    public static Finding AtMost(string what, double value, double goal, string unit, params IReadOnlyList<Series> behind) =>
        Judge(what, value, goal, value <= goal, $"at most {Text(goal)}{unit}", unit, behind);

    /// <summary>Only reported.</summary>
    public static Finding Reported(string what, double value, string unit, params IReadOnlyList<Series> behind) =>
        new(what, null, Text(value) + unit, NotCounting(behind) ?? "reported");

    /// <summary>A number as the report shows it: three significant digits, whole from a hundred on.</summary>
    public static string Text(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F2", CultureInfo.InvariantCulture),
    };

    private static Finding Judge(
        string what, double value, double goal, bool met, string goalText, string unit, IReadOnlyList<Series> behind)
    {
        var percent = Math.Abs(value - goal) / goal * 100;
        var verdict = met ? "met" : string.Create(CultureInfo.InvariantCulture, $"**missed** by {percent:F0} %");
        return new Finding(what, goalText, Text(value) + unit, NotCounting(behind) is { } why ? $"{why} (would be: {verdict})" : verdict);
    }

    private static string? NotCounting(IReadOnlyList<Series> behind)
    {
        if (behind.FirstOrDefault(s => s.Defects.Count > 0) is { } wrong) return $"**doesn't count**: {wrong.Contender} was wrong: {wrong.Defects[0]}";
        return behind.FirstOrDefault(s => !s.Quartiles.Counts) is { } wide
            ? string.Create(CultureInfo.InvariantCulture, $"**doesn't count**: quartiles of {wide.Contender} {wide.Quartiles.Spread * 100:F0} % apart")
            : null;
    }
}
