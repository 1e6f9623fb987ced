using CsCheck;
using HousingFirst.Hub.Pacing;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Hub.Tests.Pacing;

public sealed class AgencyThrottleTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 23, 15, 0);

    [Fact]
    public void A_batch_over_a_minutes_worth_passes_on_a_full_bucket_and_is_paid_back()
    {
        var clock = new FakeClock(Start);
        var throttle = new AgencyThrottle(() => 600, clock);
        Assert.Null(throttle.Admit("a", 900, () => false));
        Assert.Equal(Duration.FromSeconds(30.1), throttle.Admit("a", 1, () => false));
        clock.Advance(Duration.FromSeconds(30.1));
        Assert.Null(throttle.Admit("a", 1, () => false));
    }

    [Fact]
    public void Urgency_is_asked_only_over_the_rate()
    {
        var throttle = new AgencyThrottle(() => 1, new FakeClock(Start));
        Assert.Null(throttle.Admit("a", 1, () => throw new InvalidOperationException("asked")));
        Assert.Null(throttle.Admit("a", 1, () => true));
        Assert.NotNull(throttle.Admit("a", 1, () => false));
    }

    [Fact]
    public void Fractions_of_a_message_add_up_to_one()
    {
        var clock = new FakeClock(Start);
        var throttle = new AgencyThrottle(() => 1, clock);
        Assert.Null(throttle.Admit("a", 1, () => false));
        for (var tenth = 1; tenth < 10; tenth++)
        {
            clock.Advance(Duration.FromSeconds(6));
            Assert.NotNull(throttle.Admit("a", 1, () => false));
        }

        clock.Advance(Duration.FromSeconds(6));
        Assert.Null(throttle.Admit("a", 1, () => false));
    }

    [Fact]
    public void Places_are_kept_one_after_the_other_and_who_is_admitted_meanwhile_waits_behind_them()
    {
        var clock = new FakeClock(Start);
        var throttle = new AgencyThrottle(() => 60, clock);
        for (var i = 0; i < 60; i++) Assert.Null(throttle.Reserve("a", false));
        for (var place = 1; place <= 200; place++) Assert.Equal(Duration.FromSeconds(place), throttle.Reserve("a", false));

        // Urgent messages pass, and push nobody further back than a minute.
        for (var i = 0; i < 1_000; i++) Assert.Null(throttle.Reserve("a", true));
        Assert.Equal(Duration.FromSeconds(201), throttle.Admit("a", 1, () => false));
        Assert.Null(throttle.Reserve("b", false));
        clock.Advance(Duration.FromSeconds(201));
        Assert.Null(throttle.Reserve("a", false));
    }

    [Fact]
    public void A_clock_set_back_gives_nothing_and_takes_nothing()
    {
        var clock = new FakeClock(Start);
        var throttle = new AgencyThrottle(() => 60, clock);
        Assert.Null(throttle.Admit("a", 60, () => false));
        clock.Advance(Duration.FromHours(-1));
        Assert.Equal(Duration.FromSeconds(1), throttle.Admit("a", 1, () => false));
        clock.Advance(Duration.FromSeconds(1));
        Assert.Null(throttle.Admit("a", 1, () => false));
    }

    [Fact]
    public void Whatever_the_pattern_no_more_passes_than_a_bucket_and_its_filling_and_the_wait_told_is_enough() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[0, 20_000]).Array[1, 60].Sample(sends =>
        {
            var clock = new FakeClock(Start);
            var throttle = new AgencyThrottle(() => 60, clock);
            var passed = 0;
            foreach (var (count, pause) in sends)
            {
                clock.Advance(Duration.FromMilliseconds(pause));
                if (throttle.Admit("a", count, () => false) is not { } wait)
                {
                    passed += count;
                    continue;
                }

                Assert.True(wait > Duration.Zero);
                clock.Advance(wait + Duration.FromMilliseconds(1));
                Assert.Null(throttle.Admit("a", count, () => false));
                passed += count;
            }

            Assert.True(passed <= 60 + (clock.GetCurrentInstant() - Start).TotalSeconds + 0.001);
        });
}
