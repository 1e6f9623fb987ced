using NodaTime;

namespace HousingFirst.Local.Storage;

/// <content>What a receiver does with a message it holds the lock of, and an operator with a dead letter.</content>
internal sealed partial class EmbeddedQueues
{
    private const string HeldLock = " WHERE seq=?1 AND queue=?2 AND dead=?3 AND state=1 AND lock_token=?4 AND visible_at>?5";
    private const string CompleteSql = "DELETE FROM msg" + HeldLock + " RETURNING message_id";
    private const string ForgetSql = "DELETE FROM taken WHERE until<=?1";
    private const long RememberedFor = 24 * 60 * 60 * 1000;
    private const string RenewSql = "UPDATE msg SET visible_at=?6" + HeldLock;
    private const string DeadLetterSql = "UPDATE msg SET dead=1, state=0, lock_token=NULL, dead_at=?5, dead_reason=?6, dead_description=?7" + HeldLock;
    private const string SpentSql = "SELECT delivery_count>=10 AND dead=0 FROM msg" + HeldLock;
    private const string AbandonSql = "UPDATE msg SET state=0, lock_token=NULL" + HeldLock;
    private const string UndeliverSql = "UPDATE msg SET state=0, lock_token=NULL, delivery_count=delivery_count-1" + HeldLock;

    private const string ReplaySql =
        "UPDATE msg SET seq=?2, dead=0, state=0, lock_token=NULL, delivery_count=0, message_id=coalesce(?3, message_id), enqueued_at=?4, expires_at=?5, "
        + "dead_at=NULL, dead_reason=NULL, dead_description=NULL WHERE seq=?1 AND queue=?6 AND dead=1 AND state=0";
    private const string DiscardSql = "DELETE FROM msg WHERE seq=?1 AND queue=?2 AND dead=1 AND state=0";
    private const string ReleaseSql = "UPDATE msg SET state=0, lock_token=NULL WHERE queue=?1 AND dead=0 AND state=1";

    /// <summary>Takes the message off its queue.</summary>
    public Task<LockOutcome> CompleteAsync(string queue, long sequence, Guid lockToken, CancellationToken cancellation = default) =>
        SettleAsync(
            queue, sequence, lockToken,
            (transaction, held) =>
            {
                using var complete = transaction.Query(CompleteSql);
                if (!held.Bind(complete).Step()) return 0;
                Remember(transaction, held.Address, complete.TextOrNull(0));
                return 1;
            },
            cancellation);

    /// <summary>Gives the message back: it is ready at once, or a dead letter after its tenth delivery.</summary>
    public async Task<LockOutcome> AbandonAsync(string queue, long sequence, Guid lockToken, CancellationToken cancellation = default)
    {
        var outcome = await SettleAsync(
            queue, sequence, lockToken,
            (transaction, held) =>
            {
                bool spent;
                using (var query = held.Bind(transaction.Query(SpentSql))) spent = query.Step() && query.Number(0) == 1;
                return spent
                    ? BuryHeld(transaction, held, "MaxDeliveryCountExceeded", MessageRows.OverDelivered)
                    : Run(transaction, AbandonSql, held);
            },
            cancellation);
        if (outcome == LockOutcome.Done) signals.Raise(QueueAddress.Parse(queue));
        return outcome;
    }

    /// <summary>Gives back a message that its receiver was never sent: it is ready at once, as if it had not been received.</summary>
    public async Task UndeliverAsync(string queue, long sequence, Guid lockToken)
    {
        await SettleAsync(queue, sequence, lockToken, static (transaction, held) => Run(transaction, UndeliverSql, held), CancellationToken.None);
        signals.Raise(QueueAddress.Parse(queue));
    }

    /// <summary>Keeps the message locked for <paramref name="lockDuration"/> from now.</summary>
    /// <returns>Until when, or null where the lock is lost.</returns>
    public async Task<Instant?> RenewAsync(
        string queue, long sequence, Guid lockToken, Duration lockDuration, CancellationToken cancellation = default)
    {
        Instant until = default;
        var outcome = await SettleAsync(
            queue, sequence, lockToken,
            (transaction, held) =>
            {
                until = Instant.FromUnixTimeMilliseconds(held.Now + (long)lockDuration.TotalMilliseconds);
                using var renew = transaction.Query(RenewSql);
                return held.Bind(renew).Bind(6, until.ToUnixTimeMilliseconds()).Run();
            },
            cancellation);
        return outcome == LockOutcome.Done ? until : null;
    }

    /// <summary>Moves the message to its queue's dead-letter queue. It keeps its sequence number, body and properties.</summary>
    public async Task<LockOutcome> DeadLetterAsync(
        string queue, long sequence, Guid lockToken, string reason, string? description, CancellationToken cancellation = default)
    {
        var outcome = await SettleAsync(
            queue, sequence, lockToken, (transaction, held) => BuryHeld(transaction, held, reason, description), cancellation);
        if (outcome == LockOutcome.Done) signals.Raise(QueueAddress.Parse(queue) with { Dead = true });
        return outcome;
    }

    /// <summary>Puts a dead letter back on its queue as a new message, with a new sequence number.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="sequence">The dead letter's number.</param>
    /// <param name="messageId">A new id for a new generation; null keeps the old.</param>
    /// <param name="cancellation">Counts until the work begins.</param>
    /// <returns>The new number; null where there is no such dead letter, or somebody holds it.</returns>
    public async Task<long?> ReplayAsync(string queue, long sequence, string? messageId, CancellationToken cancellation = default)
    {
        var address = QueueAddress.Parse(queue) with { Dead = false };
        var replayed = await writer.WriteAsync<long?>(
            transaction =>
            {
                var now = clock.GetCurrentInstant();
                var number = transaction.NextSequence();
                using var replay = transaction.Query(ReplaySql);
                replay.Bind(1, sequence).Bind(2, number).Bind(3, messageId).Bind(4, now.ToUnixTimeMilliseconds())
                    .Bind(5, (now + MessageRows.LongestLife).ToUnixTimeMilliseconds()).Bind(6, address.Queue);
                return replay.Run() == 1 ? number : null;
            },
            cancellation);
        if (replayed is not null) signals.Raise(address);
        return replayed;
    }

    /// <summary>Removes a dead letter for good.</summary>
    /// <returns>False where there is no such dead letter, or somebody holds it.</returns>
    public Task<bool> DiscardAsync(string queue, long sequence, CancellationToken cancellation = default)
    {
        var address = QueueAddress.Parse(queue);
        return writer.WriteAsync(
            transaction =>
            {
                using var discard = transaction.Query(DiscardSql);
                return discard.Bind(1, sequence).Bind(2, address.Queue).Run() == 1;
            },
            cancellation);
    }

    /// <summary>
    /// Ends every lock of a queue. For the hub's own inbound queues when it starts: whatever it held before, it holds no longer, and need not
    /// wait for the locks to end.
    /// </summary>
    /// <returns>How many messages are ready again.</returns>
    public async Task<int> ReleaseLocksAsync(string queue, CancellationToken cancellation = default)
    {
        var address = QueueAddress.Parse(queue);
        var released = await writer.WriteAsync(
            transaction =>
            {
                using var release = transaction.Query(ReleaseSql);
                return release.Bind(1, address.Queue).Run();
            },
            cancellation);
        if (released > 0) signals.Raise(address);
        return released;
    }

    /// <summary>
    /// Makes dead letters of messages that stayed too long (receiving does so too, this is for queues that nobody reads), and forgets what was
    /// taken over a day ago.
    /// </summary>
    /// <returns>How many became dead letters.</returns>
    public Task<int> SweepAsync(CancellationToken cancellation = default) =>
        writer.WriteAsync(
            transaction =>
            {
                var now = clock.GetCurrentInstant().ToUnixTimeMilliseconds();
                using (var forget = transaction.Query(ForgetSql)) forget.Bind(1, now).Run();
                return MessageRows.BringUpToDate(transaction, now);
            },
            cancellation);

    private static int Run(WriteTransaction transaction, string sql, Held held)
    {
        using var statement = transaction.Query(sql);
        return held.Bind(statement).Run();
    }

    private static int BuryHeld(WriteTransaction transaction, Held held, string reason, string? description)
    {
        using var bury = transaction.Query(DeadLetterSql);
        return held.Bind(bury).Bind(6, reason).Bind(7, description).Run();
    }

    private async Task<LockOutcome> SettleAsync(
        string queue, long sequence, Guid lockToken, Func<WriteTransaction, Held, int> settle, CancellationToken cancellation)
    {
        var address = QueueAddress.Parse(queue);
        var changed = await writer.WriteAsync(
            transaction => settle(transaction, new Held(sequence, address, lockToken, clock.GetCurrentInstant().ToUnixTimeMilliseconds())), cancellation);
        return changed == 1 ? LockOutcome.Done : LockOutcome.Lost;
    }

    /// <summary>The parameters of <see cref="HeldLock"/>.</summary>
    private readonly record struct Held(long Sequence, QueueAddress Address, Guid Token, long Now)
    {
        public SqliteStatement Bind(SqliteStatement statement) =>
            statement.Bind(1, Sequence).Bind(2, Address.Queue).Bind(3, Address.Dead ? 1L : 0L).BindBlob(4, Token.ToByteArray()).Bind(5, Now);
    }
}
