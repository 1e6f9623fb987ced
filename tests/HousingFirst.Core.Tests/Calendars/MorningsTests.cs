using CsCheck;
using HousingFirst.Core.Calendars;

namespace HousingFirst.Core.Tests.Calendars;

public sealed class MorningsTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/Edmonton"];
    private static readonly HolidayCalendar Holidays = HolidayCalendar.Alberta();
    private static readonly LocalTime Seven = new(7, 0);

    [Theory]
    [InlineData("2026-12-01T13:59:59Z", "2026-12-01T13:00:00Z", false)]
    [InlineData("2026-12-01T12:59:59Z", "2026-12-01T13:00:00Z", true)]
    [InlineData("2026-12-01T13:00:00Z", "2026-12-02T13:00:00Z", true)]
    [InlineData("2026-12-04T18:00:00Z", "2026-12-07T13:00:00Z", true)]
    [InlineData("2026-12-24T18:00:00Z", "2026-12-28T13:00:00Z", true)]
    public void The_next_morning_is_a_working_days(string after, string next, bool isNext) => Assert.Equal(
        isNext, Next(NodaTime.Text.InstantPattern.ExtendedIso.Parse(after).Value) == NodaTime.Text.InstantPattern.ExtendedIso.Parse(next).Value);

    [Fact]
    public void No_working_morning_lies_between_a_moment_and_the_next_and_the_day_before_is_the_last() =>
        Gen.Int[0, 60 * 24 * 800].Sample(minute =>
        {
            var after = Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromMinutes(minute);
            var next = Next(after);
            Assert.True(next > after);
            var day = next.InZone(Zone).Date;
            Assert.True(Holidays.IsWorkingDay(day));
            for (var other = after.InZone(Zone).Date; other < day; other = other.PlusDays(1))
                Assert.False(Holidays.IsWorkingDay(other) && WorkingHours.At(other, Seven, Zone) > after);
            var before = Mornings.Before(day, Holidays);
            Assert.True(Holidays.IsWorkingDay(before) && before < day);
            for (var other = before.PlusDays(1); other < day; other = other.PlusDays(1)) Assert.False(Holidays.IsWorkingDay(other));
        });

    private static Instant Next(Instant after) => Mornings.Next(after, Seven, Zone, Holidays);
}
