using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Repeats;

/// <summary>Promise 12: a repeat is told once, whenever it comes and whatever has happened since.</summary>
public sealed class RepeatTests
{
    private const string Urgent = "housing.notice";
    private const string Deadline = "\"deadline\":\"2026-12-15\"";

    [Fact]
    public async Task Sixteen_copies_at_once_are_told_once()
    {
        var sent = 0;
        var mailer = new RecordingMailer { Answer = _ => Sent(ref sent) };
        var world = await HubWorld.CreateAsync(mailer: mailer, through: p => p with { Tables = new YieldingTables(p.Tables, 7) });
        var message = world.Change("southside-housing", "SH-12B", Urgent, Deadline);

        var settled = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => world.ReceiveAsync(message).AsTask())));

        Assert.All(settled, s => Assert.IsType<Settlement.Complete>(s));
        Assert.Single(world.Queues.Messages);
        Assert.Equal(["amina", "dana", "gurpreet", "luc", "robin"], world.Mailer.Mails.Select(m => m.To.Contact).Order());
        Assert.Equal(5, sent);
    }

    [Fact]
    public async Task A_day_later_it_changes_nothing()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("southside-housing", "SH-12B", Urgent, Deadline);
        await world.ReceiveAsync(message);
        await world.AdvanceAsync(Duration.FromDays(1));
        var before = await EndState.OfAsync(world);

        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message));

        Assert.Equal(before, await EndState.OfAsync(world));
    }

    [Fact]
    public async Task After_the_sender_left_the_team_it_is_still_a_repeat()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("prairie-hospital", "PH-0018", "away.hospital.in");
        await world.ReceiveAsync(message);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "team.left", "\"member\":{\"organisation\":\"prairie-hospital\"}"));
        await world.AdvanceAsync(Duration.FromHours(3));
        var before = await EndState.OfAsync(world);

        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { DeliveryCount = 2 }));

        Assert.Equal(before, await EndState.OfAsync(world));
    }

    [Fact]
    public async Task After_a_withdrawal_nobody_is_told_by_it()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("river-icm", "HF-7Q2K", "housing.moveIn");
        await world.ReceiveAsync(message);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K4\"}"));
        var before = world.Mailer.To("gurpreet").Count();

        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { DeliveryCount = 2 }));
        await world.AdvanceAsync(Duration.FromHours(3));

        Assert.Equal(before, world.Mailer.To("gurpreet").Count());
        var line = (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "gurpreet");
        Assert.Equal("withheld: consent withdrawn", line.Outcome);
    }

    [Fact]
    public async Task The_same_id_with_another_body_is_refused_and_tells_nobody()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", Urgent, Deadline, id: "one"));
        var mails = world.Mailer.Mails.Count;

        var settled = await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.unsafe", id: "one"));

        Assert.Equal("id.reused", Assert.IsType<Settlement.DeadLetter>(settled).Reason);
        Assert.Equal(["MailContent.Rejection"], world.Mailer.Mails.Skip(mails).Select(m => "MailContent." + m.GetType().Name));
    }

    [Fact]
    public async Task The_same_id_about_another_client_is_another_message()
    {
        var world = await HubWorld.CreateAsync();
        var one = world.Change("bridge-outreach", "BO-204", "safety.crisis", id: "one");
        var other = world.Change("bridge-outreach", "BO-311", "safety.crisis", id: "one");
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(one));
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(other));

        Assert.Single(world.Mailer.To("dana"));
        Assert.Single(world.Mailer.To("priya"));
        Assert.Equal(2, (await world.Hub.Due.ClientsOfAsync(HubWorld.KeyOf(one), CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_repeat_whose_first_was_lost_on_its_way_is_handed_over()
    {
        var tables = (await HubWorld.CreateAsync()).Tables;
        var point = new CrashPoint(1, Mishap.DiesAfter);
        var dying = await HubWorld.CreateAsync(tables, load: false, through: point.Through);
        var message = dying.Change("southside-housing", "SH-12B", Urgent, Deadline);
        point.Armed = true;
        await Assert.ThrowsAsync<DiedException>(async () => await dying.ReceiveAsync(message));

        var world = await dying.RestartAsync();
        await world.ReceiveAsync(message);
        Assert.Empty(world.Mailer.Mails);
        world.Clock.Advance(Duration.FromMinutes(11));
        await world.ReceiveAsync(message);

        Assert.Equal(5, world.Mailer.Mails.Count);
    }

    [Fact]
    public async Task A_message_whose_sender_was_taken_off_the_team_before_it_came_again_is_still_handed_over()
    {
        var tables = (await HubWorld.CreateAsync()).Tables;
        var point = new CrashPoint(1, Mishap.DiesAfter);
        var dying = await HubWorld.CreateAsync(tables, load: false, through: point.Through);
        var message = dying.Change("southside-housing", "SH-12B", Urgent, Deadline);
        point.Armed = true;
        await Assert.ThrowsAsync<DiedException>(async () => await dying.ReceiveAsync(message));

        var world = await dying.RestartAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "team.left", "\"member\":{\"organisation\":\"southside-housing\"}"));
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { DeliveryCount = 2 }));

        Assert.Contains(world.Mailer.Mails, m => m.To.Contact == "luc");
    }

    [Fact]
    public async Task A_notice_cut_off_before_a_withdrawal_is_not_sent_and_is_disclosed_as_uncertain()
    {
        var tables = (await HubWorld.CreateAsync()).Tables;
        var point = new CrashPoint(1, Mishap.DiesAfter);
        var dying = await HubWorld.CreateAsync(tables, load: false, through: point.Through);
        var message = dying.Change("southside-housing", "SH-12B", Urgent, Deadline);
        point.Armed = true;
        await Assert.ThrowsAsync<DiedException>(async () => await dying.ReceiveAsync(message));

        var world = await dying.RestartAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K4\"}"));
        await world.ReceiveAsync(message with { DeliveryCount = 2 });
        await EndState.RunOutAsync(world);

        var stop = Assert.IsType<Hub.Mailing.MailContent.Notice>(Assert.Single(world.Mailer.To("gurpreet")));
        Assert.Equal(Hub.Mailing.NoticeKind.Withdrawal, stop.Kind);
        var disclosures = (await world.Hub.ReadDisclosures.RunAsync(new Core.ClientChanges.ClientId("HF-7Q2K"), CancellationToken.None))!;
        Assert.True(Assert.Single(disclosures, d => d.Contact == "gurpreet" && d.Code == Urgent).Uncertain);
        Assert.False(Assert.Single(disclosures, d => d.Contact == "luc" && d.Code == Urgent).Uncertain);
    }

    private static Hub.Mailing.MailOutcome Sent(ref int sent)
    {
        Interlocked.Increment(ref sent);
        return Hub.Mailing.MailOutcome.Sent;
    }
}
