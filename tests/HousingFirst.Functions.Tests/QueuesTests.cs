using HousingFirst.Functions.Tests.World;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Functions.Tests;

/// <summary>How a message is settled: by what the hub decided, and only then.</summary>
public sealed class QueuesTests
{
    [Fact]
    public async Task What_is_accepted_is_told_and_completed()
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await HeadWorld.StartLoadedAsync(around);
        var actions = new RecordingActions();

        await world.Queues.ReceiveClientChange(
            world.Message("prairie-hospital", Messages.Change("prairie-hospital", "PH-0018", "away.hospital.out")), actions, CancellationToken.None);

        Assert.Equal(["complete"], actions.Done);
        Assert.NotEmpty(around.Queues.BodiesOf("river-icm"));
    }

    [Fact]
    public async Task What_is_refused_is_a_dead_letter_with_its_reason_and_words()
    {
        await using var world = await HeadWorld.StartLoadedAsync(new Surroundings { Tables = new MemoryTables() });
        var actions = new RecordingActions();
        var body = Messages.Change("prairie-hospital", "PH-0018", "away.hospital.owt");

        await world.Queues.ReceiveClientChange(world.Message("prairie-hospital", body), actions, CancellationToken.None);
        await world.Queues.ReceiveClientChange(world.Message("prairie-hospital", body, signature: "v1.bm8="), actions, CancellationToken.None);

        Assert.Equal(2, actions.Done.Count);
        Assert.StartsWith("dead letter data.invalid: ", actions.Done[0], StringComparison.Ordinal);
        Assert.Contains("away.hospital.out", actions.Done[0], StringComparison.Ordinal);
        Assert.StartsWith("dead letter sender.unproven: ", actions.Done[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_queue_takes_what_partners_say()
    {
        await using var world = await HeadWorld.StartLoadedAsync(new Surroundings { Tables = new MemoryTables() });
        var actions = new RecordingActions();

        await world.Queues.ReceivePartnerActivity(
            world.Message("river-icm", Messages.Contact("river-icm", "prairie-hospital", "one")), actions, CancellationToken.None);
        await world.Queues.ReceivePartnerActivity(
            world.Message("river-icm", Messages.Change("river-icm", "HF-7Q2K", "person.documents")), actions, CancellationToken.None);

        Assert.Equal("complete", actions.Done[0]);
        Assert.StartsWith("dead letter ", actions.Done[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_thrown_so_that_the_message_comes_again_and_the_tenth_gives_it_up()
    {
        var tables = new FailingTables(new MemoryTables());
        await using var world = await HeadWorld.StartLoadedAsync(new Surroundings { Tables = tables });
        var body = Messages.Change("prairie-hospital", "PH-0018", "away.hospital.out");
        var actions = new RecordingActions();

        tables.Fails = (table, _) => table == Table.Clients;
        for (var delivery = 1; delivery < 10; delivery++)
        {
            var message = world.Message("prairie-hospital", body, delivery);
            await Assert.ThrowsAsync<IOException>(() => world.Queues.ReceiveClientChange(message, actions, CancellationToken.None));
        }

        Assert.Empty(actions.Done);
        await world.Queues.ReceiveClientChange(world.Message("prairie-hospital", body, 10), actions, CancellationToken.None);
        Assert.StartsWith("dead letter hub.failed: ", Assert.Single(actions.Done), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_instance_is_stopped_the_message_goes_back_at_once()
    {
        using var stop = new CancellationTokenSource();
        var tables = new FailingTables(new MemoryTables());
        await using var world = await HeadWorld.StartLoadedAsync(new Surroundings { Tables = tables });
        var message = world.Message("prairie-hospital", Messages.Change("prairie-hospital", "PH-0018", "away.hospital.out"));
        var actions = new RecordingActions();

        tables.Fails = (table, _) =>
        {
            if (table != Table.Clients) return false;
            stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
            return false;
        };
        await world.Queues.ReceiveClientChange(message, actions, stop.Token);
        Assert.Equal(["abandon"], actions.Done);

        tables.Fails = (_, _) => false;
        await world.Queues.ReceiveClientChange(message, actions, CancellationToken.None);
        Assert.Equal(["abandon", "complete"], actions.Done);
    }
}

/// <summary>Tables that fail where a test says so.</summary>
internal sealed class FailingTables(ITables tables) : ITables
{
    public Func<Table, string, bool> Fails { get; set; } = (_, _) => false;

    public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
    {
        Check(table, partition);
        return tables.GetAsync(table, partition, key, cancellation);
    }

    public ValueTask<RowPage> RangeAsync(Table table, string partition, string from, string? before, int limit, CancellationToken cancellation)
    {
        Check(table, partition);
        return tables.RangeAsync(table, partition, from, before, limit, cancellation);
    }

    public ValueTask<BatchOutcome> BatchAsync(Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        Check(table, partition);
        return tables.BatchAsync(table, partition, writes, cancellation);
    }

    private void Check(Table table, string partition)
    {
        if (Fails(table, partition)) throw new IOException("Storage is down.");
    }
}
