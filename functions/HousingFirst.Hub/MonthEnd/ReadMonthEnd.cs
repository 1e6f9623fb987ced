using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.Surprises;
using NodaTime;

namespace HousingFirst.Hub.MonthEnd;

/// <summary>
/// Reads how a month stands, from the numbers of its programs: of this month, and of each of the months before in which something may have been recorded
/// late.
/// </summary>
public sealed class ReadMonthEnd(ReadMonthPrograms programs, MonthEndStore store, CountCoverage count, SurpriseStore surprises)
{
    /// <summary>Months of the trend, this one included.</summary>
    public const int TrendMonths = 12;

    /// <summary>A contact may be recorded 62 days after its day: so many months before this one may have been corrected since they were reported.</summary>
    private const int MonthsCorrected = 3;

    /// <summary>The report of a month as it is now: a month that is over with what was recorded after its close.</summary>
    public async ValueTask<MonthReport> RunAsync(YearMonth month, Surroundings at, CancellationToken cancellation)
    {
        var (counts, quiet) = await ProgramsAsync(month, at, cancellation);
        var (before, quietBefore) = await ProgramsAsync(month.PlusMonths(-1), at, cancellation);
        var report = MonthReport.Of(month, counts, at.Community.LeadOrganisation);
        return report with
        {
            Coverage = await CoverageAsync(month, at, cancellation) is { } coverage ? ShownCoverage.Of(coverage) : null,
            Surprises = await SurprisesAsync(month, cancellation),
            Quiet = quiet.AndBefore(quietBefore),
            Trend = await TrendAsync(report, MonthReport.Of(month.PlusMonths(-1), before, at.Community.LeadOrganisation), at, cancellation),
        };
    }

    /// <summary>The coverage as it was counted when the month was reported; where it was not yet, as it is now; null where it can't be counted any more.</summary>
    public async ValueTask<CoverageMonth?> CoverageAsync(YearMonth month, Surroundings at, CancellationToken cancellation) =>
        await store.CoverageAsync(month, cancellation) is { } counted
            ? counted
            : CountCoverage.CanCount(month, at) ? await count.RunAsync(month, at, cancellation) : null;

    private async ValueTask<(List<(string Program, MonthCounts Counts)> Counts, QuietPartners Quiet)> ProgramsAsync(
        YearMonth month, Surroundings at, CancellationToken cancellation)
    {
        var (counts, quiet) = (new List<(string, MonthCounts)>(), new QuietPartners());
        await foreach (var shown in programs.EachAsync(month, cancellation))
        {
            counts.Add((shown.Program, shown.Counts));
            if (shown.Program != at.Community.LeadOrganisation) quiet.Add(shown.Made, shown.Wanting);
        }

        return (counts, quiet);
    }

    private async ValueTask<Shown<SurpriseCause>> SurprisesAsync(YearMonth month, CancellationToken cancellation)
    {
        // No row says about which client: a report counts as one of its own.
        var counts = await surprises.CountsAsync(month.OnDayOfMonth(1), cancellation);
        return SmallNumbers.Of(counts.ByCause.Select(c => new Cell<SurpriseCause>(c.Key, (int)c.Value, (int)c.Value)), SurpriseCauses.All.Count);
    }

    /// <summary>
    /// The trend: months that may have been corrected are counted anew, those among them that were not reported yet too; the others are as they were
    /// reported.
    /// </summary>
    private async ValueTask<ImmutableArray<TrendMonth>> TrendAsync(
        MonthReport report, MonthReport before, Surroundings at, CancellationToken cancellation)
    {
        var first = report.Month.PlusMonths(1 - TrendMonths);
        var reported = (await store.TrendAsync(first, report.Month, cancellation)).ToDictionary(t => t.Month, t => t.Counts);
        var trend = ImmutableArray.CreateBuilder<TrendMonth>();
        for (var month = first; month <= report.Month; month = month.PlusMonths(1))
        {
            if (month < report.Month.PlusMonths(-MonthsCorrected))
            {
                if (reported.TryGetValue(month, out var known)) trend.Add(new TrendMonth(month, known));
                continue;
            }

            var now = month == report.Month ? report.Total
                : month == before.Month ? before.Total
                : MonthReport.Of(month, await programs.CountsAsync(month, cancellation), at.Community.LeadOrganisation).Total;
            if (month == report.Month || reported.ContainsKey(month) || now.Owed > 0) trend.Add(With(month, now));
        }

        return trend.ToImmutable();

        TrendMonth With(YearMonth month, MonthCounts now) =>
            new(month, now) { Reported = reported.TryGetValue(month, out var known) && known != now ? known : null };
    }
}
