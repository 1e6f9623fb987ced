using CsCheck;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Contracts.Tables;

/// <summary>Made-up histories of batches, and what a dictionary says of them: which batch holds, which write does not, what is left.</summary>
public sealed class TablesHistory(ITables tables, string partition, CancellationToken stop)
{
    /// <summary>What a write is.</summary>
    public enum Kind
    {
        Insert,
        Update,
        UpdateStale,
        Upsert,
        Delete,
        DeleteHeld,
        DeleteStale,
    }

    private static readonly string[] Keys = ["0", "a|1", "a|2", "b", "n|1|x", "n|1|y", "~"];

    private readonly SortedDictionary<string, (long Value, string ETag)> model = new(StringComparer.Ordinal);
    private string stale = "0";

    /// <summary>One batch: a kind, a key and a value each.</summary>
    public static Gen<(Kind Kind, string Key, int Value)[]> Batch { get; } =
        Gen.Select(Gen.Enum<Kind>(), Gen.Int[0, Keys.Length - 1].Select(i => Keys[i]), Gen.Int[0, 1000]).Array[1, 5]
            .Select(writes => writes.DistinctBy(write => write.Item2).ToArray());

    /// <summary>
    /// Whether answers are lost on the way. Then a batch that only removes may be told as done where its rows were gone before it: by whom can't
    /// be seen, and there is nothing left to do.
    /// </summary>
    public bool LosesAnswers { get; init; }

    /// <summary>Does the batch, and compares its outcome and all that is stored.</summary>
    public async Task DoAsync((Kind Kind, string Key, int Value)[] batch)
    {
        var writes = batch.Select(write => Write(write.Kind, write.Key, write.Value)).ToArray();
        var outcome = await tables.BatchAsync(Table.Clients, partition, writes, stop);
        var conflict = ExpectedConflict(writes);
        if (conflict is not null)
        {
            if (!(LosesAnswers && outcome is BatchOutcome.Committed && AreGone(writes))) Assert.Equal(conflict, outcome);
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

        await AssertEqualAsync();
    }

    private async Task AssertEqualAsync()
    {
        var page = await tables.RangeAsync(Table.Clients, partition, "", null, Limits.PageRows, stop);
        Assert.Equal(
            model.Select(row => (row.Key, (long?)row.Value.Value, (string?)row.Value.ETag)),
            page.Rows.Select(row => (row.Key, row.Number("value"), row.ETag)));
        var part = await tables.RangeAsync(Table.Clients, partition, "a|", "n|1|y", 2, stop);
        var within = model.Keys.Where(key => string.CompareOrdinal(key, "a|") >= 0 && string.CompareOrdinal(key, "n|1|y") < 0).ToArray();
        Assert.Equal(within.Take(2), part.Rows.Select(row => row.Key));
        Assert.Equal(within.Length > 2, part.Next is not null);
    }

    private bool AreGone(RowWrite[] writes) => writes.All(w => w is RowWrite.Delete && !model.ContainsKey(w.Key));

    private RowWrite Write(Kind kind, string key, int value)
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

    private BatchOutcome.Conflict? ExpectedConflict(RowWrite[] writes)
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
