using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>When mail leaves: at once, at its hour, with its digest.</summary>
public sealed class HourTests
{
    private const string Renewed =
        "\"consent\":{\"id\":\"K3\",\"recipient\":\"southside-housing\",\"allows\":[\"B\"],\"from\":\"2026-12-01\",\"to\":\"2027-11-30\",\"method\":\"written\",\"form\":\"2026-1\"}";

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/Edmonton"];

    [Fact]
    public async Task A_U3_leaves_with_the_change_at_night_as_well()
    {
        var world = await HubWorld.CreateAsync();
        await world.AdvanceToAsync(0, 23, 30);
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""));
        Assert.Equal(5, world.Mailer.Mails.Count);
    }

    [Fact]
    public async Task A_U2_leaves_on_a_quarter_hour_by_day_and_up_to_ten_minutes_later()
    {
        var world = await HubWorld.CreateAsync();
        world.Clock.Advance(Duration.FromMinutes(1));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.AdvanceToAsync(0, 11, 14);
        Assert.Empty(world.Mailer.Mails);
        await world.AdvanceToAsync(0, 11, 25);
        Assert.Equal(6, world.Mailer.Mails.Count);
    }

    [Fact]
    public async Task A_U2_at_night_waits_for_seven_in_the_morning()
    {
        var world = await HubWorld.CreateAsync();
        await world.WithoutWarningsAsync();
        await world.AdvanceToAsync(0, 21, 30);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.AdvanceToAsync(1, 6, 59);
        Assert.Empty(world.Mailer.Mails);
        await world.AdvanceToAsync(1, 7, 10);
        Assert.Equal(6, world.Mailer.Mails.Count);
    }

    [Fact]
    public async Task Digests_leave_in_each_persons_own_slot()
    {
        var world = await HubWorld.CreateAsync();
        await world.WithoutWarningsAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.renewed", Renewed));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "housing.leaseChanged"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await world.AdvanceToAsync(1, 6, 59);
        Assert.Empty(world.Mailer.Mails);
        await world.AdvanceToAsync(1, 7, 0);
        Assert.Equal(["marieve"], world.Mailer.Mails.Select(m => m.To.Contact));
        await world.AdvanceToAsync(1, 7, 32);
        Assert.Single(world.Mailer.Mails);
        await world.AdvanceToAsync(1, 7, 33);
        Assert.Equal(["amina", "marieve"], world.Mailer.Mails.Select(m => m.To.Contact).Order());
        await world.AdvanceToAsync(1, 7, 36);
        Assert.Equal(["amina", "gurpreet", "marieve"], world.Mailer.Mails.Select(m => m.To.Contact).Order());
        Assert.Equal(2, ((MailContent.Digest)world.Mailer.To("gurpreet").Single()).Lines.Count);

        await world.AdvanceToAsync(6, 7, 26);
        Assert.Empty(world.Mailer.To("morgan"));
        await world.AdvanceToAsync(6, 7, 27);
        var weekly = Assert.IsType<MailContent.Digest>(Assert.Single(world.Mailer.To("morgan")));
        Assert.Equal((IsoDayOfWeek.Monday, true), (weekly.Day.DayOfWeek, weekly.IsWeekly));
        Assert.Equal(new LocalTime(7, 27), weekly.At.InZone(Zone).TimeOfDay);
    }

    [Fact]
    public async Task A_person_of_two_organisations_gets_one_digest_a_slot()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change(
            "river-icm",
            "HF-9ZTD",
            "consent.given",
            "\"consent\":{\"id\":\"T1\",\"recipient\":\"bridge-outreach\",\"allows\":[\"B\",\"housing\"],\"from\":\"2026-12-01\",\"to\":\"2027-11-30\",\"method\":\"written\",\"form\":\"2026-1\"}"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-9ZTD", "away.familyFriends.in"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await world.AdvanceToAsync(1, 9, 0);

        Assert.Equal(2, Assert.IsType<MailContent.Digest>(Assert.Single(world.Mailer.To("amina"))).Lines.Count);
    }

    [Fact]
    public async Task After_a_day_without_a_tick_everything_that_was_due_leaves_once()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await world.AdvanceAsync(Duration.FromDays(2));
        await world.AdvanceAsync(Duration.FromMinutes(5));

        Assert.Equal(["Digest", "Notice"], world.Mailer.To("gurpreet").Select(m => m.GetType().Name).Order());
    }
}
