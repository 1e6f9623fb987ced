using System.Globalization;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Listings;

/// <summary>
/// Writes an organisation so that readers see it as it was or as it becomes: in one batch with its head, where that holds it; else under a new
/// generation of keys that the head names in the end. Cut off anywhere, the same writing again ends the same: keys and content of a generation
/// follow from what is written, and the head says what was begun.
/// </summary>
internal sealed class WriteListing(ListingStore store)
{
    /// <summary>Less than the 4 MiB of a batch, which the request's own words take part of.</summary>
    private const int MostBatchBytes = 3_500_000;

    private const string FirstGeneration = "1";

    /// <summary>Writes it.</summary>
    /// <returns>False where somebody else has changed it since it was read: read again, and decide again.</returns>
    public async ValueTask<bool> RunAsync(StoredListing stored, NewListing next, Instant at, string by, CancellationToken cancellation)
    {
        var head = next.Head(stored.Head, at) with { Generation = stored.Head.Generation ?? FirstGeneration };
        if (!stored.HasLeftovers && InOneBatch(stored, next, head, by) is { } writes)
        {
            if (await store.BatchAsync(stored.Id, writes, cancellation) is not BatchOutcome.Committed committed) return false;
            if (head.HasLeftovers) await SweepAsync(stored.Id, head with { ETag = committed.ETags[0] }, cancellation);
            return true;
        }

        var generation = string.Create(CultureInfo.InvariantCulture, $"{head.Version}-{head.Hash.AsSpan(0, 8)}");
        if (stored.HasLeftovers && stored.Head.Building != generation)
        {
            await SweepAsync(stored.Id, stored.Head, cancellation);
            return false;
        }

        return await InGenerationAsync(stored, next, head with { Generation = generation }, by, cancellation);
    }

    /// <summary>Removes what cut-off imports left behind.</summary>
    /// <returns>False where somebody else has changed the organisation since.</returns>
    public async ValueTask<bool> SweepAsync(string id, ListingHead head, CancellationToken cancellation)
    {
        var current = head.Generation;
        var gone = (await store.PartKeysAsync(id, cancellation)).Where(key => Keys.Parts(key)[1] != current).ToList();
        if (head is { Building: not null, BuildingSince: { } since })
        {
            var begun = ListingRows.LogPrefix(head.Version + 1, since);
            gone.AddRange((await store.RangeAsync(id, begun, Keys.End(begun), cancellation)).Select(r => r.Key));
        }

        if (head.ForgetBefore is { } before)
            gone.AddRange((await store.RangeAsync(id, ListingRows.LogBefore(before), Keys.End(ListingRows.Log), cancellation)).Select(r => r.Key));
        foreach (var batch in gone.Chunk(Limits.BatchRows))
            await store.BatchAsync(id, [.. batch.Select(key => new RowWrite.Delete(key, null))], cancellation);
        var clean = head with { Building = null, BuildingSince = null, Sweep = false, ForgetBefore = null };
        return await PutAsync(id, clean, cancellation) is not null;
    }

    private static List<RowWrite>? InOneBatch(StoredListing stored, NewListing next, ListingHead head, string by)
    {
        var (writes, size) = (new List<RowWrite> { Put(head) }, WideColumns.SizeOf(head.ToRow()));
        bool Fits(Row row, RowWrite write)
        {
            writes.Add(write);
            return writes.Count <= Limits.BatchRows && (size += WideColumns.SizeOf(row)) <= MostBatchBytes;
        }

        var gone = stored.Parts.ToDictionary(StringComparer.Ordinal);
        foreach (var row in ListingRows.OfParts(next.Listing, head.Generation!, head.Version))
        {
            if (!gone.Remove(row.Key, out var known))
            {
                if (!Fits(row, new RowWrite.Insert(row))) return null;
            }
            else if (!ListingRows.Same(row, known) && !Fits(row, new RowWrite.Update(row, known.ETag!)))
            {
                return null;
            }
        }

        if (gone.Values.Any(row => !Fits(new Row(row.Key), new RowWrite.Delete(row.Key, row.ETag)))) return null;
        return ListingRows.OfLog(next.Changes, head.Version, head.Changed, by).Any(row => !Fits(row, new RowWrite.Insert(row))) ? null : writes;
    }

    private async ValueTask<bool> InGenerationAsync(
        StoredListing stored, NewListing next, ListingHead head, string by, CancellationToken cancellation)
    {
        var begun = stored.Head;
        if (begun.Building != head.Generation)
        {
            begun = begun with { Building = head.Generation, BuildingSince = head.Changed };
            if (await PutAsync(stored.Id, begun, cancellation) is not { } etag) return false;
            begun = begun with { ETag = etag };
        }

        var since = begun.BuildingSince!.Value;
        var rows = ListingRows.OfParts(next.Listing, head.Generation!, head.Version).Concat(ListingRows.OfLog(next.Changes, head.Version, since, by));
        foreach (var batch in Batches(rows)) await store.BatchAsync(stored.Id, batch, cancellation);
        head = head with
        {
            ETag = begun.ETag,
            Changed = since,
            Sweep = stored.Exists,
            ForgetBefore = head.ForgetBefore is null ? null : since,
        };
        if (await PutAsync(stored.Id, head, cancellation) is not { } current) return false;
        if (head.HasLeftovers) await SweepAsync(stored.Id, head with { ETag = current }, cancellation);
        return true;
    }

    private static IEnumerable<List<RowWrite>> Batches(IEnumerable<Row> rows)
    {
        var (batch, size) = (new List<RowWrite>(), 0);
        foreach (var row in rows)
        {
            var more = WideColumns.SizeOf(row);
            if (batch.Count == Limits.BatchRows || (batch.Count > 0 && size + more > MostBatchBytes))
            {
                yield return batch;
                (batch, size) = ([], 0);
            }

            batch.Add(new RowWrite.Upsert(row));
            size += more;
        }

        if (batch.Count > 0) yield return batch;
    }

    private static RowWrite Put(ListingHead head) => head.ETag is { } etag ? new RowWrite.Update(head.ToRow(), etag) : new RowWrite.Insert(head.ToRow());

    private async ValueTask<string?> PutAsync(string id, ListingHead head, CancellationToken cancellation) =>
        await store.BatchAsync(id, [Put(head)], cancellation) is BatchOutcome.Committed committed ? committed.ETags[0] : null;
}
