using HousingFirst.Hub.Queues;
using NodaTime;

namespace HousingFirst.Local.Storage;

/// <summary>
/// Durable queues in the hub's file with Service Bus's semantics: peek-lock, lock expiry, ten deliveries, dead-letter queues, time to live,
/// scheduled messages. A queue is there when something is sent to it; who may send where is the doors' business. Every call is durable
/// when it returns.
/// </summary>
internal sealed partial class EmbeddedQueues(SqliteReaders readers, SqliteWriter writer, IClock clock) : IQueueSender
{
    private const string HeldSql =
        "SELECT 1 FROM msg WHERE queue=?1 AND message_id=?2 UNION ALL SELECT 1 FROM taken WHERE queue=?1 AND message_id=?2 LIMIT 1";

    private const string NextSql = "(SELECT seq FROM msg WHERE queue=?1 AND dead=?2 AND state=0 ORDER BY seq LIMIT 1)";
    private const string LockSql =
        "UPDATE msg SET state=1, lock_token=?3, visible_at=?4, delivery_count=delivery_count+1 WHERE seq=" + NextSql + " RETURNING " + MessageRows.Columns;
    private const string TakeSql = "DELETE FROM msg WHERE seq=" + NextSql + " RETURNING " + MessageRows.Columns;

    private readonly QueueSignals signals = new();

    /// <summary>Puts messages on a queue, all or none.</summary>
    /// <returns>Their sequence numbers, in order.</returns>
    /// <exception cref="HubDataException">Nothing was sent; says what to do.</exception>
    public async Task<IReadOnlyList<long>> SendAsync(string queue, IReadOnlyList<NewMessage> messages, CancellationToken cancellation = default)
    {
        var address = QueueAddress.Parse(queue);
        if (address.Dead) throw new ArgumentException("Nothing is sent to a dead-letter queue.", nameof(queue));
        var properties = messages.Select(message => MessageRows.WriteProperties(message.Properties)).ToArray();
        var sequences = await writer.WriteAsync(
            transaction =>
            {
                var now = clock.GetCurrentInstant();
                var sent = new long[messages.Count];
                for (var i = 0; i < sent.Length; i++)
                {
                    var message = MessageRows.New(transaction, address, messages[i], now);
                    MessageRows.Insert(transaction, message, properties[i]);
                    sent[i] = message.Sequence;
                }

                return sent;
            },
            cancellation);
        signals.Raise(address);
        return sequences;
    }

    /// <inheritdoc/>
    /// <remarks>All or none. A message whose id its queue holds, as a dead letter too, or that was taken off it in the last day, is
    /// <see cref="SendOutcome.Sent"/> already.</remarks>
    public async ValueTask<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        var sendings = messages.Select(message => (
            Address: QueueAddress.Parse(message.Queue),
            Message: MessageRows.Of(message),
            Properties: MessageRows.WriteProperties(message.Properties))).ToArray();
        await writer.WriteAsync(
            transaction =>
            {
                var now = clock.GetCurrentInstant();
                foreach (var (address, message, properties) in sendings)
                {
                    if (Holds(transaction, address, message.MessageId!)) continue;
                    MessageRows.Insert(transaction, MessageRows.New(transaction, address, message, now), properties);
                }

                return true;
            },
            cancellation);
        foreach (var sending in sendings) signals.Raise(sending.Address);
        return Array.ConvertAll(sendings, _ => SendOutcome.Sent);
    }

    /// <summary>Receives up to <paramref name="max"/> messages, the oldest first, and locks them for this receiver.</summary>
    /// <param name="queue">A queue, or <c>QUEUE/$deadletterqueue</c>.</param>
    /// <param name="max">At most this many.</param>
    /// <param name="lockDuration">How long nobody else gets them.</param>
    /// <param name="cancellation">Counts until the receiving begins.</param>
    /// <returns>The messages; none where the queue has nothing ready.</returns>
    public Task<IReadOnlyList<LockedMessage>> ReceiveAsync(string queue, int max, Duration lockDuration, CancellationToken cancellation = default)
    {
        var address = QueueAddress.Parse(queue);
        return writer.WriteAsync<IReadOnlyList<LockedMessage>>(
            transaction =>
            {
                var now = clock.GetCurrentInstant();
                var until = Instant.FromUnixTimeMilliseconds((now + lockDuration).ToUnixTimeMilliseconds());
                MessageRows.BringUpToDate(transaction, now.ToUnixTimeMilliseconds());
                var received = new List<LockedMessage>();
                while (received.Count < max)
                {
                    var token = Guid.NewGuid();
                    using var take = transaction.Query(LockSql);
                    take.Bind(1, address.Queue).Bind(2, address.Dead ? 1L : 0L).BindBlob(3, token.ToByteArray()).Bind(4, until.ToUnixTimeMilliseconds());
                    if (!take.Step()) break;
                    received.Add(new LockedMessage(MessageRows.Read(take), token, until));
                }

                return received;
            },
            cancellation);
    }

    /// <summary>Receives and removes in one step: a receiver that breaks off has lost them.</summary>
    public Task<IReadOnlyList<QueueMessage>> ReceiveAndDeleteAsync(string queue, int max, CancellationToken cancellation = default)
    {
        var address = QueueAddress.Parse(queue);
        return writer.WriteAsync<IReadOnlyList<QueueMessage>>(
            transaction =>
            {
                MessageRows.BringUpToDate(transaction, clock.GetCurrentInstant().ToUnixTimeMilliseconds());
                var received = new List<QueueMessage>();
                while (received.Count < max)
                {
                    using var take = transaction.Query(TakeSql);
                    if (!take.Bind(1, address.Queue).Bind(2, address.Dead ? 1L : 0L).Step()) break;
                    var message = MessageRows.Read(take);
                    Remember(transaction, address, message.MessageId);
                    received.Add(message with { DeliveryCount = message.DeliveryCount + 1 });
                }

                return received;
            },
            cancellation);
    }

    /// <summary>Remembers what was taken off an agency's queue. The hub's own queues are not sent to again, so theirs are forgotten.</summary>
    private void Remember(WriteTransaction transaction, QueueAddress address, string? messageId)
    {
        if (messageId is null || !address.Queue.StartsWith("agency-", StringComparison.Ordinal)) return;
        using var remember = transaction.Query("INSERT OR REPLACE INTO taken(queue, message_id, until) VALUES(?1, ?2, ?3)");
        remember.Bind(1, address.Queue).Bind(2, messageId).Bind(3, clock.GetCurrentInstant().ToUnixTimeMilliseconds() + RememberedFor).Run();
    }

    private static bool Holds(WriteTransaction transaction, QueueAddress address, string messageId)
    {
        using var held = transaction.Query(HeldSql);
        return held.Bind(1, address.Queue).Bind(2, messageId).Step();
    }
}
