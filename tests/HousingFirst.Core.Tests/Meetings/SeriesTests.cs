using CsCheck;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Planning;

namespace HousingFirst.Core.Tests.Meetings;

/// <summary>Which meetings there are, and what each does when.</summary>
public sealed class SeriesTests
{
    private static readonly MeetingSeries EveryTwoWeeks = new(new LocalDate(2026, 12, 9), 2, new LocalTime(13, 30), 90, "City Hall");

    private static readonly string[] Zones = ["America/Edmonton", "Pacific/Apia", "Europe/London", "Australia/Lord_Howe"];

    private static readonly Community Town = In("America/Edmonton") with { Meetings = EveryTwoWeeks };

    [Fact]
    public void Every_second_Wednesday_and_a_holiday_gives_way()
    {
        var town = Town with { Meetings = EveryTwoWeeks with { First = new LocalDate(2026, 10, 28) } };
        Assert.Equal(
            """
            meetings-2026-10-28 2026-10-28
            meetings-2026-11-11 2026-11-12
            meetings-2026-11-25 2026-11-25
            meetings-2026-12-09 2026-12-09
            meetings-2026-12-23 2026-12-23
            """.ReplaceLineEndings("\n"),
            string.Join('\n', MeetingCalendar.Between(new LocalDate(2026, 10, 1), new LocalDate(2026, 12, 31), town).Select(m => $"{m.Id} {Iso(m.On)}")));
    }

    [Fact]
    public void Where_the_week_has_no_working_day_left_it_is_the_last_one_before()
    {
        // Friday 25 December 2026 is a holiday, and the week is over.
        var town = Town with { Meetings = EveryTwoWeeks with { First = new LocalDate(2026, 12, 25) } };
        Assert.Equal(new LocalDate(2026, 12, 24), MeetingCalendar.Find("meetings-2026-12-25", town)!.On);
    }

    [Fact]
    public void The_plan_of_a_meeting()
    {
        Assert.Equal(
            """
            call 2026-12-02T14:30:00Z
            agenda 2026-12-07T14:30:00Z
            remind 2026-12-08T14:30:00Z
            minutes 2026-12-11T14:30:00Z
            purge 2026-12-23T12:00:00Z
            """.ReplaceLineEndings("\n"),
            Shown(MeetingPlan.Of("meetings-2026-12-09", Town)));
    }

    [Fact]
    public void A_moved_meeting_keeps_its_id_and_a_cancelled_one_is_off()
    {
        var now = At(new LocalDate(2026, 12, 1));
        var (moved, none) = SeriesEdits.Move("meetings-2026-12-09", new LocalDate(2026, 12, 10), new LocalTime(9, 0), Town, now);
        Assert.Null(none);
        var meeting = MeetingCalendar.Find("meetings-2026-12-09", Town with { Meetings = moved })!;
        Assert.Equal((new LocalDate(2026, 12, 10), new LocalTime(9, 0), false), (meeting.On, meeting.At, meeting.IsOff));
        Assert.Equal("meetings-2026-12-09", MeetingCalendar.Next(Town with { Meetings = moved }, now)!.Id);

        var (cancelled, _) = SeriesEdits.Cancel("meetings-2026-12-09", Town with { Meetings = moved }, now);
        Assert.True(MeetingCalendar.Find("meetings-2026-12-09", Town with { Meetings = cancelled })!.IsOff);
        Assert.Equal("meetings-2026-12-23", MeetingCalendar.Next(Town with { Meetings = cancelled }, now)!.Id);
        Assert.Equal("meetings-2026-12-23", MeetingCalendar.After(meeting, Town with { Meetings = cancelled })!.Id);
    }

    [Theory]
    [InlineData("meetings-2026-12-08", 2026, 12, 10, "meeting")] // No meeting of the rule.
    [InlineData("meetings-2026-12-09", 2026, 12, 12, "to")] // A Saturday.
    [InlineData("meetings-2026-12-09", 2026, 11, 30, "to")] // Past.
    public void What_can_not_be_moved_is_said(string id, int year, int month, int day, string path)
    {
        var (series, wrong) = SeriesEdits.Move(id, new LocalDate(year, month, day), new LocalTime(9, 0), Town, At(new LocalDate(2026, 12, 1)));
        Assert.Null(series);
        Assert.Equal(path, wrong!.Path);
    }

    [Fact]
    public void A_meeting_that_was_called_stays_when_the_rule_changes()
    {
        var thursdays = EveryTwoWeeks with { First = new LocalDate(2026, 12, 10), At = new LocalTime(9, 0) };
        var after = Town with { Meetings = SeriesEdits.WithRule(EveryTwoWeeks, thursdays, Town, At(new LocalDate(2026, 12, 3))) };
        var kept = MeetingCalendar.Find("meetings-2026-12-09", after)!;
        Assert.Equal((new LocalDate(2026, 12, 9), new LocalTime(13, 30), false), (kept.On, kept.At, kept.IsOff));

        // Before its call, the old rule's meeting is off: nobody has heard of it.
        var before = Town with { Meetings = SeriesEdits.WithRule(EveryTwoWeeks, thursdays, Town, At(new LocalDate(2026, 12, 1))) };
        Assert.True(MeetingCalendar.Find("meetings-2026-12-09", before)!.IsOff);
        Assert.False(MeetingCalendar.Find("meetings-2026-12-10", before)!.IsOff);
    }

    [Fact]
    public void Any_series_in_any_zone_has_stages_that_rise_and_days_on_which_people_work()
    {
        var any =
            from zone in Gen.Int[0, 3].Select(i => Zones[i])
            from first in Gen.Int[0, 4000].Select(n => new LocalDate(2020, 1, 1).PlusDays(n))
            from weeks in Gen.Int[1, 8]
            from hour in Gen.Int[0, 23]
            from call in Gen.Int[2, 30]
            from agenda in Gen.Int[1, Math.Min(14, call - 1)]
            from after in Gen.Int[1, 7]
            select In(zone) with
            {
                Meetings = new MeetingSeries(first, weeks, new LocalTime(hour, 0), 90, "here") { CallDays = call, AgendaDays = agenda, MinutesDays = after },
            };
        any.Sample(town =>
        {
            var first = town.Meetings!.First;
            var meetings = MeetingCalendar.Between(first.PlusDays(-7), first.PlusDays(200), town).ToArray();
            Assert.NotEmpty(meetings);
            Assert.Equal(meetings.Length, meetings.Select(m => m.Id).Distinct().Count());
            foreach (var meeting in meetings)
            {
                Assert.True(town.Holidays.IsWorkingDay(meeting.On));
                Assert.Equal(meeting, MeetingCalendar.Find(meeting.Id, town));
                var stages = MeetingPlan.Of(meeting.Id, town).Stages;
                Assert.Equal(stages.OrderBy(s => s.At).Select(s => s.Name), stages.Select(s => s.Name));
            }
        });
    }

    private static string Shown(CyclePlan plan) => string.Join('\n', plan.Stages.Select(s => $"{s.Name} {s.At}"));

    private static string Iso(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);

    private static Instant At(LocalDate day) => WorkingHours.At(day, new LocalTime(12, 0), Town.Zone);

    private static Community In(string zone) =>
        new("town", "Town", "Ville", DateTimeZoneProviders.Tzdb[zone], "lead", HolidayCalendar.Alberta(), 600);
}
