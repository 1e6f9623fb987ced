namespace HousingFirst.Core.Tests.Assumptions;

/// <summary>What the hub relies on in NodaTime's own zone data; the operating system's may still disagree.</summary>
public sealed class ZoneDataTests
{
    private static readonly DateTimeZone Edmonton = DateTimeZoneProviders.Tzdb["America/Edmonton"];

    [Theory]
    [InlineData(2026, 1, 15, -7)]
    [InlineData(2026, 3, 9, -6)]
    [InlineData(2026, 10, 31, -6)]
    [InlineData(2026, 11, 1, -6)]
    [InlineData(2026, 11, 2, -6)]
    [InlineData(2027, 1, 15, -6)]
    [InlineData(2027, 7, 15, -6)]
    [InlineData(2030, 12, 31, -6)]
    public void Edmonton_stays_six_hours_behind_UTC_from_November_2026(int year, int month, int day, int hours) =>
        Assert.Equal(Offset.FromHours(hours), Edmonton.GetUtcOffset(Instant.FromUtc(year, month, day, 18, 0)));

    [Fact]
    public void Edmonton_has_no_change_of_clocks_after_March_2026()
    {
        var start = Instant.FromUtc(2026, 4, 1, 0, 0);

        Assert.All(Edmonton.GetZoneIntervals(start, Instant.FromUtc(2040, 1, 1, 0, 0)), i => Assert.Equal(Offset.FromHours(-6), i.WallOffset));
    }

    [Fact]
    public void Toronto_changes_its_clocks_twice_a_year()
    {
        var toronto = DateTimeZoneProviders.Tzdb["America/Toronto"];
        var changes = toronto.GetZoneIntervals(Instant.FromUtc(2026, 10, 1, 0, 0), Instant.FromUtc(2027, 12, 1, 0, 0))
            .Where(i => i.HasStart && i.Start > Instant.FromUtc(2026, 10, 1, 0, 0)).Select(i => i.Start);

        Assert.Equal(
            [Instant.FromUtc(2026, 11, 1, 6, 0), Instant.FromUtc(2027, 3, 14, 7, 0), Instant.FromUtc(2027, 11, 7, 6, 0)], changes);
    }

    [Fact]
    public void A_lenient_local_time_is_shifted_forward_in_a_gap_and_the_first_of_two_in_an_overlap()
    {
        var toronto = DateTimeZoneProviders.Tzdb["America/Toronto"];

        Assert.Equal(new LocalTime(3, 30), new LocalDateTime(2027, 3, 14, 2, 30).InZoneLeniently(toronto).TimeOfDay);
        Assert.Equal(Offset.FromHours(-4), new LocalDateTime(2026, 11, 1, 1, 30).InZoneLeniently(toronto).Offset);
    }

    [Theory]
    [InlineData("America/Edmonton")]
    [InlineData("America/Toronto")]
    [InlineData("America/St_Johns")]
    [InlineData("America/Regina")]
    public void Canadian_zones_keep_to_quarter_hours_so_that_a_quarter_of_UTC_is_a_quarter_of_theirs(string zone)
    {
        var intervals = DateTimeZoneProviders.Tzdb[zone].GetZoneIntervals(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2040, 1, 1, 0, 0));

        Assert.All(intervals, i => Assert.Equal(0, i.WallOffset.Seconds % 900));
    }
}
