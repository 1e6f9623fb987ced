using HousingFirst.Core.Network;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Network;

/// <summary>
/// The organisations that may become partners: one partition a community, small enough to read whole. Every write is made on the state that
/// was read and holds only while that stands, so that of two people recording at once neither is lost.
/// </summary>
public sealed class NetworkStore(ITables tables, string community)
{
    /// <summary>Somebody else recording again and again is a fault to try later.</summary>
    private const int MostTries = 25;

    /// <summary>One prospect, or null: one request.</summary>
    public async ValueTask<StoredProspect?> ReadAsync(ProspectId id, CancellationToken cancellation)
    {
        var prefix = Keys.Prefix(id.Value);
        var rows = await RowsAsync(prefix, Keys.End(prefix), cancellation);
        return rows.Count == 0 ? null : ProspectRows.Read(rows);
    }

    /// <summary>Every prospect, in the order of their ids: one request a thousand rows.</summary>
    public async ValueTask<IReadOnlyList<Prospect>> AllAsync(CancellationToken cancellation) =>
    [
        .. (await RowsAsync(string.Empty, null, cancellation))
            .GroupBy(row => Keys.Parts(row.Key)[0])
            .Select(rows => ProspectRows.Read([.. rows]).Prospect)
            .OrderBy(p => p.Id.Value, StringComparer.Ordinal),
    ];

    /// <summary>Changes a prospect as it is now: one read, and one batch where anything changes.</summary>
    /// <param name="id">Which.</param>
    /// <param name="change">From what stands (null where there is none) to what should; null, or the same, changes nothing.</param>
    /// <param name="beforehand">Runs before each batch: work that must be known of when the batch is.</param>
    /// <param name="cancellation">Stops before the batch.</param>
    /// <returns>What stood, and what stands now.</returns>
    public async ValueTask<(Prospect? Before, Prospect? After)> ChangeAsync(
        ProspectId id, Func<Prospect?, Prospect?> change, Func<Prospect?, Prospect, ValueTask> beforehand, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await ReadAsync(id, cancellation);
            var next = change(stored?.Prospect);
            if (next is null || next == stored?.Prospect) return (stored?.Prospect, stored?.Prospect);
            await beforehand(stored?.Prospect, next);
            if (await WriteAsync(Writes(stored, next), cancellation) is BatchOutcome.Committed) return (stored?.Prospect, next);
        }

        throw new IOException($"The same prospect was changed {MostTries} times while one change was made. Try again.");
    }

    /// <summary>Forgets a prospect with everything recorded of it; its head goes last, so that what is cut off is found again.</summary>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> RemoveAsync(ProspectId id, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await ReadAsync(id, cancellation) is not { } stored) return false;
            foreach (var keys in stored.EntryKeys.Chunk(Limits.BatchRows - 1).SkipLast(1))
                await WriteAsync([.. keys.Select(k => new RowWrite.Delete(k, null))], cancellation);
            var last = stored.EntryKeys.Chunk(Limits.BatchRows - 1).LastOrDefault() ?? [];
            RowWrite[] writes =
                [.. last.Select(k => new RowWrite.Delete(k, null)), new RowWrite.Delete(ProspectRows.HeadKey(id), stored.ETag)];
            if (await WriteAsync(writes, cancellation) is BatchOutcome.Committed) return true;
        }

        throw new IOException($"The prospect was changed {MostTries} times while it was to be removed. Try again.");
    }

    private static RowWrite[] Writes(StoredProspect? stored, Prospect next)
    {
        var head = ProspectRows.OfHead(next);
        var known = stored?.EntryKeys.ToHashSet(StringComparer.Ordinal) ?? [];
        var entries = next.Suggestions.Select(s => ProspectRows.Of(next.Id, s))
            .Concat(next.Steps.Select(s => ProspectRows.Of(next.Id, s)))
            .Concat(next.Contributions.Select(c => ProspectRows.Of(next.Id, c)));
        return
        [
            stored is null ? new RowWrite.Insert(head) : new RowWrite.Update(head, stored.ETag),
            .. entries.Where(e => !known.Contains(e.Key)).Select(e => new RowWrite.Insert(e)),
        ];
    }

    private async ValueTask<BatchOutcome> WriteAsync(RowWrite[] writes, CancellationToken cancellation) =>
        await tables.BatchAsync(Table.Directory, Partition, writes, cancellation);

    private async ValueTask<List<Row>> RowsAsync(string from, string? before, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        await foreach (var row in tables.EachAsync(Table.Directory, Partition, from, before, cancellation)) rows.Add(row);
        return rows;
    }

    private string Partition => Keys.Of(community, "network");
}
