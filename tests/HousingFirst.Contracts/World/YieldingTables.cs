using HousingFirst.Hub.Tables;

namespace HousingFirst.Contracts.World;

/// <summary>Tables that give others a turn before and after each request, by a seeded coin: every seed is another interleaving.</summary>
public sealed class YieldingTables(ITables tables, int seed) : ITables
{
    private int turns = seed;

    public async ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
    {
        await TurnAsync();
        var row = await tables.GetAsync(table, partition, key, cancellation);
        await TurnAsync();
        return row;
    }

    public async ValueTask<RowPage> RangeAsync(
        Table table, string partition, string from, string? before, int limit, CancellationToken cancellation)
    {
        await TurnAsync();
        var page = await tables.RangeAsync(table, partition, from, before, limit, cancellation);
        await TurnAsync();
        return page;
    }

    public async ValueTask<BatchOutcome> BatchAsync(
        Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        await TurnAsync();
        var outcome = await tables.BatchAsync(table, partition, writes, cancellation);
        await TurnAsync();
        return outcome;
    }

    private async ValueTask TurnAsync()
    {
        var turn = unchecked((uint)(Interlocked.Increment(ref turns) * 2654435761u));
        for (var yields = turn >> 30; yields > 0; yields--) await Task.Yield();
    }
}
