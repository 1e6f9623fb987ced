using HousingFirst.Hub.Tables;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace HousingFirst.Hub.Tests.Tables;

public sealed class IsoTextTests
{
    private static readonly InstantPattern Millisecond = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss.fff'Z'");
    private static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    [Theory]
    [InlineData(2026, 11, 2)]
    [InlineData(1, 1, 1)]
    [InlineData(9999, 12, 31)]
    [InlineData(2024, 2, 29)]
    [InlineData(0, 12, 31)]
    [InlineData(-44, 3, 15)]
    public void A_day_is_written_and_read_as_the_pattern_does(int year, int month, int day)
    {
        var date = new LocalDate(year, month, day);
        Assert.Equal(LocalDatePattern.Iso.Format(date), IsoText.Of(date));
        Assert.Equal(date, IsoText.ReadDay(IsoText.Of(date)));
    }

    [Fact]
    public void A_day_of_another_calendar_is_written_as_the_pattern_does()
    {
        var date = new LocalDate(2026, 11, 2).WithCalendar(CalendarSystem.Coptic);
        Assert.Equal(LocalDatePattern.Iso.Format(date), IsoText.Of(date));
    }

    [Theory]
    [InlineData("2026-2-1")]
    [InlineData("2026-02-30")]
    [InlineData(" 2026-02-01")]
    [InlineData("2026-02-01T00:00:00Z")]
    [InlineData("")]
    public void What_is_no_day_is_refused_as_the_pattern_does(string text) =>
        Assert.Throws<UnparsableValueException>(() => IsoText.ReadDay(text));

    [Theory]
    [InlineData("2026-11-02T07:30:00Z", "2026-11-02T07:30:00.000Z")]
    [InlineData("2026-11-02T07:30:00.25Z", "2026-11-02T07:30:00.250Z")]
    [InlineData("2026-11-02T07:30:00.0000001Z", "2026-11-02T07:30:00.000Z")]
    [InlineData("2026-11-02T07:30:00.123456789Z", "2026-11-02T07:30:00.123Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.999Z")]
    public void An_instant_is_written_and_read_as_the_patterns_do(string text, string toTheMillisecond)
    {
        var instant = InstantPattern.ExtendedIso.Parse(text).Value;
        Assert.Equal(text, InstantPattern.ExtendedIso.Format(instant));
        Assert.Equal(text, IsoText.Of(instant));
        Assert.True(IsoText.TryRead(text, out var read));
        Assert.Equal(instant, read);
        Assert.Equal(toTheMillisecond, Millisecond.Format(instant));
        Assert.Equal(toTheMillisecond, IsoText.Millisecond(instant));
        Assert.Equal(Millisecond.Parse(toTheMillisecond).Value, IsoText.ReadMillisecond(toTheMillisecond));
    }

    [Fact]
    public void An_instant_before_the_first_year_is_written_and_read_whole()
    {
        var instant = Instant.FromUtc(-44, 3, 15, 12, 0);
        Assert.Equal(InstantPattern.ExtendedIso.Format(instant), IsoText.Of(instant));
        Assert.True(IsoText.TryRead(IsoText.Of(instant), out var read));
        Assert.Equal(instant, read);
    }

    [Theory]
    [InlineData("2026-11-02T07:30:00")]
    [InlineData("2026-11-02T07:30:00+01:00")]
    [InlineData("2026-11-02 07:30:00Z")]
    [InlineData("2026-13-02T07:30:00Z")]
    [InlineData("yesterday")]
    public void What_is_no_instant_is_refused_as_the_pattern_does(string text)
    {
        Assert.False(InstantPattern.ExtendedIso.Parse(text).Success);
        Assert.False(IsoText.TryRead(text, out _));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(7, 30, 0)]
    [InlineData(23, 59, 59)]
    public void A_time_of_day_is_written_and_read_as_the_pattern_does(int hour, int minute, int second)
    {
        var time = new LocalTime(hour, minute, second);
        Assert.Equal(Minute.Format(time), IsoText.Minute(time));
        Assert.Equal(Minute.Parse(Minute.Format(time)).Value, IsoText.ReadMinute(IsoText.Minute(time)));
        Assert.Throws<FormatException>(() => IsoText.ReadMinute("7:30 am"));
    }
}
