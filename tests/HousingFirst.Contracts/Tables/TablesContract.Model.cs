using CsCheck;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Contracts.Tables;

public abstract partial class TablesContract
{
    private enum Kind
    {
        Insert,
        Update,
        UpdateStale,
        Upsert,
        Delete,
        DeleteHeld,
        DeleteStale,
    }

    private static readonly string[] ModelKeys = ["0", "a|1", "a|2", "b", "n|1|x", "n|1|y", "~"];

    private static readonly Gen<(Kind Kind, string Key, int Value)[]> Batches =
        Gen.Select(Gen.Enum<Kind>(), Gen.Int[0, ModelKeys.Length - 1].Select(i => ModelKeys[i]), Gen.Int[0, 1000]).Array[1, 5]
            .Select(writes => writes.DistinctBy(write => write.Item2).ToArray());

    /// <summary>Any history of batches leaves the store as it leaves a dictionary.</summary>
    [Fact]
    public async Task Any_history_leaves_what_a_dictionary_would_hold()
    {
        var sample = 0;
        await Batches.Array[1, 12].SampleAsync(
            history => RunAsync($"model|{Interlocked.Increment(ref sample)}", history),
            iter: 60,
            threads: 1);
    }

    private async Task RunAsync(string partition, (Kind Kind, string Key, int Value)[][] history)
    {
        var model = new SortedDictionary<string, (long Value, string ETag)>(StringComparer.Ordinal);
        var stale = "0";
        foreach (var batch in history)
        {
            var writes = batch.Select(write => Write(write.Kind, write.Key, write.Value, model, stale)).ToArray();
            var outcome = await Tables.BatchAsync(Table.Clients, partition, writes, Stop);
            var conflict = ExpectedConflict(writes, model);
            if (conflict is not null)
            {
                Assert.Equal(conflict, outcome);
            }
            else
            {
                var etags = Assert.IsType<BatchOutcome.Committed>(outcome).ETags;
                for (var i = 0; i < writes.Length; i++)
                {
                    if (model.Remove(writes[i].Key, out var old)) stale = old.ETag;
                    if (writes[i] is not RowWrite.Delete) model[writes[i].Key] = (batch[i].Value, etags[i]!);
                }
            }

            await AssertEqualAsync(partition, model);
        }
    }

    private async Task AssertEqualAsync(string partition, SortedDictionary<string, (long Value, string ETag)> model)
    {
        var page = await Tables.RangeAsync(Table.Clients, partition, "", null, Limits.PageRows, Stop);
        Assert.Equal(
            model.Select(row => (row.Key, (long?)row.Value.Value, (string?)row.Value.ETag)),
            page.Rows.Select(row => (row.Key, row.Number("value"), row.ETag)));
        var part = await Tables.RangeAsync(Table.Clients, partition, "a|", "n|1|y", 2, Stop);
        var within = model.Keys.Where(key => string.CompareOrdinal(key, "a|") >= 0 && string.CompareOrdinal(key, "n|1|y") < 0).ToArray();
        Assert.Equal(within.Take(2), part.Rows.Select(row => row.Key));
        Assert.Equal(within.Length > 2, part.Next is not null);
    }

    private static RowWrite Write(
        Kind kind, string key, int value, SortedDictionary<string, (long Value, string ETag)> model, string stale)
    {
        var row = new Row(key).With(Row.VersionColumn, 1).With("value", value);
        var held = model.TryGetValue(key, out var stored) ? stored.ETag : stale;
        return kind switch
        {
            Kind.Insert => new RowWrite.Insert(row),
            Kind.Update => new RowWrite.Update(row, held),
            Kind.UpdateStale => new RowWrite.Update(row, stale),
            Kind.Upsert => new RowWrite.Upsert(row),
            Kind.Delete => new RowWrite.Delete(key, null),
            Kind.DeleteHeld => new RowWrite.Delete(key, held),
            _ => new RowWrite.Delete(key, stale),
        };
    }

    private static BatchOutcome.Conflict? ExpectedConflict(RowWrite[] writes, SortedDictionary<string, (long Value, string ETag)> model)
    {
        for (var i = 0; i < writes.Length; i++)
        {
            var stored = model.TryGetValue(writes[i].Key, out var row) ? row.ETag : null;
            ConflictKind? kind = (writes[i], stored) switch
            {
                (RowWrite.Insert, not null) => ConflictKind.AlreadyExists,
                (RowWrite.Update, null) or (RowWrite.Delete { ETag: not null }, null) => ConflictKind.NotFound,
                (RowWrite.Update update, { } etag) when update.ETag != etag => ConflictKind.Stale,
                (RowWrite.Delete { ETag: { } wanted }, { } etag) when wanted != etag => ConflictKind.Stale,
                _ => null,
            };
            if (kind is { } conflict) return new BatchOutcome.Conflict(i, conflict);
        }

        return null;
    }
}
