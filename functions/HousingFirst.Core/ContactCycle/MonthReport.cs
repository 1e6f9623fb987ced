using System.Collections.Immutable;
using NodaTime;

namespace HousingFirst.Core.ContactCycle;

/// <summary>How a month of contacts stands: the truth, whoever it flatters. No program is ranked, and nobody is scored (promise 11).</summary>
/// <param name="Month">The month.</param>
/// <param name="Programs">How many programs owed a contact.</param>
/// <param name="Total">The numbers of all.</param>
/// <param name="MedianMade">The median share of contacts made, in whole percents; null for fewer than six programs: a median of few is a name.</param>
/// <param name="Silent">The programs of which nothing was heard, by id.</param>
public sealed record MonthReport(YearMonth Month, int Programs, MonthCounts Total, int? MedianMade, ImmutableArray<string> Silent)
{
    /// <summary>From so many programs on a median is shown.</summary>
    public const int FewestForMedian = 6;

    /// <summary>The report of a month.</summary>
    public static MonthReport Of(YearMonth month, IEnumerable<(string Program, MonthCounts Counts)> programs)
    {
        var owing = programs.Where(p => p.Counts.Owed > 0).ToArray();
        var shares = owing.Select(p => Share(p.Counts.Made, p.Counts.Owed)).Order().ToArray();
        return new MonthReport(
            month,
            owing.Length,
            owing.Aggregate(MonthCounts.None, (sum, p) => sum + p.Counts),
            owing.Length < FewestForMedian ? null : (shares[(shares.Length - 1) / 2] + shares[shares.Length / 2]) / 2,
            [.. owing.Where(p => p.Counts.Open == p.Counts.Owed).Select(p => p.Program).Order(StringComparer.Ordinal)]);
    }

    /// <summary>A share in whole percents; 100 where nothing was owed.</summary>
    public static int Share(int part, int of) => of == 0 ? 100 : (int)Math.Round(100.0 * part / of, MidpointRounding.AwayFromZero);
}

/// <summary>A month of the trend.</summary>
/// <param name="Month">The month.</param>
/// <param name="Counts">Its numbers.</param>
public sealed record TrendMonth(YearMonth Month, MonthCounts Counts);
