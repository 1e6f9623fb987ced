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

    /// <summary>So long a team lead has before the specialist hears of it.</summary>
    private const int DaysForTheLead = 2;

    private static readonly LocalTime Afternoon = new(13, 0);

    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>The id of a month's cycle: <c>contacts-2026-12</c>.</summary>
    public static string Id(YearMonth month) => Prefix + Month.Format(month);

    /// <summary>The month of a cycle, or null where the text is no such id.</summary>
    public static YearMonth? MonthOf(string cycle) =>
        cycle.StartsWith(Prefix, StringComparison.Ordinal) && Month.Parse(cycle[Prefix.Length..]).TryGetValue(default, out var month) ? month : null;

    /// <summary>A reminder's name, by its place from 1: a setting that moves it doesn't repeat it.</summary>
    public static string Nudge(int place) => string.Create(CultureInfo.InvariantCulture, $"nudge-{place}");

    /// <summary>
    /// The plan of a month. Reminders fall on working days; where the next one would be after the close, on the last before it. The report comes on the
    /// next working morning.
    /// </summary>
    public static CyclePlan Of(YearMonth month, Community community)
    {
        var settings = community.ContactCycle;
        var last = month.ToDateInterval().End;
        var close = WorkingHours.At(last, settings.Closes, community.Zone);
        var stages = ImmutableArray.CreateBuilder<Stage>();
        stages.Add(new Stage(Open, WorkingHours.At(month.OnDayOfMonth(1), settings.Opens, community.Zone)));
        for (var i = 0; i < settings.Nudges.Length; i++) stages.Add(Reminder(Nudge(i + 1), NextWorkingDay(month.OnDayOfMonth(settings.Nudges[i]), community.Holidays)));
        var lead = Reminder(TeamLead, NextWorkingDay(month.OnDayOfMonth(settings.TeamLead), community.Holidays));
        stages.Add(lead);
        stages.Add(AfterLead());
        stages.Add(new Stage(Close, close));
        stages.Add(new Stage(Report, WorkingHours.At(NextWorkingDay(last.PlusDays(1), community.Holidays), WorkingHours.Start, community.Zone)));
        return new CyclePlan(Id(month), stages.ToImmutable());

        Stage Reminder(string name, LocalDate on) =>
            new(name, Instant.Min(WorkingHours.At(on, WorkingHours.Start, community.Zone), LastMorning()), IsReminder: true);

        Instant LastMorning() => WorkingHours.At(LastWorkingDay(last, community.Holidays), WorkingHours.Start, community.Zone);

        // Two working days after the lead; where the month has none left, in the afternoon of the lead's own day.
        Stage AfterLead()
        {
            var on = lead.At.InZone(community.Zone).Date;
            for (var i = 0; i < DaysForTheLead; i++) on = NextWorkingDay(on.PlusDays(1), community.Holidays);
            var at = Reminder(Specialist, on);
            return at.At > lead.At ? at : at with { At = WorkingHours.At(lead.At.InZone(community.Zone).Date, Afternoon, community.Zone) };
        }
    }

    private static LocalDate NextWorkingDay(LocalDate day, HolidayCalendar holidays)
    {
        while (!holidays.IsWorkingDay(day)) day = day.PlusDays(1);
        return day;
    }

    private static LocalDate LastWorkingDay(LocalDate day, HolidayCalendar holidays)
    {
        do day = day.PlusDays(-1);
        while (!holidays.IsWorkingDay(day));
        return day;
    }
}
