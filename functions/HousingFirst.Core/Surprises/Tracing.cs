using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.Surprises;

/// <summary>
/// Traces a surprise to its cause: of the changes about that client near that day, the first whose telling went wrong. Every report has exactly
/// one cause, so that a month's causes add up.
/// </summary>
public static class Tracing
{
    /// <summary>People remember a day a week off; a report without a day is about the last month.</summary>
    public const int NearDays = 7, LastDays = 30;

    /// <summary>Traces a report.</summary>
    /// <param name="report">What the partner says.</param>
    /// <param name="tellings">What became of each change about the client, for that partner; others do no harm.</param>
    public static TracedSurprise Trace(SurpriseReport report, IEnumerable<Telling> tellings)
    {
        // A change that had no line for the partner may have nothing to do with it: those that had one come first.
        var near = tellings.Where(t => IsNear(report, t))
            .OrderBy(t => t.Fate == TellingFate.NoLine)
            .ThenBy(t => Distance(report, t))
            .ThenByDescending(t => t.Accepted)
            .ThenBy(t => t.Change, StringComparer.Ordinal);
        foreach (var telling in near)
        {
            if (CauseIn(telling) is { } cause) return new TracedSurprise(cause, telling);
        }

        return new TracedSurprise(SurpriseCause.NoMessage, null);
    }

    /// <summary>
    /// Whether a report may be about a change: near its day, and of the code it names. Where it names none, what is only recorded and what is about
    /// consents is left out: nobody waits to hear of it.
    /// </summary>
    public static bool IsNear(SurpriseReport report, Telling telling)
    {
        var (code, days) = (telling.Code, Distance(report, telling));
        if (report.Change is { } named ? named.Code != code.Code : code.Urgency == Urgency.U0 || IsAboutConsent(code)) return false;
        return report.OccurredOn is null ? telling.OccurredOn <= report.Reported && days <= LastDays : days <= NearDays;
    }

    private static SurpriseCause? CauseIn(Telling telling) => telling.Fate switch
    {
        TellingFate.NoLine => SurpriseCause.NotOnTeam,
        TellingFate.Source => null,
        TellingFate.Withheld => SurpriseCause.NoConsent,
        TellingFate.NotDelivered => SurpriseCause.Bounced,
        _ when telling.Told <= telling.OccurredOn => null,
        _ when telling.Accepted > telling.OccurredOn => SurpriseCause.ToldLate,
        TellingFate.ByDigest => SurpriseCause.DigestTooLate,
        _ => SurpriseCause.ToldLate,
    };

    private static bool IsAboutConsent(ChangeCode code) => code.Code.StartsWith("consent.", StringComparison.Ordinal);

    private static int Distance(SurpriseReport report, Telling telling) =>
        Math.Abs(Period.DaysBetween(telling.OccurredOn, report.OccurredOn ?? report.Reported));
}
