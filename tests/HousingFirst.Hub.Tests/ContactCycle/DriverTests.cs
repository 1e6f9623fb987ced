using System.Collections.Concurrent;
using CsCheck;
using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.Checking;
using HousingFirst.Hub.Cycles;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.ContactCycle;

/// <summary>Whoever drives a month, however often, however many at once, whatever the clock does: nothing is nudged twice, nothing is forgotten.</summary>
public sealed class DriverTests
{
    private static readonly int[] Days = [0, 9, 20, 27, 29, 30, 34];

    /// <summary>Two hubs over one store: every reminder and every page of the report leaves once, counted at the provider, which has no memory of ids.</summary>
    [Fact]
    public async Task Two_hubs_at_once_send_every_reminder_and_every_page_once()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var calm = await HubWorld.CreateAsync();
            await MonthAsync(calm, [calm]);
            var sent = new ConcurrentQueue<string>();
            var tables = new MemoryTables();
            var first = await HubWorld.CreateAsync(tables);
            HubWorld[] hubs = [await BesideAsync(first, sent, seed), await BesideAsync(first, sent, seed + 1000)];
            await MonthAsync(first, hubs);
            var reminders = sent.Where(m => !m.StartsWith("meetings-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
            Assert.Distinct(reminders);
            Assert.Equal(Reminders(calm), reminders);
            Assert.Equal(await EndState.OfAsync(calm), await EndState.OfAsync(first));
        }
    }

    /// <summary>The step functions as an orchestration calls them: every activity twice, in any order, answers lost.</summary>
    [Fact]
    public async Task Steps_run_twice_and_in_any_order_come_to_the_same()
    {
        var calm = await HubWorld.CreateAsync();
        await MonthAsync(calm, [calm]);
        var world = await HubWorld.CreateAsync();
        await world.WithoutWarningsAsync();
        await world.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        await RemoveWakesAsync(world);
        foreach (var day in Days)
        {
            world.Clock.Reset(At(day));
            CycleMove.Run? finished = null;
            while (await world.Hub.NextStep.RunAsync("contacts-2026-12", finished, CancellationToken.None) is CycleMove.Run run)
            {
                Assert.IsType<CycleMove.Run>(await world.Hub.NextStep.RunAsync("contacts-2026-12", null, CancellationToken.None));
                foreach (var step in Enumerable.Range(run.From, run.Count).Concat(Enumerable.Range(run.From, run.Count)).Reverse())
                    await world.Hub.RunStep.RunAsync("contacts-2026-12", run.Stage, step, CancellationToken.None);
                finished = run;
            }

            // The stage is over: a step that comes late does nothing.
            if (finished is not null) await world.Hub.RunStep.RunAsync("contacts-2026-12", finished.Stage, finished.From, CancellationToken.None);
        }

        Assert.Equal(Reminders(calm), Reminders(world));
        foreach (var program in (string[])["river-icm", "coulee-act", "bridge-outreach"])
            Assert.Equal((await calm.MonthAsync(program)).Counts(), (await world.MonthAsync(program)).Counts());
    }

    /// <summary>Forward by up to ten days, back by up to an hour: each program's month is opened and closed once, no stage tells anybody twice.</summary>
    [Fact]
    public async Task Whatever_the_clock_does_every_month_is_opened_and_closed_and_nobody_is_told_twice() =>
        await Gen.Select(Gen.Int[-1, 240], Gen.Bool).Array[3, 25].SampleAsync(
            async jumps =>
            {
                var sent = new ConcurrentQueue<string>();
                var first = await HubWorld.CreateAsync();
                await first.WithoutWarningsAsync();
                var world = await BesideAsync(first, sent, null);
                await world.Hub.ClaimCycles.RunAsync(CancellationToken.None);
                foreach (var (hours, restart) in jumps.Append((24 * 70, false)))
                {
                    first.Clock.Reset(first.Clock.GetCurrentInstant() + Duration.FromHours(hours));
                    if (restart)
                    {
                        world = await BesideAsync(first, sent, null);
                        await world.Hub.ClaimCycles.RunAsync(CancellationToken.None);
                    }

                    await world.Hub.Tick.RunAsync(CancellationToken.None);
                }

                var last = first.Clock.GetCurrentInstant();
                Assert.Distinct(sent);
                for (var month = new YearMonth(2026, 12); month < new YearMonth(2027, 2); month = month.PlusMonths(1))
                {
                    Assert.Null((await first.Hub.Cycles.ReadAsync(ContactPlan.Id(month), CancellationToken.None))!.NextAt);
                    Assert.All(
                        await Task.WhenAll(((string[])["river-icm", "coulee-act", "bridge-outreach"]).Select(p => first.MonthAsync(p, month))),
                        m => Assert.True(m is { Opened: not null, Closed: not null } && m.Opened <= last));
                    Assert.Contains(sent, m => m.StartsWith($"contacts.{month:uuuu'-'MM}.report.", StringComparison.Ordinal));
                }
            },
            iter: 25, threads: 1);

    [Fact]
    public async Task A_provider_that_fails_for_one_program_holds_up_no_other_and_is_tried_again()
    {
        var world = await HubWorld.CreateAsync();
        await world.OpenMonthAsync();
        world.Mailer.Answer = mail => mail.To.Contact == "luc" ? throw new MailDeferredException("Greylisted.") : MailOutcome.Sent;
        await world.AdvanceToAsync(9, 8, 31);
        Assert.NotEmpty(world.Mailer.To("dana").OfType<MailContent.ContactList>());
        Assert.NotEmpty(world.Mailer.To("priya").OfType<MailContent.ContactList>());
        Assert.Single(await world.Hub.Due.AllAsync(CancellationToken.None), i => i.Kind == DueKind.Remind);
        world.Mailer.Answer = null;
        await world.AdvanceAsync(Duration.FromMinutes(2));
        Assert.Single(world.Mailer.To("luc").OfType<MailContent.ContactList>());
        await world.AdvanceAsync(Duration.FromHours(20));
        Assert.Single(world.Mailer.To("luc").OfType<MailContent.ContactList>());
        Assert.DoesNotContain(await world.Hub.Due.AllAsync(CancellationToken.None), i => i.Kind == DueKind.Remind);
    }

    /// <summary>Partners are added, one after another, between the requests that open the month: every program owes every one of them.</summary>
    [Fact]
    public async Task A_month_opened_while_the_directory_is_imported_owes_by_the_whole_directory()
    {
        var tables = new MemoryTables();
        var first = await HubWorld.CreateAsync(tables);
        await first.WithoutWarningsAsync();
        var partner = (await first.Hub.Directory.NowAsync(CancellationToken.None)).Directory.Find("income-support")!;
        var joining = 0;
        var world = await HubWorld.CreateAsync(tables, mailer: first.Mailer, load: false, clock: first.Clock, through: ports => ports with
        {
            Tables = new Between(ports.Tables, async () =>
            {
                // The clock moves as well: the hub looks at the directory's version once a minute.
                first.Clock.Advance(Duration.FromSeconds(30));
                if (++joining <= 12) await first.Hub.Directory.PutAsync(partner with { Id = $"new-{joining}", NameEn = $"New {joining}", NameFr = $"Nouveau {joining}" }, CancellationToken.None);
            }),
        });
        await world.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        foreach (var program in (string[])["river-icm", "coulee-act", "bridge-outreach"])
            Assert.Equal(12, (await first.MonthAsync(program)).Obligations.Count(o => o.Owed && o.Partner.StartsWith("new-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Settings_that_change_in_mid_month_take_effect_at_the_next_step()
    {
        var world = await HubWorld.CreateAsync();
        await world.OpenMonthAsync();
        await world.AdvanceToAsync(2, 9, 0);
        var community = (await world.Hub.Partners.CommunityAsync(CancellationToken.None))!;
        await world.Hub.Partners.PutAsync(community with { ContactCycle = ContactCycleSettings.Default with { Nudges = [4], TeamLead = 22 } }, CancellationToken.None);
        await world.Hub.Partners.PutAsync([], CancellationToken.None);

        // The row that waits was written by the old plan; the new one's reminder is earlier.
        await world.AdvanceToAsync(2, 10, 0);
        await world.AdvanceToAsync(3, 8, 31);
        Assert.Single(world.Mailer.To("dana").OfType<MailContent.ContactList>());
        await world.AdvanceToAsync(20, 9, 0);
        Assert.Single(world.Mailer.To("dana").OfType<MailContent.ContactList>());
        await world.AdvanceToAsync(21, 8, 31);
        Assert.Contains(world.Mailer.To("sam").OfType<MailContent.ContactList>(), m => m.Ask == ContactListAsk.TeamLead);
    }

    [Fact]
    public async Task A_cycle_whose_wake_was_lost_is_woken_at_the_next_start()
    {
        var world = await HubWorld.CreateAsync();
        await world.OpenMonthAsync();
        Assert.DoesNotContain(await FindingsAsync(world), f => f.Where.StartsWith("cycle", StringComparison.Ordinal));
        await RemoveWakesAsync(world);
        Assert.Equal(["cycle contacts-2026-12", "cycle contacts-2027-01"], (await FindingsAsync(world)).Select(f => f.Where).Where(w => w.StartsWith("cycle contacts", StringComparison.Ordinal)));
        await world.AdvanceToAsync(45, 9, 0);
        Assert.Null((await world.MonthAsync("river-icm")).Closed);
        var again = await world.RestartAsync();
        await again.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        await again.Hub.Tick.RunAsync(CancellationToken.None);
        Assert.NotNull((await world.MonthAsync("river-icm")).Closed);
        Assert.NotNull((await world.MonthAsync("river-icm", new YearMonth(2027, 1))).Opened);
    }

    private static async Task<IReadOnlyList<Finding>> FindingsAsync(HubWorld world) =>
        (await new CheckHub((ITableScan)world.Tables, "lethbridge", world.Clock).RunAsync(new HashSet<string>(), CancellationToken.None)).Findings;

    private static async Task MonthAsync(HubWorld first, HubWorld[] hubs)
    {
        await first.WithoutWarningsAsync();
        await Task.WhenAll(hubs.Select(h => h.Hub.ClaimCycles.RunAsync(CancellationToken.None).AsTask()));
        foreach (var day in Days)
        {
            foreach (var minutes in (int[])[0, 12])
            {
                first.Clock.Reset(At(day) + Duration.FromMinutes(minutes));
                await Task.WhenAll(hubs.Select(h => Task.Run(() => h.Hub.Tick.RunAsync(CancellationToken.None).AsTask())));
            }
        }
    }

    private static async Task RemoveWakesAsync(HubWorld world)
    {
        foreach (var item in (await world.Hub.Due.AllAsync(CancellationToken.None)).Where(i => i.Kind == DueKind.Cycle))
            await world.Hub.Due.RemoveAsync(item, CancellationToken.None);
    }

    private static Task<HubWorld> BesideAsync(HubWorld world, ConcurrentQueue<string> sent, int? seed) => HubWorld.CreateAsync(
        world.Tables, world.Queues, world.Mailer, load: false, clock: world.Clock,
        through: ports => ports with { Tables = seed is { } s ? new YieldingTables(ports.Tables, s) : ports.Tables, Mailer = new Counting(ports.Mailer, sent) });

    private static string[] Reminders(HubWorld world) => [.. world.Mailer.Mails
        .Where(m => m.MailId.StartsWith("contacts.", StringComparison.Ordinal) || m is MailContent.SpecialistTask { Task: SpecialistTaskKind.ContactsSilent })
        .Select(m => m.MailId)
        .Order(StringComparer.Ordinal)];

    private static Instant At(int day) =>
        new LocalDate(2026, 12, 1).PlusDays(day).At(new LocalTime(day == 30 ? 18 : 9, 0)).InZoneStrictly(DateTimeZoneProviders.Tzdb["America/Edmonton"]).ToInstant();

    private sealed class Counting(IMailer mailer, ConcurrentQueue<string> sent) : IMailer
    {
        public async ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation)
        {
            await Task.Yield();
            sent.Enqueue(mail.MailId);
            return await mailer.SendAsync(mail, cancellation);
        }
    }

    /// <summary>Something else happens before every batch of cycles.</summary>
    private sealed class Between(ITables tables, Func<Task> happens) : ITables
    {
        public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation) => tables.GetAsync(table, partition, key, cancellation);

        public ValueTask<RowPage> RangeAsync(Table table, string partition, string from, string? before, int limit, CancellationToken cancellation) =>
            tables.RangeAsync(table, partition, from, before, limit, cancellation);

        public async ValueTask<BatchOutcome> BatchAsync(Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
        {
            if (table == Table.Cycles) await happens();
            return await tables.BatchAsync(table, partition, writes, cancellation);
        }
    }
}
