using CsCheck;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.Tests.Rules;

namespace HousingFirst.Core.Tests.Calendars;

/// <summary>Rule 7 and the hours at which mail leaves.</summary>
public sealed class ClocksTests
{
    private static readonly DateTimeZone Edmonton = DateTimeZoneProviders.Tzdb["America/Edmonton"];
    private static readonly DateTimeZone Toronto = DateTimeZoneProviders.Tzdb["America/Toronto"];
    private static readonly DigestSlot HalfPastSeven = new(null, new LocalTime(7, 30));

    private static readonly Community Here = Town.Usual().At.Community;

    [Theory]
    [InlineData("2026-12-01T10:00", "2026-12-01T14:00")]
    [InlineData("2026-12-01T12:30", "2026-12-01T16:30")]
    [InlineData("2026-12-01T12:31", "2026-12-02T08:31")]
    [InlineData("2026-12-01T06:00", "2026-12-01T12:30")]
    [InlineData("2026-12-01T20:00", "2026-12-02T12:30")]
    [InlineData("2026-12-04T15:30", "2026-12-07T11:30")]
    [InlineData("2026-12-05T11:00", "2026-12-07T12:30")]
    [InlineData("2026-12-24T15:30", "2026-12-28T11:30")]
    [InlineData("2026-12-31T16:00", "2027-01-04T12:00")]
    public void Four_working_hours_pass_over_nights_weekends_and_holidays(string received, string expected)
    {
        var by = Clocks.AnswerBy(Urgency.U3, At(received), null, null, Here);

        Assert.Equal(expected, Show(by!.Value, Edmonton));
    }

    [Theory]
    [InlineData("2026-12-01T10:00", "2026-12-01T12:00", null, "2026-12-01T11:00")]
    [InlineData("2026-12-01T10:00", "2026-12-30T12:00", null, "2026-12-01T14:00")]
    [InlineData("2026-12-01T10:00", "2026-12-01T18:00", null, "2026-12-01T14:00")]
    [InlineData("2026-12-01T10:00", "2026-12-01T09:00", null, "2026-12-01T14:00")]
    [InlineData("2026-12-04T16:00", null, "2026-12-05", "2026-12-05T00:15")]
    [InlineData("2026-12-01T10:00", null, "2026-12-02", "2026-12-01T14:00")]
    [InlineData("2026-12-01T10:00", null, "2026-11-30", "2026-12-01T14:00")]
    [InlineData("2026-12-04T16:00", "2026-12-04T18:00", "2026-12-05", "2026-12-04T17:00")]
    public void An_urgent_notice_waits_at_most_half_the_real_time_that_is_left(
        string received, string? deadline, string? expectedOn, string expected)
    {
        LocalDate? day = expectedOn is null ? null : NodaTime.Text.LocalDatePattern.Iso.Parse(expectedOn).Value;
        Instant? end = deadline is null ? null : At(deadline);

        Assert.Equal(expected, Show(Clocks.AnswerBy(Urgency.U3, At(received), end, day, Here)!.Value, Edmonton));
    }

    [Theory]
    [InlineData(Urgency.U0, null)]
    [InlineData(Urgency.U1, null)]
    [InlineData(Urgency.U2, null)]
    [InlineData(Urgency.U4, "2026-12-06T03:00")]
    public void The_telephone_has_one_hour_day_and_night_and_what_is_less_urgent_has_no_clock(Urgency urgency, string? expected)
    {
        var by = Clocks.AnswerBy(urgency, At("2026-12-06T02:00"), At("2026-12-06T02:10"), new LocalDate(2026, 12, 7), Here);

        Assert.Equal(expected, by is { } instant ? Show(instant, Edmonton) : null);
    }

    [Theory]
    [InlineData("06:59:59", "2026-12-01T07:00")]
    [InlineData("07:00:00", "2026-12-01T07:00")]
    [InlineData("07:00:01", "2026-12-01T07:15")]
    [InlineData("12:14:59", "2026-12-01T12:15")]
    [InlineData("12:15:00", "2026-12-01T12:15")]
    [InlineData("20:45:00", "2026-12-01T20:45")]
    [InlineData("20:45:01", "2026-12-02T07:00")]
    [InlineData("20:59:59", "2026-12-02T07:00")]
    [InlineData("21:00:00", "2026-12-02T07:00")]
    [InlineData("23:59:59", "2026-12-02T07:00")]
    public void A_U2_mail_leaves_on_the_quarter_hour_by_day(string now, string quarter)
    {
        var at = (new LocalDate(2026, 12, 1) + NodaTime.Text.LocalTimePattern.ExtendedIso.Parse(now).Value).InZoneStrictly(Edmonton).ToInstant();

        var first = Enumerable.Range(0, 3000).Select(i => Clocks.MailLeaves(Urgency.U2, "notice" + i, at, HalfPastSeven, "c", Here)).ToArray();

        Assert.Equal(At(quarter), first.Min());
        Assert.InRange(first.Max(), At(quarter) + Duration.FromMinutes(9), At(quarter) + Duration.FromMinutes(10));
    }

    [Fact]
    public void A_U2_mail_leaves_at_the_same_moment_however_often_it_is_asked()
    {
        var now = At("2026-12-01T10:01");

        Assert.Equal(
            Clocks.MailLeaves(Urgency.U2, "a", now, HalfPastSeven, "c", Here),
            Clocks.MailLeaves(Urgency.U2, "a", now + Duration.FromMinutes(13), DigestSlot.Default, "other", Here));
    }

    [Fact]
    public void No_mail_leaves_before_it_is_decided_nor_at_night_unless_it_is_urgent()
    {
        var instants = Gen.Long[0, 2L * 365 * 24 * 3600 * 1000].Select(ms => At("2026-01-01T00:00") + Duration.FromMilliseconds(ms));
        Gen.Select(instants, Gen.Bool, Gen.Int).Sample((now, toronto, notice) =>
        {
            var community = toronto ? Here with { Zone = Toronto } : Here;
            var leaves = Clocks.MailLeaves(Urgency.U2, "n" + notice, now, HalfPastSeven, "c", community);
            var local = leaves.InZone(community.Zone);
            return leaves >= now
                && local.TimeOfDay >= new LocalTime(7, 0) && local.TimeOfDay < new LocalTime(20, 55)
                && local.TimeOfDay.Minute % 15 < 10
                && leaves - now < Duration.FromHours(11.5)
                && Clocks.MailLeaves(Urgency.U3, "n", now, HalfPastSeven, "c", community) == now
                && Clocks.MailLeaves(Urgency.U1, "n", now, HalfPastSeven, "c" + notice, community) is var digest
                && digest > now && digest - now <= Duration.FromHours(25) + Duration.FromMinutes(Clocks.MostDigestSpread)
                && Clocks.DigestLeaves(digest, "c" + notice, community.Zone) > now
                && digest.InZone(community.Zone).TimeOfDay == HalfPastSeven.At;
        }, iter: 20_000);
    }

    [Theory]
    [InlineData("2026-12-01T07:29:59", "2026-12-01T07:30")]
    [InlineData("2026-12-01T07:30:00", "2026-12-02T07:30")]
    [InlineData("2026-12-01T23:00:00", "2026-12-02T07:30")]
    public void A_daily_digest_leaves_at_its_next_slot(string now, string expected)
    {
        var at = NodaTime.Text.LocalDateTimePattern.ExtendedIso.Parse(now).Value.InZoneStrictly(Edmonton).ToInstant();

        Assert.Equal(expected, Show(Clocks.NextSlot(at, HalfPastSeven, Edmonton), Edmonton));
    }

    [Theory]
    [InlineData("2026-12-01T10:00", "2026-12-07T07:30")]
    [InlineData("2026-12-07T07:29", "2026-12-07T07:30")]
    [InlineData("2026-12-07T07:30", "2026-12-14T07:30")]
    public void A_weekly_digest_leaves_on_its_day(string now, string expected) =>
        Assert.Equal(expected, Show(Clocks.NextSlot(At(now), new DigestSlot(IsoDayOfWeek.Monday, new LocalTime(7, 30)), Edmonton), Edmonton));

    [Fact]
    public void Ten_thousand_digests_of_one_slot_leave_over_twenty_minutes()
    {
        var slot = At("2026-12-01T07:30");
        var minutes = Enumerable.Range(0, 10_000).Select(i => Clocks.DigestSpread(slot, $"contact-{i}", Edmonton)).CountBy(m => m).ToDictionary();

        Assert.Equal(Enumerable.Range(-10, 21), minutes.Keys.Order());
        Assert.All(minutes.Values, people => Assert.InRange(people, 380, 580));
    }

    [Fact]
    public void A_digest_leaves_at_the_same_minute_of_a_day_and_at_another_the_day_after()
    {
        var days = Enumerable.Range(0, 100).Select(i => Clocks.DigestSpread(At("2026-12-01T07:30") + Duration.FromDays(i), "dana", Edmonton)).ToArray();

        Assert.Equal(days[0], Clocks.DigestSpread(At("2026-12-01T09:00"), "dana", Edmonton));
        Assert.True(days.Distinct().Count() > 10);
    }

    [Theory]
    [InlineData("2026-12-01T00:05")]
    [InlineData("2026-12-01T23:55")]
    public void A_digest_near_midnight_stays_on_its_day(string slot) => Assert.All(
        Enumerable.Range(0, 200),
        i => Assert.Equal(1, Clocks.DigestLeaves(At(slot), $"contact-{i}", Edmonton).InZone(Edmonton).Day));

    [Fact]
    public void Whose_minute_is_over_waits_for_the_next_slot()
    {
        var slot = At("2026-12-01T07:30");
        var early = Enumerable.Range(0, 100).Select(i => $"contact-{i}").First(c => Clocks.DigestSpread(slot, c, Edmonton) == -5);
        var late = Enumerable.Range(0, 100).Select(i => $"contact-{i}").First(c => Clocks.DigestSpread(slot, c, Edmonton) == 5);

        Assert.Equal("2026-12-01T07:30", Show(Clocks.NextSlot(At("2026-12-01T07:24"), HalfPastSeven, early, Edmonton), Edmonton));
        Assert.Equal("2026-12-02T07:30", Show(Clocks.NextSlot(At("2026-12-01T07:25"), HalfPastSeven, early, Edmonton), Edmonton));
        Assert.Equal("2026-12-02T07:30", Show(Clocks.NextSlot(At("2026-12-01T07:30"), HalfPastSeven, late, Edmonton), Edmonton));
    }

    [Fact]
    public void No_slot_means_seven_every_day() =>
        Assert.Equal("2026-12-02T07:00", Show(Clocks.NextSlot(At("2026-12-01T10:00"), DigestSlot.Default, Edmonton), Edmonton));

    [Theory]
    [InlineData("2026-10-30T12:00:00Z", "2026-10-31T11:30:00Z")]
    [InlineData("2026-10-31T12:00:00Z", "2026-11-01T12:30:00Z")]
    [InlineData("2027-03-13T13:00:00Z", "2027-03-14T11:30:00Z")]
    public void In_Toronto_a_digest_keeps_its_local_hour_when_the_clocks_change(string now, string expected) =>
        Assert.Equal(Utc(expected), Clocks.NextSlot(Utc(now), HalfPastSeven, Toronto));

    [Theory]
    [InlineData("2026-10-30T14:00:00Z", "2026-10-31T13:30:00Z")]
    [InlineData("2026-10-31T14:00:00Z", "2026-11-01T13:30:00Z")]
    [InlineData("2027-03-13T14:00:00Z", "2027-03-14T13:30:00Z")]
    [InlineData("2026-03-07T15:00:00Z", "2026-03-08T13:30:00Z")]
    public void In_Edmonton_the_clocks_no_longer_change_from_November_2026_on(string now, string expected) =>
        Assert.Equal(Utc(expected), Clocks.NextSlot(Utc(now), HalfPastSeven, Edmonton));

    [Fact]
    public void A_slot_in_the_hour_that_is_skipped_leaves_an_hour_later_and_one_that_comes_twice_leaves_once()
    {
        var skipped = Clocks.NextSlot(Utc("2027-03-14T05:00:00Z"), new DigestSlot(null, new LocalTime(2, 30)), Toronto);
        Assert.Equal("2027-03-14T03:30", Show(skipped, Toronto));

        var twice = new DigestSlot(null, new LocalTime(1, 30));
        var first = Clocks.NextSlot(Utc("2026-11-01T04:00:00Z"), twice, Toronto);
        Assert.Equal(Utc("2026-11-01T05:30:00Z"), first);
        Assert.Equal("2026-11-02T01:30", Show(Clocks.NextSlot(first, twice, Toronto), Toronto));
    }

    [Fact]
    public void Working_hours_on_the_day_the_clocks_change_are_eight() =>
        Assert.Equal(
            "2026-11-02T08:30",
            Show(
                WorkingHours.Plus(Utc("2026-10-30T12:30:00Z"), Duration.FromHours(8) + Duration.Epsilon, Toronto, HolidayCalendar.Only()),
                Toronto));

    private static Instant At(string local)
    {
        var pattern = NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd'T'HH:mm");
        return pattern.Parse(local).Value.InZoneStrictly(Edmonton).ToInstant();
    }

    private static Instant Utc(string text) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).Value;

    private static string Show(Instant instant, DateTimeZone zone) =>
        NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd'T'HH:mm").Format(instant.InZone(zone).LocalDateTime);
}
