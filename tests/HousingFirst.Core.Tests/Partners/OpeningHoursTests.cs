namespace HousingFirst.Core.Tests.Partners;

public sealed class OpeningHoursTests
{
    [Theory]
    [InlineData("Mon-Fri 08:30-16:30, Sat 10:00-14:00")]
    [InlineData("Sun 00:00-00:00")]
    [InlineData("Sat-Mon 09:00-12:00, Sat-Mon 13:00-17:00")]
    public void What_is_read_is_written_back(string text) => Assert.Equal(text, OpeningHours.Read(text)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("Mon-Fri")]
    [InlineData("Mon-Fri 8-16")]
    [InlineData("Mon-Fri 16:30-08:30")]
    [InlineData("Mon-Fri 08:30-08:30")]
    [InlineData("Mo 08:30-16:30")]
    [InlineData("Mon-Wed-Fri 08:30-16:30")]
    [InlineData("Mon-Fri 08:30-24:00")]
    [InlineData("Mon-Fri 08:30-16:30,")]
    [InlineData("by appointment")]
    public void Anything_else_is_none(string text) => Assert.Null(OpeningHours.Read(text));

    [Theory]
    [InlineData(IsoDayOfWeek.Monday, 8, 29, false)]
    [InlineData(IsoDayOfWeek.Monday, 8, 30, true)]
    [InlineData(IsoDayOfWeek.Friday, 16, 29, true)]
    [InlineData(IsoDayOfWeek.Friday, 16, 30, false)]
    [InlineData(IsoDayOfWeek.Saturday, 9, 0, false)]
    [InlineData(IsoDayOfWeek.Sunday, 23, 59, true)]
    public void The_door_is_open_from_its_opening_to_before_its_closing(IsoDayOfWeek day, int hour, int minute, bool open) =>
        Assert.Equal(open, OpeningHours.Read("Mon-Fri 08:30-16:30, Sun 20:00-00:00")!.IsOpen(day, new LocalTime(hour, minute)));

    [Fact]
    public void Days_may_go_over_Sunday()
    {
        var hours = OpeningHours.Read("Sat-Mon 09:00-12:00")!;
        var open = Enum.GetValues<IsoDayOfWeek>().Where(d => d != IsoDayOfWeek.None && hours.IsOpen(d, new LocalTime(10, 0)));
        Assert.Equal([IsoDayOfWeek.Monday, IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday], open);
    }

    [Theory]
    [InlineData("daily 07:30", true)]
    [InlineData("weekly Monday 07:30", true)]
    [InlineData("daily Monday 07:30", false)]
    [InlineData("weekly 07:30", false)]
    [InlineData("weekly 1 07:30", false)]
    [InlineData("weekly None 07:30", false)]
    [InlineData("daily 7", false)]
    public void A_digest_slot_is_daily_or_weekly(string text, bool reads) => Assert.Equal(reads ? text : null, DigestSlot.Read(text)?.ToString());
}
