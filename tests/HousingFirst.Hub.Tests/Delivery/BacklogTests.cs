using System.Diagnostics;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Hub.Tests.Delivery;

/// <summary>Mail that has gathered leaves most urgent first, no faster than it may, a few at a time.</summary>
public sealed class BacklogTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_most_urgent_mail_of_a_tick_leaves_first()
    {
        var (world, sent) = await WithAsync();
        world.Mailer.Answer = m => m is MailContent.Notice { Urgency: Urgency.U3 } ? throw new MailDeferredException("Greylisted.") : MailOutcome.Sent;
        for (var i = 0; i < 3; i++) await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        world.Clock.Advance(Duration.FromMinutes(29));
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""));
        world.Mailer.Answer = null;
        await world.AdvanceAsync(Duration.FromMinutes(5));

        var urgencies = sent.All.Select(a => a.Mail).OfType<MailContent.Notice>().Select(n => n.Urgency).ToArray();
        Assert.Contains(Urgency.U2, urgencies);
        Assert.Contains(Urgency.U3, urgencies);
        Assert.Equal(urgencies.OrderDescending(), urgencies);
    }

    [Fact]
    public async Task No_more_mail_leaves_than_a_minute_may_take_and_the_rest_stays_due()
    {
        var (world, sent) = await WithAsync(options: o => o with { MailsPerMinute = 4 });
        for (var i = 0; i < 5; i++) await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        world.Clock.Advance(Duration.FromHours(1));
        for (var minutes = 1; minutes <= 3; minutes++)
        {
            var tick = await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);
            Assert.Equal((4, 0), (tick.Done, tick.Failed));
            Assert.Equal(4 * minutes, sent.All.Count);
            Assert.Equal(0, (await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken)).Done);
            world.Clock.Advance(Duration.FromMinutes(1));
        }
    }

    [Fact]
    public async Task What_is_urgent_does_not_wait_for_the_minute_and_counts_in_it()
    {
        var (world, sent) = await WithAsync(options: o => o with { MailsPerMinute = 1 });
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""));
        Assert.True(sent.All.Count > 1);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        world.Clock.Advance(Duration.FromHours(1));
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-16\""));
        var before = sent.All.Count;
        await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(before, sent.All.Count);
    }

    [Fact]
    public async Task Twelve_mails_leave_four_at_a_time_whether_about_one_client_or_several()
    {
        foreach (var clients in (string[][])[["HF-7Q2K"], ["HF-7Q2K", "HF-9ZTD"]])
        {
            var (world, sent) = await WithAsync(takes: TimeSpan.FromMilliseconds(20));
            for (var i = 0; i < 4; i++) await world.ReceiveAsync(world.Change("river-icm", clients[i % clients.Length], "program.worker"));
            world.Clock.Advance(Duration.FromHours(1));
            var watch = Stopwatch.StartNew();
            await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);
            output.WriteLine($"{clients.Length} clients: {sent.All.Count} mails of 20 ms in {watch.ElapsedMilliseconds} ms, {sent.MostAtOnce} at once");
            Assert.Equal(4, sent.MostAtOnce);
        }
    }

    [Fact]
    public async Task One_mail_at_fault_keeps_no_other_of_its_client_back_and_sends_none_twice()
    {
        var (world, sent) = await WithAsync();
        world.Mailer.Answer = m => m.To.Contact == "luc" ? throw new InvalidOperationException("A bug.") : MailOutcome.Sent;
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        world.Clock.Advance(Duration.FromHours(1));
        var tick = await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);
        await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, tick.Failed);
        Assert.True(sent.All.Count > 1);
        Assert.Distinct(sent.All.Select(a => a.Mail.MailId));
        world.Mailer.Answer = null;
        await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);
        Assert.Single(sent.To("luc"));
    }

    internal static async Task<(HubWorld World, SentMail Sent)> WithAsync(TimeSpan takes = default, Func<HubOptions, HubOptions>? options = null)
    {
        SentMail? sent = null;
        var clock = new FakeClock(HubWorld.Start);
        var world = await HubWorld.CreateAsync(
            clock: clock, options: options, through: p => p with { Mailer = sent = new SentMail(p.Mailer, clock) { Takes = takes } });
        return (world, sent!);
    }
}
