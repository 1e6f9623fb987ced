using HousingFirst.Azure.Tables;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Azure.Tests.Faults;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Azure.Tests.Worlds;

/// <summary>What jobs ask of table storage, counted on the wire: a call of the port is one request, and no more than in memory.</summary>
public sealed class WireCountTests(AzuriteServer azurite)
{
    [Fact]
    public async Task A_job_takes_as_many_requests_on_the_wire_as_calls_of_the_port_in_memory()
    {
        AzuriteServer.Needs();
        await using var proxy = await FaultProxy.StartAsync(azurite.Endpoint);
        var tables = new AzureTables(azurite.Service(proxy.Endpoint), azurite.NewPrefix(), TimeProvider.System);
        await tables.CreateAsync(TestContext.Current.CancellationToken);
        await LoadedCommunity.CopyToAsync(tables);
        var wire = await JobsAsync(tables, () => proxy.Requests, proxy.Reset);

        var calls = new CountingTables(new MemoryTables());
        await LoadedCommunity.CopyToAsync(calls);
        var memory = await JobsAsync(calls, () => calls.Requests, calls.Reset);

        Assert.Equal(memory, wire);
        Assert.Equal(
            [("a change with 8 recipients", 5), ("a repeat", 4), ("a refused one", 5), ("an idle tick", 1), ("a mail at its hour", 9), ("the digests of six minutes", 61)],
            wire);
        Assert.Equal(0, tables.Repeats);
    }

    [Fact]
    public async Task Removals_of_rows_that_are_not_there_take_one_read_for_all_of_them()
    {
        AzuriteServer.Needs();
        var stop = TestContext.Current.CancellationToken;
        await using var proxy = await FaultProxy.StartAsync(azurite.Endpoint);
        var tables = new AzureTables(azurite.Service(proxy.Endpoint), azurite.NewPrefix(), TimeProvider.System);
        await tables.CreateAsync(stop);
        RowWrite[] there = [.. Enumerable.Range(0, 10).Select(i => new RowWrite.Insert(RowVersions.NewRow($"k{3 * i:D2}")))];
        await tables.BatchAsync(Table.Clients, "p", there, stop);
        proxy.Reset();

        RowWrite[] removals = [.. Enumerable.Range(0, 50).Reverse().Select(i => new RowWrite.Delete($"k{i:D2}", null))];
        Assert.IsType<BatchOutcome.Committed>(await tables.BatchAsync(Table.Clients, "p", [.. removals, new RowWrite.Insert(RowVersions.NewRow("new"))], stop));
        Assert.Equal(["POST $batch", "GET " + TableOf(proxy), "POST $batch"], proxy.Requests);
        Assert.Equal(["new"], (await tables.RangeAsync(Table.Clients, "p", "", null, 100, stop)).Rows.Select(r => r.Key));

        proxy.Reset();
        await tables.BatchAsync(Table.Clients, "p", [new RowWrite.Delete("gone", null)], stop);
        Assert.Equal(["POST $batch"], proxy.Requests);

        static string TableOf(FaultProxy proxy) => proxy.Requests.FirstOrDefault(r => r.StartsWith("GET ", StringComparison.Ordinal))?[4..] ?? "none";
    }

    /// <summary>Does each job once in a world whose caches are warm, and counts.</summary>
    private static async Task<(string Job, int Requests)[]> JobsAsync(ITables tables, Func<IReadOnlyList<string>> requests, Action reset)
    {
        var counts = new List<(string, int)>();
        var world = await HubWorld.CreateAsync(tables, load: false);
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.unsafe"));
        await world.AdvanceAsync(Duration.FromMinutes(30));
        var at = await world.Hub.Directory.NowAsync(TestContext.Current.CancellationToken);
        foreach (var organisation in at.Directory.Organisations)
            await world.Hub.Directory.ClientsOfAsync(organisation.Id, organisation.Contacts[0].Id, TestContext.Current.CancellationToken);

        var eight = world.Change("river-icm", "HF-7Q2K", "program.exit.unplanned");
        await CountAsync("a change with 8 recipients", () => world.ReceiveAsync(eight).AsTask());
        Assert.Equal(8, (await world.CoverageAsync(eight)).Lines.Count);
        await CountAsync("a repeat", () => world.ReceiveAsync(eight with { DeliveryCount = 2 }).AsTask());
        await CountAsync("a refused one", async () => Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Change("river-icm", "HF-0000", "housing.moveIn"))));
        await CountAsync("an idle tick", () => world.Hub.Tick.RunAsync(CancellationToken.None).AsTask());
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.in"));
        world.Clock.Advance(Duration.FromHours(1));
        await CountAsync("a mail at its hour", () => world.Hub.Tick.RunAsync(CancellationToken.None).AsTask());
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await world.AdvanceToAsync(1, 7, 0);
        world.Clock.Advance(Duration.FromMinutes(40));
        await CountAsync("the digests of six minutes", () => world.Hub.Tick.RunAsync(CancellationToken.None).AsTask());
        return [.. counts];

        async Task CountAsync(string job, Func<Task> does)
        {
            reset();
            await does();
            counts.Add((job, requests().Count));
        }
    }
}
