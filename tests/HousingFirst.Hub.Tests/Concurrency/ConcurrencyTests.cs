using System.Collections.Concurrent;
using CsCheck;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Concurrency;

/// <summary>Many at once about one client: in whatever order their requests fall, the outcome is that of one after the other.</summary>
public sealed class ConcurrencyTests
{
    private static readonly ClientId Client = new("HF-7Q2K");

    [Fact]
    public async Task Changes_withdrawals_and_departures_at_once_end_as_in_some_order() =>
        await Gen.Int.SampleAsync(AtOnceAsync, iter: 60, threads: 2);

    [Fact]
    public async Task What_waits_for_its_hour_is_not_sent_once_a_withdrawal_was_accepted_and_who_was_sent_it_is_told_to_stop() =>
        await Gen.Int.SampleAsync(seed => TickAgainstWithdrawalAsync(seed, "program.worker", 3600), iter: 60, threads: 2);

    [Fact]
    public async Task A_digest_that_runs_while_consent_is_withdrawn_tells_before_it_or_not_at_all() =>
        await Gen.Int.SampleAsync(seed => TickAgainstWithdrawalAsync(seed, "person.documents", 86400), iter: 60, threads: 2);

    private static async Task<bool> AtOnceAsync(int seed)
    {
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = new YieldingTables(p.Tables, seed) });
        InboundMessage[] messages =
        [
            world.Change("river-icm", "HF-7Q2K", "housing.moveIn"),
            world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""),
            world.Change("river-icm", "HF-7Q2K", "person.documents"),
            world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K4\"}"),
            world.Change("river-icm", "HF-7Q2K", "team.left", "\"member\":{\"organisation\":\"bridge-outreach\"}"),
            world.Change("river-icm", "HF-7Q2K", "program.exit.unplanned"),
            world.Change("prairie-hospital", "PH-0018", "away.hospital.in"),
        ];
        var settled = await Task.WhenAll(messages.Select(m => Task.Run(() => world.ReceiveAsync(m).AsTask())));
        Assert.All(settled, s => Assert.IsType<Settlement.Complete>(s));

        var state = (await world.Hub.Clients.ReadAsync(Client, CancellationToken.None)).State;
        Assert.Equal(3, state.Head.Version);
        Assert.NotNull(state.Consents.Single(c => c.Id == "K4").Withdrawn);
        Assert.DoesNotContain(state.Team(new LocalDate(2026, 12, 1)), m => m.Agency == "bridge-outreach");
        await StopsFollowAsync(world, messages[3], "gurpreet", "K4");

        await EndState.RunOutAsync(world);
        Assert.Empty(await EndState.WaitingAsync(world));
        foreach (var message in messages)
        {
            var notices = await world.Hub.Clients.NoticesAsync(Client, HubWorld.KeyOf(message), CancellationToken.None);
            Assert.All(notices, n => Assert.NotEqual(NoticeState.Pending, n.State));
        }

        await StopsFollowAsync(world, messages[3], "gurpreet", "K4");
        return true;
    }

    private static async Task<bool> TickAgainstWithdrawalAsync(int seed, string code, int wait)
    {
        var order = new ConcurrentQueue<string>();
        var mailer = new RecordingMailer { Answer = mail => Noted(order, mail) };
        var tables = (await HubWorld.CreateAsync()).Tables;
        var before = await HubWorld.CreateAsync(tables, mailer: mailer, load: false);
        var told = before.Change("river-icm", "HF-7Q2K", code);
        await before.ReceiveAsync(told);
        before.Clock.Advance(Duration.FromSeconds(wait));
        var world = await HubWorld.CreateAsync(
            tables, before.Queues, mailer, load: false, clock: before.Clock, through: p => p with { Tables = new YieldingTables(p.Tables, seed) });
        var stop = before.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K4\"}");

        var ticking = Task.Run(() => world.Hub.Tick.RunAsync(CancellationToken.None).AsTask());
        await Task.Run(() => world.ReceiveAsync(stop).AsTask());
        await ticking;

        await StopsFollowAsync(world, stop, "gurpreet", "K4");
        await EndState.RunOutAsync(world);
        await StopsFollowAsync(world, stop, "gurpreet", "K4");
        var line = (await world.Hub.Clients.NoticesAsync(Client, HubWorld.KeyOf(told), CancellationToken.None)).Single(n => n.SentTo == "gurpreet" || n.Recipient?.Contact == "gurpreet");
        Assert.True(line.State is NoticeState.Sent or NoticeState.Withheld, $"{line.State}");
        Assert.Equal(line.State == NoticeState.Sent, order.Contains("told gurpreet"));
        return true;
    }

    private static MailOutcome Noted(ConcurrentQueue<string> order, MailContent mail)
    {
        var stop = mail is MailContent.Notice { Kind: NoticeKind.Withdrawal };
        order.Enqueue($"{(stop ? "stop" : "told")} {mail.To.Contact}");
        return MailOutcome.Sent;
    }

    /// <summary>Whoever was sent something under the consent has a stop, sent or on its way.</summary>
    private static async Task StopsFollowAsync(HubWorld world, InboundMessage stop, string contact, string consent)
    {
        var all = await world.Hub.Clients.NoticesAsync(Client, CancellationToken.None);
        var wasTold = all.Any(n => n.Consent == consent && n.Sent is not null && n.Id.Change != HubWorld.KeyOf(stop) && n.SentTo == contact);
        var stopped = all.Any(n => n.Id.Change == HubWorld.KeyOf(stop) && n.SentTo == contact);
        Assert.True(!wasTold || stopped, "Someone was sent a notice under a consent that was withdrawn, and was not told to stop.");
    }
}
