using HousingFirst.Core.Calendars;
using HousingFirst.Core.ClientChanges;
using NodaTime;

namespace HousingFirst.Core.Consent;

/// <summary>
/// Warnings before something ends: 60, 30 and 7 days ahead. A consent or an agreement that ends unseen is a partner who learns nothing any
/// more, and nobody knows why.
/// </summary>
public static class Expiry
{
    /// <summary>An hour before the first digests leave: a warning is in the digest of its day.</summary>
    private static readonly LocalTime Hour = new(6, 0);

    /// <summary>How many days ahead, first to last.</summary>
    public static IReadOnlyList<int> DaysAhead { get; } = [60, 30, 7];

    /// <summary>The warnings that still lie ahead.</summary>
    /// <param name="lastDay">The last day, included.</param>
    /// <param name="now">The instant of planning (UTC): what would have been before is not made up for.</param>
    /// <param name="zone">The zone of the calendar.</param>
    public static IEnumerable<(int DaysAhead, Instant At)> Ahead(LocalDate lastDay, Instant now, DateTimeZone zone) =>
        At(lastDay, zone).Where(warning => warning.At > now);

    /// <summary>
    /// The warnings that still say something: those that lie ahead, and the one whose instant has passed and whose time has not. For what was recorded
    /// before warnings were planned.
    /// </summary>
    /// <param name="lastDay">The last day, included.</param>
    /// <param name="now">The instant of planning (UTC).</param>
    /// <param name="zone">The zone of the calendar.</param>
    public static IEnumerable<(int DaysAhead, Instant At)> StillToSay(LocalDate lastDay, Instant now, DateTimeZone zone) =>
        At(lastDay, zone).Where(warning => warning.At > now || Holds(warning.DaysAhead, lastDay, now.InZone(zone).Date));

    /// <summary>
    /// Whether a warning still says something: what it is about has not ended, and the next warning is not due yet. After an outage only the last
    /// one that was missed is made up for.
    /// </summary>
    /// <param name="daysAhead">One of <see cref="DaysAhead"/>.</param>
    /// <param name="lastDay">The last day, included.</param>
    /// <param name="today">Today.</param>
    public static bool Holds(int daysAhead, LocalDate lastDay, LocalDate today)
    {
        var left = Period.DaysBetween(today, lastDay);
        return left >= 0 && left <= daysAhead && !DaysAhead.Any(next => next < daysAhead && left <= next);
    }

    /// <summary>
    /// The consent to warn of, or null where nothing is lost when it ends: it was withdrawn or renewed meanwhile, the client has died, its recipient
    /// is no longer on the team or is the program, or another consent of the same recipient allows all of it for longer. Police are on no team: a
    /// card's consent is warned of all the same.
    /// </summary>
    /// <param name="state">The client's state.</param>
    /// <param name="id">The consent's id.</param>
    /// <param name="lastDay">Its last day when the warning was planned.</param>
    /// <param name="today">Today in the community.</param>
    public static ConsentRecord? WorthAWarning(ClientState state, string id, LocalDate lastDay, LocalDate today)
    {
        if (state.Head.Deceased is not null || state.Program(today) is not { } program) return null;
        var consent = state.Consents.FirstOrDefault(c => c.Id == id);
        if (consent is null || consent.To != lastDay || consent.Withdrawn is not null) return null;
        var isInUse = consent.Allows.HasFlag(Allows.Card)
            || state.Team(today).Any(m => m != program && (m.Agency == consent.Recipient || m.Contact == consent.Recipient));
        return isInUse && !state.Consents.Any(other => Outlasts(other, consent)) ? consent : null;
    }

    private static IEnumerable<(int DaysAhead, Instant At)> At(LocalDate lastDay, DateTimeZone zone) =>
        DaysAhead.Select(days => (days, WorkingHours.At(lastDay.PlusDays(-days), Hour, zone)));

    private static bool Outlasts(ConsentRecord other, ConsentRecord consent) =>
        other.Recipient == consent.Recipient && other.Withdrawn is null && other.To > consent.To && other.From <= consent.To.PlusDays(1)
        && (other.Allows & consent.Allows) == consent.Allows;
}
