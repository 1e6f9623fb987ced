using System.Runtime.CompilerServices;
using HousingFirst.Core.Calendars;
using NodaTime.Text;

namespace HousingFirst.Core.Tests.Calendars;

/// <summary>Holidays and local times against calendars that others wrote.</summary>
public sealed class IndependentCalendarTests
{
    /// <summary>Where 1 July is a Sunday, the day off is the Monday (Employment Standards Code, section 25); that library names the day itself.</summary>
    private static readonly LocalDate[] SundaysOfJuly = [new(2029, 7, 1), new(2035, 7, 1), new(2040, 7, 1), new(2046, 7, 1), new(2057, 7, 1)];

    [Fact]
    public void Alberta_has_the_holidays_that_another_library_names_for_forty_years()
    {
        var others = File.ReadAllLines(Path.Combine(Here(), "alberta-holidays.txt")).Where(l => l[0] != '#').Select(l => LocalDatePattern.Iso.Parse(l).Value).ToHashSet();
        var calendar = HolidayCalendar.Alberta();
        var first = new LocalDate(2020, 1, 1);
        var days = Enumerable.Range(0, Period.DaysBetween(first, new LocalDate(2061, 1, 1))).Select(first.PlusDays).ToArray();
        Assert.Equal(9 * 41, others.Count);
        Assert.Equal(
            SundaysOfJuly.SelectMany(d => (LocalDate[])[d, d.PlusDays(1)]), days.Where(d => calendar.IsHoliday(d) != others.Contains(d)));
        Assert.All(SundaysOfJuly, d => Assert.True(others.Contains(d) && calendar.IsHoliday(d.PlusDays(1))));
    }

    /// <summary>The operating system's zone data, read by .NET. America/Edmonton is left out: older data has it change its clocks after 2026.</summary>
    [Theory]
    [InlineData("America/Toronto")]
    [InlineData("America/St_Johns")]
    public void The_instants_of_local_mornings_are_those_of_the_operating_system(string id)
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById(id, out var system), "This machine has no zone data.");
        var zone = DateTimeZoneProviders.Tzdb[id];
        for (var day = new LocalDate(2024, 1, 1); day < new LocalDate(2037, 1, 1); day = day.PlusDays(1))
        {
            foreach (var time in (LocalTime[])[new(0, 0), new(8, 0), new(8, 30), new(17, 0), new(23, 59)])
            {
                var theirs = TimeZoneInfo.ConvertTimeToUtc(day.At(time).ToDateTimeUnspecified(), system);
                Assert.Equal(Instant.FromDateTimeUtc(theirs), WorkingHours.At(day, time, zone));
            }
        }
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
