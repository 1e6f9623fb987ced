using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tables;

/// <summary>One batch on its way: what of it is still to be sent, and what its answers mean for the writes as they were given.</summary>
internal sealed class Transaction
{
    private readonly IReadOnlyList<RowWrite> writes;
    private readonly List<TableTransactionAction> actions;
    private readonly List<int> indexes;

    /// <summary>The batch as given.</summary>
    /// <exception cref="ArgumentException">It is more than table storage takes.</exception>
    public Transaction(string partition, IReadOnlyList<RowWrite> writes)
    {
        this.writes = writes;
        Partition = partition;
        actions = [.. writes.Select(ActionOf)];
        indexes = [.. Enumerable.Range(0, writes.Count)];
        StorageSizes.Guard(actions);
    }

    /// <summary>The partition.</summary>
    public string Partition { get; }

    /// <summary>Put in front of the trail of every row of the batch.</summary>
    public string WriteId { get; } = WriteTrail.NewId();

    /// <summary>Whether any write holds only while its row is as it is to be: then the batch can't be done twice.</summary>
    public bool HasConditions => writes.Any(w => w is RowWrite.Insert or RowWrite.Update or RowWrite.Delete { ETag: not null });

    /// <summary>What is to be sent; empty where nothing is left to do.</summary>
    public IReadOnlyList<TableTransactionAction> Actions => actions;

    /// <summary>The keys of the rows it writes, in ordinal order.</summary>
    public IReadOnlyList<string> WrittenKeys => [.. writes.Where(w => w is not RowWrite.Delete).Select(w => w.Key).Order(StringComparer.Ordinal)];

    /// <summary>The keys of the rows it removes.</summary>
    public IEnumerable<string> RemovedKeys => writes.Where(w => w is RowWrite.Delete).Select(w => w.Key);

    /// <summary>All of it was done.</summary>
    public BatchOutcome.Committed Committed(IReadOnlyList<Response> answers)
    {
        var etags = new string?[writes.Count];
        for (var i = 0; i < answers.Count; i++)
        {
            var write = writes[indexes[i]];
            if (write is not RowWrite.Delete && answers[i].Headers.ETag is { } etag) etags[indexes[i]] = new RowETag(etag, TrailOf(write)).ToString();
        }

        return new BatchOutcome.Committed(etags);
    }

    /// <summary>All of it was done at an attempt whose answer was lost.</summary>
    /// <param name="found">Its rows as they are now. One that has been changed since gets an ETag that is stale.</param>
    public BatchOutcome.Committed Committed(IReadOnlyDictionary<string, TableEntity> found) => new([.. writes.Select(w =>
    {
        if (w is RowWrite.Delete) return null;
        var trail = TrailOf(w);
        return (found.TryGetValue(w.Key, out var now) && RowETag.TrailOf(now) == trail ? RowETag.Of(now) : RowETag.Stale(trail)).ToString();
    })]);

    /// <summary>What its rows, as they are now, tell about an attempt whose answer was lost.</summary>
    public Evidence EvidenceOf(IReadOnlyDictionary<string, TableEntity> found)
    {
        var told = (from write in writes
                    where write is not RowWrite.Delete && found.ContainsKey(write.Key)
                    select EvidenceOf(write, RowETag.TrailOf(found[write.Key]))).ToHashSet();
        return told.Contains(Evidence.Done) ? Evidence.Done : told.Contains(Evidence.Lost) && !told.Contains(Evidence.NotDone) ? Evidence.Lost : Evidence.NotDone;
    }

    /// <summary>The write that did not hold, where the answer says so; null where it is another failure.</summary>
    public BatchOutcome.Conflict? ConflictOf(RequestFailedException refused)
    {
        if (refused is not TableTransactionFailedException { FailedTransactionActionIndex: { } sent } || sent >= indexes.Count) return null;
        ConflictKind? kind = refused.Status switch
        {
            409 when refused.ErrorCode == TableErrorCode.EntityAlreadyExists => ConflictKind.AlreadyExists,
            412 => ConflictKind.Stale,
            404 when StorageFault.IsNoRow(refused) => ConflictKind.NotFound,
            _ => null,
        };
        return kind is { } known ? new BatchOutcome.Conflict(indexes[sent], known) : null;
    }

    /// <summary>Whether it is the removal of a row that isn't there: table storage finds fault with it, the port doesn't.</summary>
    public bool MayLeaveOut(BatchOutcome.Conflict conflict) => conflict.Kind == ConflictKind.NotFound && MayBeMissing(writes[conflict.Index]);

    /// <summary>The keys of the other rows still to be sent that may be missing without harm, in ordinal order.</summary>
    public IReadOnlyList<string> OthersThatMayBeMissing(BatchOutcome.Conflict conflict) =>
        [.. indexes.Where(i => i > conflict.Index && MayBeMissing(writes[i])).Select(i => writes[i].Key).Order(StringComparer.Ordinal)];

    /// <summary>Leaves out the removal that conflicts, and those of other rows that aren't there.</summary>
    public void LeaveOut(BatchOutcome.Conflict conflict, IReadOnlySet<string> missing)
    {
        for (var at = indexes.Count - 1; at >= 0; at--)
        {
            var write = writes[indexes[at]];
            if (indexes[at] != conflict.Index && !(MayBeMissing(write) && missing.Contains(write.Key))) continue;
            indexes.RemoveAt(at);
            actions.RemoveAt(at);
        }
    }

    private static bool MayBeMissing(RowWrite write) => write is RowWrite.Delete { ETag: null };

    /// <summary>
    /// What one row tells. Its first id is kept for good, so a row that this batch would have made and that lacks its id was made by another.
    /// Where a row was removed since and made anew, nothing of the batch is left, and the conflict is as true as it would be without it.
    /// </summary>
    private Evidence EvidenceOf(RowWrite write, string now)
    {
        if (WriteTrail.Holds(now, WriteId)) return Evidence.Done;
        if (write is not RowWrite.Update update || WriteTrail.IsWhole(now)) return Evidence.NotDone;
        var read = RowETag.Parse(update.ETag);
        return !read.CanHold || WriteTrail.TellsSince(now, read.Trail) ? Evidence.NotDone : Evidence.Lost;
    }

    private string TrailOf(RowWrite write) => write is RowWrite.Update update ? WriteTrail.Then(RowETag.Parse(update.ETag).Trail, WriteId) : WriteId;

    private TableTransactionAction ActionOf(RowWrite write) => write switch
    {
        RowWrite.Insert insert => new(TableTransactionActionType.Add, Entity(insert, insert.Row)),
        RowWrite.Update update => new(TableTransactionActionType.UpdateReplace, Entity(update, update.Row), RowETag.Parse(update.ETag).Sent),
        RowWrite.Upsert upsert => new(TableTransactionActionType.UpsertReplace, Entity(upsert, upsert.Row)),
        RowWrite.Delete delete => new(
            TableTransactionActionType.Delete, new TableEntity(Partition, delete.RowKey), delete.ETag is { } etag ? RowETag.Parse(etag).Sent : ETag.All),
        _ => throw new ArgumentException("A write of no known kind.", nameof(write)),
    };

    private TableEntity Entity(RowWrite write, Row row) => StoredEntity.Of(Partition, row, TrailOf(write));
}

/// <summary>What a batch's rows tell about an attempt whose answer was lost.</summary>
internal enum Evidence
{
    /// <summary>The batch was done.</summary>
    Done,

    /// <summary>It was not, or nothing is left of it.</summary>
    NotDone,

    /// <summary>So many others have written its rows since that it can't be told.</summary>
    Lost,
}
