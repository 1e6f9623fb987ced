using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Inbox;

/// <summary>
/// Which messages of an agency, other than changes and answers to notices, have come: the same <c>source</c> and <c>id</c> is the same message. (A
/// change's own row in its client's partition says so for a change.)
/// </summary>
public sealed class MessageInbox(ITables tables, string community)
{
    /// <summary>Notes that a message has come, and says what is left to do about it: one request, two for a repeat.</summary>
    /// <param name="agency">Who sent it.</param>
    /// <param name="key">The message's key.</param>
    /// <param name="bodyHash">A hash of its body.</param>
    /// <param name="now">When (UTC).</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<TakenMessage> TakeAsync(string agency, string key, string bodyHash, Instant now, CancellationToken cancellation)
    {
        while (true)
        {
            var row = RowVersions.NewRow(key).With("body", bodyHash).With("received", now);
            if (await tables.BatchAsync(Table.Cycles, Partition(agency), [new RowWrite.Insert(row)], cancellation) is BatchOutcome.Committed committed)
                return new TakenMessage.ToDo(agency, key, bodyHash, now, committed.ETags[0]!);
            if (await tables.GetAsync(Table.Cycles, Partition(agency), key, cancellation) is not { } known) continue;
            RowVersions.Readable(known);
            if (known.NeedText("body") != bodyHash) return TakenMessage.AnotherBody.Instance;
            return known.Flag("done")
                ? TakenMessage.Done.Instance
                : new TakenMessage.ToDo(agency, key, bodyHash, known.Time("received")!.Value, known.ETag!);
        }
    }

    /// <summary>Marks a message as done. Where another process was quicker, it is.</summary>
    public async ValueTask DoneAsync(TakenMessage.ToDo message, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Cycles,
        Partition(message.Agency),
        [
            new RowWrite.Update(
                RowVersions.NewRow(message.Key).With("body", message.BodyHash).With("received", message.Received).With("done", true), message.ETag),
        ],
        cancellation);

    /// <summary>Forgets that a message came.</summary>
    public async ValueTask ForgetAsync(string agency, string key, CancellationToken cancellation) =>
        await tables.BatchAsync(Table.Cycles, Partition(agency), [new RowWrite.Delete(key, null)], cancellation);

    /// <summary>The partition of an agency's messages.</summary>
    public static string Partition(string community, string agency) => Keys.Of(community, "inbox", agency);

    private string Partition(string agency) => Partition(community, agency);
}

/// <summary>What is known of a message that has come.</summary>
public abstract record TakenMessage
{
    private TakenMessage()
    {
    }

    /// <summary>New, or cut off before it was done.</summary>
    /// <param name="Agency">Who sent it.</param>
    /// <param name="Key">Its key.</param>
    /// <param name="BodyHash">A hash of its body.</param>
    /// <param name="Received">When it first came (UTC).</param>
    /// <param name="ETag">Its row's ETag.</param>
    public sealed record ToDo(string Agency, string Key, string BodyHash, Instant Received, string ETag) : TakenMessage;

    /// <summary>Done before.</summary>
    public sealed record Done : TakenMessage
    {
        /// <summary>The one instance.</summary>
        public static Done Instance { get; } = new();
    }

    /// <summary>The same <c>source</c> and <c>id</c> came before with another body.</summary>
    public sealed record AnotherBody : TakenMessage
    {
        /// <summary>The one instance.</summary>
        public static AnotherBody Instance { get; } = new();
    }
}
