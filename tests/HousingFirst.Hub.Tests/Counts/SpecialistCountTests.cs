using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Tables;
using HousingFirst.Hub.Tests.Specialists;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Counts;

/// <summary>What the specialist's morning, requests and surprises ask of storage.</summary>
public sealed class SpecialistCountTests
{
    [Fact]
    public async Task A_quiet_morning_takes_nine_and_each_check_only_where_a_task_needs_it()
    {
        var (world, tables) = await WarmAsync();

        // What is due, whether the directory has moved; the next one, the day noted last, tasks, endings, surprises, the day noted; the row off.
        Assert.Equal(9, await MorningAsync(world, tables, 1));
        Assert.Equal(9, await MorningAsync(world, tables, 2));

        await MorningTests.TellAsync(world, SpecialistTaskKind.AddressStopped, "a", "bridge-outreach", "luc");
        Assert.Equal(9, await MorningAsync(world, tables, 3));

        // One for all possible partners, and the task whose prospect is gone.
        await world.Hub.Tasks.AddAsync(new(SpecialistTaskKind.AskAgain, "prospect.gone.step-1.2026-12-01", HubWorld.Start) { Organisation = "Gone" }, CancellationToken.None);
        Assert.Equal(11, await MorningAsync(world, tables, 6));
        Assert.Equal(9, await MorningAsync(world, tables, 7));
    }

    [Fact]
    public async Task A_request_takes_four_six_about_a_client_and_a_repeat_two()
    {
        var (world, tables) = await WarmAsync();
        var message = world.Activity("river-icm", MessageTypes.SpecialistRequested, "\"about\":\"advice\"");

        // Its inbox row, when to forget that, the task, done.
        Assert.Equal(4, await CountAsync(tables, () => world.ReceiveAsync(message).AsTask()));
        Assert.Equal(2, await CountAsync(tables, () => world.ReceiveAsync(message with { DeliveryCount = 2 }).AsTask()));
        var about = world.Activity("prairie-hospital", MessageTypes.SpecialistRequested, "\"about\":\"advice\"", "PH-0018");
        Assert.Equal(6, await CountAsync(tables, () => world.ReceiveAsync(about).AsTask()));
    }

    [Fact]
    public async Task A_surprise_takes_three_to_take_and_nine_to_trace_one_more_for_each_change_near()
    {
        var (world, tables) = await WarmAsync();
        var message = world.Activity("income-support", MessageTypes.SurpriseReported, "\"change\":\"housing.notice\"", "IS-77");
        Assert.Equal(3, await CountAsync(tables, () => world.ReceiveAsync(message).AsTask()));

        // What is due; recorded before, whose client, that client, its changes, the counts, recorded, settled; the row off.
        Assert.Equal(9, await CountAsync(tables, () => world.Hub.Tick.RunAsync(CancellationToken.None).AsTask()));
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""));
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        await world.ReceiveAsync(world.Activity("income-support", MessageTypes.SurpriseReported, "\"change\":\"housing.notice\"", "IS-77"));
        Assert.Equal(10, await CountAsync(tables, () => world.Hub.Tick.RunAsync(CancellationToken.None).AsTask()));
    }

    private static async Task<int> MorningAsync(HubWorld world, CountingTables tables, int day)
    {
        world.Clock.Reset(HubWorld.Start + Duration.FromDays(day) - Duration.FromHours(4));
        return await CountAsync(tables, () => world.Hub.Tick.RunAsync(CancellationToken.None).AsTask());
    }

    private static async Task<int> CountAsync(CountingTables tables, Func<Task> does)
    {
        tables.Reset();
        await does();
        return tables.Requests.Count;
    }

    private static async Task<(HubWorld World, CountingTables Tables)> WarmAsync()
    {
        CountingTables? counting = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = counting = new CountingTables(p.Tables) });
        await world.WithoutWarningsAsync();
        await MorningTests.PlanAsync(world);
        foreach (var ending in (await world.Tables.RangeAsync(Table.Due, "lethbridge|endings", string.Empty, null, 10, CancellationToken.None)).Rows)
            await world.Tables.BatchAsync(Table.Due, "lethbridge|endings", [new RowWrite.Delete(ending.Key, null)], CancellationToken.None);
        return (world, counting!);
    }
}
