using System.Collections.Concurrent;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Digests;
using HousingFirst.Hub.Mailing;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Digests;

/// <summary>A morning on which everyone of a town has a digest at 07:30.</summary>
public sealed class ManyDigestsTests
{
    private static readonly int People = Environment.GetEnvironmentVariable("HF_LONG") is null ? 300 : 10_000;
    private static readonly Instant Slot = Instant.FromUtc(2026, 12, 2, 13, 30);

    [Fact]
    public async Task Each_gets_one_within_ten_minutes_of_the_slot_and_it_takes_five_requests_a_client_and_four_a_few_people()
    {
        CountingTables? tables = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = tables = new CountingTables(p.Tables) });
        await world.WithoutWarningsAsync();
        await Crowd.TellAsync(world, People);
        Assert.InRange((await EndState.WaitingAsync(world)).Count(d => d.Kind == DueWork.DueKind.Digest), 1, 21);
        for (var minute = -10; minute <= 10; minute++)
        {
            world.Clock.Reset(Slot + Duration.FromMinutes(minute));
            var due = await LinesAsync(world, minute);
            tables!.Reset();
            await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);

            // What is due, and once a minute whether the directory has moved. The lines of this minute, its due row off. A few people: the digests
            // they got last, today's taken, the lines off. A client among them: itself, its change and the notices; leaving; sent.
            var few = due.Chunk(25).ToArray();
            var expected = 2 + (due.Count == 0 ? 0 : 2 + (3 * few.Length) + (5 * few.Sum(f => f.Select(i => i.Client).Distinct().Count())));
            Assert.True(expected == tables.Requests.Count, $"Minute {minute}: {tables.Requests.Count} requests, not {expected}:\n{string.Join('\n', tables.Requests)}");
        }

        Assert.Equal(People, world.Mailer.Mails.Select(m => m.To.Contact).Distinct().Count());
        Assert.Equal(People, world.Mailer.Mails.Count);
        Assert.All(world.Mailer.Mails, m => Assert.InRange(m.At, Slot - Duration.FromMinutes(10), Slot + Duration.FromMinutes(10)));
        Assert.Empty(await EndState.WaitingAsync(world));
    }

    [Fact]
    public async Task Cut_off_again_and_again_it_resumes_and_nobody_gets_two()
    {
        var before = await HubWorld.CreateAsync();
        await before.WithoutWarningsAsync();
        await Crowd.TellAsync(before, 60);
        before.Clock.Reset(Slot + Duration.FromMinutes(11));
        for (var cut = 1; cut < 200; cut++)
        {
            // Each life of the hub gets a little further than the one before.
            var point = new CrashPoint(cut, cut % 2 == 0 ? Mishap.DiesBefore : Mishap.DiesAfter) { Armed = true };
            var world = await HubWorld.CreateAsync(before.Tables, before.Queues, before.Mailer, load: false, clock: before.Clock, through: point.Through);
            try
            {
                await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);
            }
            catch (DiedException)
            {
            }

            if (!point.Happened) break;
            before.Clock.Advance(Duration.FromMinutes(11));
        }

        await EndState.RunOutAsync(before);
        Assert.Empty(await EndState.WaitingAsync(before));
        Assert.Equal(60, before.Mailer.Mails.Count);
        Assert.Equal(60, before.Mailer.Mails.Select(m => m.To.Contact).Distinct().Count());
    }

    [Fact]
    public async Task Two_hubs_at_once_send_each_person_one()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var sent = new ConcurrentQueue<string>();
            var mailer = new RecordingMailer { Answer = mail => Noted(sent, mail) };
            var before = await HubWorld.CreateAsync(mailer: mailer);
            await before.WithoutWarningsAsync();
            await Crowd.TellAsync(before, 30);
            before.Clock.Reset(Slot + Duration.FromMinutes(11));
            var hubs = new List<HubWorld>();
            for (var i = 0; i < 2; i++)
            {
                var turns = (seed * 1000) + i;
                hubs.Add(await HubWorld.CreateAsync(
                    before.Tables, before.Queues, mailer, load: false, clock: before.Clock, through: p => p with { Tables = new YieldingTables(p.Tables, turns) }));
            }

            await Task.WhenAll(hubs.Select(h => Task.Run(() => h.Hub.Tick.RunAsync(CancellationToken.None).AsTask())));
            await EndState.RunOutAsync(before);

            Assert.Equal(30, sent.Distinct().Count());
            Assert.Equal(30, sent.Count);
            Assert.Empty(await EndState.WaitingAsync(before));
        }
    }

    [Fact]
    public async Task No_more_than_four_mails_are_on_their_way_at_once()
    {
        var mailer = new SlowMailer();
        var world = await HubWorld.CreateAsync(through: p => p with { Mailer = mailer });
        await Crowd.TellAsync(world, 100);
        await world.AdvanceToAsync(1, 7, 41);

        Assert.Equal(100, mailer.Sent);
        Assert.InRange(mailer.Most, 2, 4);
    }

    [Fact]
    public async Task A_provider_that_asks_to_wait_is_asked_a_few_times_and_then_left_in_peace()
    {
        var (asked, busy) = (0, true);
        var mailer = new RecordingMailer
        {
            Answer = _ => Interlocked.Increment(ref asked) > 0 && busy ? throw new MailLaterException("Too many.", Duration.FromHours(2)) : MailOutcome.Sent,
        };
        var world = await HubWorld.CreateAsync(mailer: mailer);
        await world.WithoutWarningsAsync();
        await Crowd.TellAsync(world, 1000);
        world.Clock.Reset(Slot - Duration.FromMinutes(10));
        await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);
        Assert.InRange(asked, 1, MailPace.AtOnce);
        busy = false;
        await EndState.RunOutAsync(world);

        Assert.Equal(1000, world.Mailer.Mails.Count);
        Assert.All(world.Mailer.Mails, m => Assert.Equal(new LocalDate(2026, 12, 2), m.At.InZone(FictionalCommunity.Settings.Zone).Date));
    }

    private static MailOutcome Noted(ConcurrentQueue<string> sent, MailContent mail)
    {
        sent.Enqueue(mail.To.Contact);
        return MailOutcome.Sent;
    }

    private static async Task<IReadOnlyList<DigestItem>> LinesAsync(HubWorld world, int minute)
    {
        var (items, next) = await world.Hub.Digests.PageAsync(Slot, minute, string.Empty, TestContext.Current.CancellationToken);
        Assert.Null(next);
        Assert.All(items, i => Assert.Equal(minute, Clocks.DigestSpread(Slot, i.Contact, FictionalCommunity.Settings.Zone)));
        return items;
    }

    /// <summary>A mailer that takes its time.</summary>
    private sealed class SlowMailer : IMailer
    {
        private readonly Lock gate = new();
        private int now;

        public int Most { get; private set; }

        public int Sent { get; private set; }

        public async ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation)
        {
            lock (gate) Most = Math.Max(Most, ++now);
            await Task.Delay(2, cancellation);
            lock (gate)
            {
                now--;
                Sent++;
            }

            return MailOutcome.Sent;
        }
    }
}
