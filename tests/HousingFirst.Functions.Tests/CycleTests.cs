using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Azure.Tests.Worlds;
using HousingFirst.Contracts.World;
using HousingFirst.Functions.Cycles;
using HousingFirst.Functions.Tests.World;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tables;
using HousingFirst.Mail.SendGrid;
using HousingFirst.Mail.Tests.Providers;
using Microsoft.DurableTask.Client;
using NodaTime;
using Xunit;

namespace HousingFirst.Functions.Tests;

/// <summary>A month of contacts under the head's own functions: tick, orchestration, activities.</summary>
public sealed class CycleTests(AzuriteServer azurite)
{
    private const string December = "contacts-2026-12";
    private const string Instance = FictionalCommunity.Id + "." + December;

    /// <summary>Local days and times of December at which somebody looks: every stage lies between two of them.</summary>
    private static readonly (int Day, int Hour, int Minute)[] Hours =
    [
        (0, 8, 5), (3, 12, 0), (9, 8, 35), (10, 9, 0), (14, 12, 0), (20, 8, 35), (21, 9, 0), (24, 12, 0), (27, 8, 35), (28, 9, 0), (29, 8, 35), (30, 17, 5), (31, 9, 0), (34, 8, 35), (35, 9, 0),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_told_and_a_month_runs_from_open_to_close_over_Azure_tables_and_SendGrid()
    {
        AzuriteServer.Needs();
        await using var sendGrid = new FakeSendGrid(FakeSendGrid.Answer("202 Accepted"));
        var clock = new Surroundings().Clock;
        using var mailer = new SendGridMailer(new SendGridSettings("key", "Housing First hub <hub@your-town.example>") { Host = $"http://127.0.0.1:{sendGrid.Port}" }, clock);
        var around = new Surroundings { Provider = mailer };
        around.Settings["HubTables__connectionString"] = azurite.ConnectionString(azurite.Endpoint);
        around.Settings["HubTables__prefix"] = azurite.NewPrefix();
        await using (var empty = HeadWorld.Start(around))
        {
            // Before there is a community, a tick makes the tables and waits.
            await empty.TickAsync();
            await LoadedCommunity.CopyToAsync((ITables)empty.Services.GetService(typeof(ITables))!);
            await empty.Hub.WithoutWarningsAsync();
        }

        await using var world = HeadWorld.Start(around);
        var actions = new RecordingActions();
        await world.TickAsync();
        await world.Queues.ReceiveClientChange(
            world.Message("prairie-hospital", Messages.Change("prairie-hospital", "PH-0018", "away.hospital.out")), actions, CancellationToken.None);
        Assert.Equal(["complete"], actions.Done);
        Assert.NotEmpty(around.Queues.BodiesOf("river-icm"));
        Assert.Contains(sendGrid.Requests, r => r.Body.Contains("\"personalizations\"", StringComparison.Ordinal));

        await MonthAsync(world, around);

        await ClosedAsync(world, around);
        Assert.True(sendGrid.Requests.Count > 5, $"{sendGrid.Requests.Count} mails");
    }

    [Fact]
    public async Task An_orchestration_does_to_the_month_what_the_local_tick_does()
    {
        var local = await HubWorld.CreateAsync(clock: new NodaTime.Testing.FakeClock(HubWorld.Start - Duration.FromHours(6)));
        await local.WithoutWarningsAsync();
        await local.Hub.ClaimCycles.RunAsync(Stop);
        await local.Hub.SendMorning.PlanAsync(await local.Hub.Directory.NowAsync(Stop), Stop);
        foreach (var (day, hour, minute) in Hours) await local.AdvanceToAsync(day, hour, minute);

        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await HeadWorld.StartLoadedAsync(around);
        await MonthAsync(world, around);

        await ClosedAsync(world, around);
        Assert.Equal(CycleMails(local.Mailer), CycleMails(around.Mailer));
        Assert.NotEmpty(CycleMails(local.Mailer));
        Assert.Equal(await RowsAsync(local.Tables), await RowsAsync(around.Tables!));
        Assert.Equal("done", around.Durable.CustomStatusOf(Instance));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_before_or_after_any_activity_and_started_again_it_ends_the_same(bool before)
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using (var whole = await HeadWorld.StartLoadedAsync(around)) await MonthAsync(whole, around);
        var (mails, rows, activities) = (CycleMails(around.Mailer), await RowsAsync(around.Tables!), around.Durable.Activities);
        Assert.True(activities > 20, $"{activities} activities");

        for (var number = 1; number <= activities; number += AzuriteServer.Share(usually: 9, all: 1))
        {
            var cut = new Surroundings { Tables = new MemoryTables() };
            var kills = 0;
            bool CutOff(int n) => n == number && kills++ == 0;
            if (before) cut.Durable.CutOffBefore = CutOff;
            else cut.Durable.CutOffAfter = CutOff;
            var world = await HeadWorld.StartLoadedAsync(cut);
            foreach (var hour in Hours)
            {
                MoveTo(cut, hour);
                try
                {
                    await LookAsync(world, cut);
                }
                catch (CutOffException)
                {
                    await world.DisposeAsync();
                    world = HeadWorld.Start(cut);
                    await LookAsync(world, cut);
                }
            }

            await ClosedAsync(world, cut);
            Assert.Equal(1, kills);
            Assert.Equal(mails, CycleMails(cut.Mailer));
            Assert.Equal(rows, await RowsAsync(cut.Tables!));
            await world.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_cycle_is_started_once_however_often_the_tick_looks_and_again_when_its_instance_is_gone()
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await HeadWorld.StartLoadedAsync(around);
        MoveTo(around, Hours[0]);
        await Task.WhenAll(world.TickAsync(drive: false), world.TickAsync(drive: false));
        await LookAsync(world, around);
        Assert.Equal(1, around.Durable.StartsOf(Instance));
        Assert.Equal(OrchestrationRuntimeStatus.Running, around.Durable.StatusOf(Instance));
        Assert.StartsWith("waits until 2026-12-", around.Durable.CustomStatusOf(Instance), StringComparison.Ordinal);

        around.Durable.Lose(Instance);
        MoveTo(around, (9, 8, 45));
        await world.TickAsync();
        Assert.Equal(2, around.Durable.StartsOf(Instance));
        await MonthAsync(world, around, from: 3);
        await ClosedAsync(world, around);
    }

    [Fact]
    public async Task A_claimed_cycle_waits_for_its_hour_without_an_instance()
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await HeadWorld.StartLoadedAsync(around);
        await world.TickAsync();
        Assert.Equal(0, around.Durable.Started);
        var item = Assert.Single(await world.Hub.Due.AllAsync(Stop), i => i.Kind == DueKind.Cycle && i.About == December);
        Assert.Equal(world.Hub.Contacts.Stages.Plan(December, FictionalCommunity.Settings).Stages[0].At, item.At);
    }

    [Fact]
    public async Task The_second_orchestration_shares_the_body()
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await HeadWorld.StartLoadedAsync(around);
        await world.TickAsync();
        MoveTo(around, Hours[0]);
        await around.Durable.ScheduleNewOrchestrationInstanceAsync(
            FunctionNames.BiweeklyMeetingCycle, new CycleTurn(December), new Microsoft.DurableTask.StartOrchestrationOptions("as-a-meeting").WithDedupeStatuses(OrchestrationRuntimeStatus.Running), Stop);
        foreach (var hour in Hours)
        {
            MoveTo(around, hour);
            await around.Durable.RunAsync(world.Cycles);
        }

        Assert.Equal(OrchestrationRuntimeStatus.Completed, around.Durable.StatusOf("as-a-meeting"));
        Assert.Null((await world.Hub.Cycles.ReadAsync(December, Stop))!.NextAt);
    }

    [Fact]
    public async Task Old_histories_are_purged_a_day_at_a_time()
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await HeadWorld.StartLoadedAsync(around);
        await world.Timers.Nightly(new Microsoft.Azure.Functions.Worker.TimerInfo(), around.Durable, Stop);

        Assert.Equal(7, around.Durable.Purges.Count);
        Assert.All(around.Durable.Purges, p => Assert.Equal(TimeSpan.FromDays(1), p.CreatedTo - p.CreatedFrom));
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), around.Durable.Purges[^1].CreatedTo);
        Assert.DoesNotContain(OrchestrationRuntimeStatus.Running, around.Durable.Purges[0].Statuses!);
    }

    private static async Task MonthAsync(HeadWorld world, Surroundings around, int from = 0)
    {
        foreach (var hour in Hours[from..])
        {
            MoveTo(around, hour);
            await LookAsync(world, around);
        }
    }

    /// <summary>A tick, what the task hub does, and the next tick: what the cycle put in line leaves.</summary>
    private static async Task LookAsync(HeadWorld world, Surroundings around)
    {
        await world.TickAsync();
        await world.TickAsync();
        await around.Durable.RunAsync(world.Cycles);
    }

    private static void MoveTo(Surroundings around, (int Day, int Hour, int Minute) at) => around.Clock.Reset(
        new LocalDate(2026, 12, 1).PlusDays(at.Day).At(new LocalTime(at.Hour, at.Minute)).InZoneStrictly(FictionalCommunity.Settings.Zone).ToInstant());

    private static async Task ClosedAsync(HeadWorld world, Surroundings around)
    {
        Assert.Equal(OrchestrationRuntimeStatus.Completed, around.Durable.StatusOf(Instance));
        var cycle = (await world.Hub.Cycles.ReadAsync(December, Stop))!;
        Assert.Null(cycle.NextAt);
        Assert.NotNull(cycle.Closed);
        Assert.NotNull((await world.Hub.Cycles.ReadAsync("contacts-2027-01", Stop))!.NextAt);
    }

    private static string[] CycleMails(RecordingMailer mailer) =>
        [.. mailer.Mails.Where(m => m is MailContent.ContactList or MailContent.MonthEnd).Select(m => $"{m.MailId} to {m.To.Contact}").Order(StringComparer.Ordinal)];

    /// <summary>The cycles' rows and the months', without the instants and versions in which two runs may rightly differ.</summary>
    private static async Task<string[]> RowsAsync(ITables tables)
    {
        var rows = new List<string>();
        await foreach (var (partition, row) in ((ITableScan)tables).ScanAsync(Table.Cycles, Stop))
        {
            if (partition.Contains("|inbox", StringComparison.Ordinal)) continue;
            var columns = row.Columns.Where(c => c.Value is not (Instant or byte[]) && c.Key != "nextAt").Select(c => $"{c.Key}={c.Value}").Order(StringComparer.Ordinal);
            rows.Add($"{partition} {row.Key} {string.Join(' ', columns)}");
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }
}
