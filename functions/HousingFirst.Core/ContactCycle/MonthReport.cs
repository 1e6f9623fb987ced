using System.Collections.Immutable;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Core.Surprises;
using NodaTime;

namespace HousingFirst.Core.ContactCycle;

/// <summary>How a month ended: the truth, whoever it flatters. No program is ranked, and nobody is scored (promise 11).</summary>
/// <param name="Month">The month.</param>
/// <param name="Programs">How many programs owed a contact.</param>
/// <param name="Total">The numbers of all programs.</param>
/// <param name="MedianMade">The median share of contacts made, in whole percents; null for fewer than six programs: a median of few is a name.</param>
/// <param name="Silent">The programs of which nothing was heard, by id.</param>
public sealed record MonthReport(YearMonth Month, int Programs, MonthCounts Total, int? MedianMade, ImmutableArray<string> Silent)
{
    /// <summary>What the specialist owed and made: one contact a quarter with each resting partner.</summary>
    public MonthCounts Specialist { get; init; } = MonthCounts.None;

    /// <summary>What became of those who had to know of client changes; null where they were too few to show.</summary>
    public ShownCoverage? Coverage { get; init; }

    /// <summary>Who was caught off guard, by cause.</summary>
    public Shown<SurpriseCause> Surprises { get; init; } = new([], 0);

    /// <summary>The partners with whom no program has talked for two months, though they are owed it, by id.</summary>
    public ImmutableArray<string> Quiet { get; init; } = [];

    /// <summary>The months before, oldest first, and this one.</summary>
    public ImmutableArray<TrendMonth> Trend { get; init; } = [];

    /// <summary>The report of a month's contacts.</summary>
    /// <param name="month">The month.</param>
    /// <param name="programs">The numbers of each program, and of the specialist.</param>
    /// <param name="lead">The lead organisation's id: its numbers are the specialist's own. Null where it is not among them.</param>
    public static MonthReport Of(YearMonth month, IEnumerable<(string Program, MonthCounts Counts)> programs, string? lead = null)
    {
        var all = programs.ToLookup(p => p.Program == lead);
        var owing = all[false].Where(p => p.Counts.Owed > 0).ToArray();
        var shares = owing.Select(p => Share(p.Counts.Made, p.Counts.Owed)).Order().ToArray();
        return new MonthReport(
            month,
            owing.Length,
            all[false].Aggregate(MonthCounts.None, (sum, p) => sum + p.Counts),
            owing.Length < SmallNumbers.Fewest ? null : (shares[(shares.Length - 1) / 2] + shares[shares.Length / 2]) / 2,
            [.. owing.Where(p => p.Counts.IsSilent).Select(p => p.Program).Order(StringComparer.Ordinal)])
        {
            Specialist = all[true].Aggregate(MonthCounts.None, (sum, p) => sum + p.Counts),
        };
    }

    /// <summary>A share in whole percents; 100 where nothing was owed.</summary>
    public static int Share(int part, int of) => of == 0 ? 100 : (int)Math.Round(100.0 * part / of, MidpointRounding.AwayFromZero);
}

/// <summary>A month of the trend.</summary>
/// <param name="Month">The month.</param>
/// <param name="Counts">Its numbers as they are now.</param>
public sealed record TrendMonth(YearMonth Month, MonthCounts Counts)
{
    /// <summary>Its numbers as they were reported last, where what was recorded since has corrected them; null where nothing has.</summary>
    public MonthCounts? Reported { get; init; }
}
