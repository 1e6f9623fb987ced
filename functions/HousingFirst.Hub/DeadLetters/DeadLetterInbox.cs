using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.DeadLetters;

/// <summary>Dead letters as the operator sees them, newest first. The broker's queue keeps the messages themselves.</summary>
public sealed class DeadLetterInbox(ITables tables, string community)
{
    /// <summary>Adds a row; the same again changes nothing.</summary>
    public async ValueTask AddAsync(DeadLetterRow letter, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Due, Partition, [new RowWrite.Upsert(letter.ToRow())], cancellation);

    /// <summary>The newest rows, at most <paramref name="most"/>.</summary>
    public async ValueTask<IReadOnlyList<DeadLetterRow>> ListAsync(int most, CancellationToken cancellation)
    {
        var page = await tables.RangeAsync(Table.Due, Partition, string.Empty, null, Math.Min(most, Limits.PageRows), cancellation);
        return [.. page.Rows.Select(DeadLetterRow.Read)];
    }

    /// <summary>Takes a row off: replayed or discarded.</summary>
    public async ValueTask RemoveAsync(DeadLetterRow letter, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Due, Partition, [new RowWrite.Delete(letter.RowKey, null)], cancellation);

    private string Partition => Keys.Of(community, "dead");
}

/// <summary>A dead letter: never client data, never a value that was sent.</summary>
/// <param name="Key">16 hex digits: the message.</param>
/// <param name="Received">When its queue took it (UTC).</param>
/// <param name="Queue">The queue it was on.</param>
/// <param name="Reason">The reason's code.</param>
/// <param name="Description">What, where, which rule, the mend.</param>
/// <param name="Agency">Who sent it, where proven.</param>
public sealed record DeadLetterRow(string Key, Instant Received, string Queue, string Reason, string Description, string? Agency)
{
    internal string RowKey => Keys.Of(Keys.InvertedTime(Received), Key);

    internal Row ToRow() => RowVersions.NewRow(RowKey)
        .With("received", Received)
        .With("queue", Queue)
        .With("reason", Reason)
        .With("description", Description)
        .With("agency", Agency);

    internal static DeadLetterRow Read(Row row) => new(
        Keys.Parts(RowVersions.Readable(row).Key)[1],
        row.Time("received")!.Value,
        row.NeedText("queue"),
        row.NeedText("reason"),
        row.Text("description") ?? string.Empty,
        row.Text("agency"));
}
