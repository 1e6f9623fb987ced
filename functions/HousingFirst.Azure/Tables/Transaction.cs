using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tables;

/// <summary>One batch on its way: what of it is still to be sent, and what its answers mean for the writes as they were given.</summary>
internal sealed class Transaction
{
    private const string Before = "W/\"datetime'";
    private const string After = "'\"";

    /// <summary>Of table storage's form, and of no row: what an ETag of another store is sent as, so that it is stale and not malformed.</summary>
    private static readonly ETag NoRows = new(Before + "1601-01-01T00%3A00%3A00.0000000Z" + After);

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

    /// <summary>Written into every row of the batch.</summary>
    public string WriteId { get; } = Guid.NewGuid().ToString("N");

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
            if (writes[indexes[i]] is not RowWrite.Delete) etags[indexes[i]] = answers[i].Headers.ETag?.ToString();
        }

        return new BatchOutcome.Committed(etags);
    }

    /// <summary>All of it was done at an attempt whose answer was lost.</summary>
    /// <param name="etags">The ETags of the rows that are still as this batch wrote them. Another has been changed since: it gets one that is stale.</param>
    public BatchOutcome.Committed Committed(IReadOnlyDictionary<string, string> etags) =>
        new([.. writes.Select(w => w is RowWrite.Delete ? null : etags.GetValueOrDefault(w.Key, NoRows.ToString()))]);

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

    private TableTransactionAction ActionOf(RowWrite write) => write switch
    {
        RowWrite.Insert insert => new(TableTransactionActionType.Add, StoredEntity.Of(Partition, insert.Row, WriteId)),
        RowWrite.Update update => new(TableTransactionActionType.UpdateReplace, StoredEntity.Of(Partition, update.Row, WriteId), Sent(update.ETag)),
        RowWrite.Upsert upsert => new(TableTransactionActionType.UpsertReplace, StoredEntity.Of(Partition, upsert.Row, WriteId)),
        RowWrite.Delete delete => new(
            TableTransactionActionType.Delete, new TableEntity(Partition, delete.RowKey), delete.ETag is { } etag ? Sent(etag) : ETag.All),
        _ => throw new ArgumentException("A write of no known kind.", nameof(write)),
    };

    private static ETag Sent(string etag) => IsOurs(etag) ? new ETag(etag) : NoRows;

    private static bool IsOurs(string etag) =>
        etag.StartsWith(Before, StringComparison.Ordinal) && etag.EndsWith(After, StringComparison.Ordinal) && etag.Length > Before.Length + After.Length
        && DateTimeOffset.TryParse(Uri.UnescapeDataString(etag[Before.Length..^After.Length]), CultureInfo.InvariantCulture, out _);
}
