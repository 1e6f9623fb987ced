using HousingFirst.Core.Planning;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Cycles;

/// <summary>The cycles of a community, one row each, in one partition.</summary>
public sealed class CycleStore(ITables tables, string community)
{
    /// <summary>A cycle, or null where nobody has claimed it: one request.</summary>
    public async ValueTask<StoredCycle?> ReadAsync(string cycle, CancellationToken cancellation) =>
        await tables.GetAsync(Table.Cycles, community, Keys.Of(cycle), cancellation) is { } row ? StoredCycle.Read(row) : null;

    /// <summary>The cycles that are claimed and not done, by id: a request a thousand cycles.</summary>
    public async ValueTask<IReadOnlyList<StoredCycle>> OpenAsync(CancellationToken cancellation)
    {
        var open = new List<StoredCycle>();
        await foreach (var row in tables.EachAsync(Table.Cycles, community, cancellation))
        {
            if (StoredCycle.Read(row) is { NextAt: not null } cycle) open.Add(cycle);
        }

        return open;
    }

    /// <summary>Claims a cycle. Claimed before, by whomever, it is claimed: one request.</summary>
    /// <param name="cycle">Its id.</param>
    /// <param name="nextAt">When it begins (UTC).</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether it was claimed now.</returns>
    public async ValueTask<bool> ClaimAsync(string cycle, Instant nextAt, CancellationToken cancellation) =>
        await tables.BatchAsync(
            Table.Cycles, community, [new RowWrite.Insert(new StoredCycle(cycle, CycleState.New) { NextAt = nextAt }.ToRow())], cancellation) is BatchOutcome.Committed;

    /// <summary>Writes a cycle as it has become, while it is as it was read.</summary>
    /// <returns>The cycle with its new ETag, or null where another driver was quicker: read it again.</returns>
    public async ValueTask<StoredCycle?> WriteAsync(StoredCycle cycle, CancellationToken cancellation) =>
        await tables.BatchAsync(Table.Cycles, community, [new RowWrite.Update(cycle.ToRow(), cycle.ETag!)], cancellation) is BatchOutcome.Committed written
            ? cycle with { ETag = written.ETags[0] }
            : null;
}
