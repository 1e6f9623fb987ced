using HousingFirst.Core.Calendars;

namespace HousingFirst.Core.Tests.Calendars;

public sealed class HolidayCalendarTests
{
    /// <summary>As published by the Government of Alberta.</summary>
    [Theory]
    [InlineData(2026, "01-01 02-16 04-03 05-18 07-01 09-07 10-12 11-11 12-25")]
    [InlineData(2027, "01-01 02-15 03-26 05-24 07-01 09-06 10-11 11-11 12-25")]
    [InlineData(2029, "01-01 02-19 03-30 05-21 07-02 09-03 10-08 11-11 12-25")]
    public void Alberta_has_nine_holidays(int year, string days)
    {
        var calendar = HolidayCalendar.Alberta();
        var first = new LocalDate(year, 1, 1);

        var holidays = Enumerable.Range(0, 365).Select(first.PlusDays).Where(calendar.IsHoliday);

        Assert.Equal(days, string.Join(' ', holidays.Select(d => NodaTime.Text.LocalDatePattern.CreateWithInvariantCulture("MM-dd").Format(d))));
    }

    [Fact]
    public void A_community_adds_its_own_days_off()
    {
        var day = new LocalDate(2026, 12, 28);

        Assert.True(HolidayCalendar.Alberta().IsWorkingDay(day));
        Assert.False(HolidayCalendar.Alberta(day).IsWorkingDay(day));
        Assert.True(HolidayCalendar.Only(day).IsWorkingDay(new LocalDate(2026, 12, 25)));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(6, false)]
    [InlineData(7, true)]
    public void Nobody_works_on_weekends(int dayOfDecember, bool works) =>
        Assert.Equal(works, HolidayCalendar.Alberta().IsWorkingDay(new LocalDate(2026, 12, dayOfDecember)));
}
