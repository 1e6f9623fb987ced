using System.Collections.Immutable;
using System.Globalization;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Planning;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Core.ContactCycle;

/// <summary>
/// The plan of a month's contacts (practice 1: every funded program talks with each of its external partners every month, whether needed or not).
/// </summary>
public static class ContactPlan
{
    /// <summary>The stages' names.</summary>
    public const string Open = "open", TeamLead = "team-lead", Specialist = "specialist", Close = "close", Report = "report";

    private const string Prefix = "contacts-";

    /// <summary>A day has only so much of it left for the specialist where the month has no working day after the team lead's.</summary>
    private static readonly Duration SameDay = Duration.FromHours(4);

    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>The id of a month's cycle: <c>contacts-2026-12</c>.</summary>
    public static string Id(YearMonth month) => Prefix + Month.Format(month);

    /// <summary>The month of a cycle, or null where the text is no such id.</summary>
    public static YearMonth? MonthOf(string cycle) =>
        cycle.StartsWith(Prefix, StringComparison.Ordinal)
        && Month.Parse(cycle[Prefix.Length..]).TryGetValue(default, out var month) && month.Year is >= 2000 and < 3000
            ? month
            : null;

    /// <summary>A reminder's name, by its place from 1: a setting that moves it doesn't repeat it.</summary>
    public static string Nudge(int place) => string.Create(CultureInfo.InvariantCulture, $"nudge-{place}");

    /// <summary>
    /// The plan of a month. Reminders fall on working days; where the next one would be after the close, on the last before it. The report comes on the
    /// next working day.
    /// </summary>
    public static CyclePlan Of(YearMonth month, Community community)
    {
        var (settings, zone, holidays) = (community.ContactCycle, community.Zone, community.Holidays);
        var last = month.OnDayOfMonth(Math.Min(settings.ClosesOn, month.ToDateInterval().End.Day));
        var lastMorning = WorkingHours.At(Mornings.Before(last, holidays), settings.RemindsAt, zone);
        var lead = Reminder(TeamLead, NextWorkingDay(month.OnDayOfMonth(settings.TeamLead), holidays));
        return new CyclePlan(
            Id(month),
            [
                new Stage(Open, WorkingHours.At(month.OnDayOfMonth(settings.OpensOn), settings.Opens, zone)),
                .. settings.Nudges.Select((day, i) => Reminder(Nudge(i + 1), NextWorkingDay(month.OnDayOfMonth(day), holidays))),
                lead,
                AfterLead() with { AskedBy = lead.At },
                new Stage(Close, WorkingHours.At(last, settings.Closes, zone)),
                new Stage(Report, WorkingHours.At(NextWorkingDay(last.PlusDays(1), holidays), settings.ReportsAt, zone)),
            ])
        {
            Names = Names,
        };

        Stage Reminder(string name, LocalDate on) => new(name, Instant.Min(WorkingHours.At(on, settings.RemindsAt, zone), lastMorning), IsReminder: true);

        // Some working days after the lead; where the month has none left, in the afternoon of the lead's own day.
        Stage AfterLead()
        {
            var on = lead.At.InZone(zone).Date;
            for (var i = 0; i < settings.SpecialistAfter; i++) on = NextWorkingDay(on.PlusDays(1), holidays);
            var at = Reminder(Specialist, on).At;
            return new Stage(Specialist, at > lead.At ? at : lead.At + SameDay, IsReminder: true);
        }
    }

    private static readonly ImmutableArray<string> Names =
        [Open, .. Enumerable.Range(1, ContactCycleSettings.MostNudges).Select(Nudge), TeamLead, Specialist, Close, Report];

    private static LocalDate NextWorkingDay(LocalDate day, HolidayCalendar holidays)
    {
        while (!holidays.IsWorkingDay(day)) day = day.PlusDays(1);
        return day;
    }
}
