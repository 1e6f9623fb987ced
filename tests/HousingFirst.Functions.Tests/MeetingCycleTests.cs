using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Meetings;
using HousingFirst.Functions.Tests.World;
using HousingFirst.Hub;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Tables;
using Microsoft.DurableTask.Client;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Functions.Tests;

/// <summary>A meeting from its call to the day its words are forgotten, under the head's own functions, moved and cancelled in between.</summary>
public sealed class MeetingCycleTests
{
    private const string First = "meetings-2026-12-09", Second = "meetings-2026-12-23";

    /// <summary>Local days and times of December at which somebody looks: every stage of both meetings lies between two of them.</summary>
    private static readonly (int Day, int Hour, int Minute)[] Hours =
    [
        (0, 8, 5), (1, 8, 35), (3, 9, 0), (7, 8, 35), (8, 8, 35), (9, 8, 35), (13, 8, 35), (15, 8, 35), (17, 9, 0), (21, 8, 35), (24, 6, 5), (29, 9, 0), (36, 6, 5), (37, 9, 0),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_orchestration_does_to_a_meeting_what_the_local_tick_does()
    {
        var local = await HubWorld.CreateAsync(clock: new FakeClock(HubWorld.Start - Duration.FromHours(6)));
        await local.WithoutWarningsAsync();
        await local.Hub.ClaimCycles.RunAsync(Stop);
        await local.Hub.SendMorning.PlanAsync(await local.Hub.Directory.NowAsync(Stop), Stop);
        foreach (var hour in Hours)
        {
            local.Clock.Reset(At(hour));
            await DoAsync(local.Hub, hour.Day);
            for (var looks = 0; looks < 2; looks++) await local.Hub.Tick.RunAsync(Stop);
        }

        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await HeadWorld.StartLoadedAsync(around);
        foreach (var hour in Hours) await LookAsync(world, around, hour);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, around.Durable.StatusOf(InstanceOf(First)));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, around.Durable.StatusOf(InstanceOf(Second)));
        Assert.Equal("done", around.Durable.CustomStatusOf(InstanceOf(First)));
        await EndedAsync(world.Hub);
        Assert.Equal(await RowsAsync(local.Tables), await RowsAsync(around.Tables!));
        Assert.Equal(Mails(local.Mailer), Mails(around.Mailer));
        foreach (var kind in (MeetingMailKind[])[MeetingMailKind.Call, MeetingMailKind.Moved, MeetingMailKind.Agenda, MeetingMailKind.Reminder, MeetingMailKind.Minutes, MeetingMailKind.Cancelled])
            Assert.Contains(around.Mailer.Mails.OfType<MailContent.Meeting>(), m => m.Kind == kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_before_or_after_any_activity_and_started_again_it_ends_the_same(bool before)
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using (var whole = await HeadWorld.StartLoadedAsync(around))
        {
            foreach (var hour in Hours) await LookAsync(whole, around, hour);
        }

        var (mails, rows, activities) = (Mails(around.Mailer), await RowsAsync(around.Tables!), around.Durable.Activities);
        Assert.True(activities > 60, $"{activities} activities");
        for (var number = 1; number <= activities; number += AzuriteServer.Share(usually: 31, all: 1))
        {
            var cut = new Surroundings { Tables = new MemoryTables() };
            var kills = 0;
            bool CutOff(int n) => n == number && kills++ == 0;
            if (before) cut.Durable.CutOffBefore = CutOff;
            else cut.Durable.CutOffAfter = CutOff;
            var world = await HeadWorld.StartLoadedAsync(cut);
            foreach (var hour in Hours)
            {
                try
                {
                    await LookAsync(world, cut, hour);
                }
                catch (CutOffException)
                {
                    await world.DisposeAsync();
                    world = HeadWorld.Start(cut);
                    await LookAsync(world, cut, hour);
                }
            }

            Assert.Equal(1, kills);
            await EndedAsync(world.Hub);
            Assert.Equal(mails, Mails(cut.Mailer));
            Assert.Equal(rows, await RowsAsync(cut.Tables!));
            await world.DisposeAsync();
        }
    }

    /// <summary>What people do on a day: an item and an answer, the meeting moved by a day, the next cancelled after its call.</summary>
    private static async Task DoAsync(HousingFirstHub hub, int day)
    {
        var at = await hub.Directory.NowAsync(Stop);
        switch (day)
        {
            case 1:
                var body = System.Text.Encoding.UTF8.GetBytes(
                    $$"""{"specversion":"1.0","type":"{{MessageTypes.MeetingItem}}","source":"/agencies/prairie-hospital","id":"item-1","subject":"PH-0018","data":{"part":"case","text":"who visits when","voice":"attending"} }""");
                Assert.IsType<Settlement.Complete>(await hub.ReceivePartnerActivity.RunAsync(
                    new InboundMessage(QueueNames.PartnerActivity, null, body, Signature.Of(hub.AgencyKeys.Of("prairie-hospital")[0], body), 1, at.Now), Stop));
                break;
            case 3:
                await hub.Meetings.AnswerInvitation.RunAsync(First, "river-icm", "dana", comes: true, at, Stop);
                await hub.Meetings.EditSeries.MoveAsync(First, new LocalDate(2026, 12, 10), null, at, Stop);
                break;
            case 17:
                await hub.Meetings.EditSeries.CancelAsync(Second, at, Stop);
                break;
        }
    }

    private static async Task LookAsync(HeadWorld world, Surroundings around, (int Day, int Hour, int Minute) hour)
    {
        around.Clock.Reset(At(hour));
        await DoAsync(world.Hub, hour.Day);
        await world.TickAsync();
        await world.TickAsync();
        await around.Durable.RunAsync(world.Cycles);
    }

    private static async Task EndedAsync(HousingFirstHub hub)
    {
        var (first, second) = (await hub.Meetings.Store.ReadAsync(First, Stop), await hub.Meetings.Store.ReadAsync(Second, Stop));
        Assert.NotNull(first.Purged);
        Assert.NotNull(second.Purged);
        Assert.Equal(0, await hub.Meetings.Purge.LeftAsync(First, Stop));
        Assert.Null((await hub.Cycles.ReadAsync(First, Stop))!.NextAt);
        Assert.Equal(new LocalDate(2026, 12, 10), MeetingCalendar.Find(First, (await hub.Directory.NowAsync(Stop)).Community)!.On);
        Assert.True(MeetingCalendar.Find(Second, (await hub.Directory.NowAsync(Stop)).Community)!.IsOff);
    }

    private static Instant At((int Day, int Hour, int Minute) at) =>
        new LocalDate(2026, 12, 1).PlusDays(at.Day).At(new LocalTime(at.Hour, at.Minute)).InZoneStrictly(FictionalCommunity.Settings.Zone).ToInstant();

    private static string InstanceOf(string meeting) => $"{FictionalCommunity.Id}.{meeting}";

    private static string[] Mails(RecordingMailer mailer) =>
        [.. mailer.Mails.OfType<MailContent.Meeting>().Select(m => $"{m.MailId} to {m.To.Contact}: {m.Kind} {m.Calendar?.Sequence}").Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The meetings' rows, without the instants in which two runs may rightly differ.</summary>
    private static async Task<string[]> RowsAsync(ITables tables)
    {
        var rows = new List<string>();
        await foreach (var (partition, row) in ((ITableScan)tables).ScanAsync(Table.Cycles, Stop))
        {
            if (!partition.Contains("|meetings-", StringComparison.Ordinal)) continue;
            rows.Add($"{partition} {row.Key} {string.Join(' ', row.Columns.Where(c => c.Value is not Instant).Select(c => $"{c.Key}={c.Value}").Order(StringComparer.Ordinal))}");
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }
}
