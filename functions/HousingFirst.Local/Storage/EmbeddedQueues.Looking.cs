using System.Globalization;
using NodaTime;

namespace HousingFirst.Local.Storage;

/// <content>Looking without taking, and waiting.</content>
internal sealed partial class EmbeddedQueues
{
    // Another process's sends raise no signal here, and no clock rings when a lock ends: a waiter looks this often.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private const string BrowseSql =
        "SELECT " + MessageRows.Columns + " FROM msg WHERE seq IN (SELECT seq FROM msg WHERE queue=?1 AND dead=?2 AND seq>=?3 ORDER BY seq LIMIT ?4) ORDER BY seq";
    private const string DeadSql = "SELECT " + MessageRows.Columns + " FROM msg WHERE dead=1 AND seq>=?1 ORDER BY seq LIMIT ?2";
    private const string CountSql =
        "SELECT queue, sum(dead=0 AND state<>2), sum(dead=0 AND state=2), sum(dead=1) FROM msg GROUP BY queue ORDER BY queue";
    private const string LockedSql =
        "SELECT " + MessageRows.Columns + ", visible_at FROM msg WHERE queue=?1 AND dead=?2 AND state=1 AND visible_at>?3 AND lock_token=?4";
    private const string ReadySql =
        "SELECT EXISTS(SELECT 1 FROM msg WHERE queue=?1 AND dead=?2 AND state=0) "
        + "OR EXISTS(SELECT 1 FROM msg WHERE state<>0 AND visible_at<=?3 AND queue=?1 AND dead=?2)";

    /// <summary>Reads messages without locking or counting, locked and scheduled ones too.</summary>
    /// <param name="queue">A queue, or <c>QUEUE/$deadletterqueue</c>.</param>
    /// <param name="fromSequence">The first number, included.</param>
    /// <param name="max">At most this many.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <returns>The messages by number.</returns>
    public Task<IReadOnlyList<QueueMessage>> BrowseAsync(string queue, long fromSequence, int max, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var address = QueueAddress.Parse(queue);
        return Task.FromResult(readers.Read<IReadOnlyList<QueueMessage>>(session =>
        {
            using var query = session.Query(BrowseSql);
            return ReadAll(query.Bind(1, address.Queue).Bind(2, address.Dead ? 1L : 0L).Bind(3, fromSequence).Bind(4, (long)max));
        }));
    }

    /// <summary>Reads the dead letters of every queue, by number.</summary>
    public Task<IReadOnlyList<QueueMessage>> BrowseDeadLettersAsync(long fromSequence, int max, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(readers.Read<IReadOnlyList<QueueMessage>>(session =>
        {
            using var query = session.Query(DeadSql);
            return ReadAll(query.Bind(1, fromSequence).Bind(2, (long)max));
        }));
    }

    /// <summary>A locked message by its lock, for a caller that must know what it is about to settle.</summary>
    /// <param name="queue">A queue, or <c>QUEUE/$deadletterqueue</c>.</param>
    /// <param name="idOrSequence">Its message id or sequence number, as the REST door's paths have either; null where the lock alone names it.</param>
    /// <param name="lockToken">The lock.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <returns>The message; null where the lock is lost.</returns>
    public Task<LockedMessage?> FindLockedAsync(string queue, string? idOrSequence, Guid lockToken, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var address = QueueAddress.Parse(queue);
        return Task.FromResult(readers.Read(session =>
        {
            using var query = session.Query(LockedSql);
            query.Bind(1, address.Queue).Bind(2, address.Dead ? 1L : 0L).Bind(3, clock.GetCurrentInstant().ToUnixTimeMilliseconds())
                .BindBlob(4, lockToken.ToByteArray());
            if (!query.Step()) return null;
            var message = MessageRows.Read(query);
            var named = idOrSequence is null || message.MessageId == idOrSequence || message.Sequence.ToString(CultureInfo.InvariantCulture) == idOrSequence;
            return named ? new LockedMessage(message, lockToken, Instant.FromUnixTimeMilliseconds(query.Number(14))) : null;
        }));
    }

    /// <summary>Counts every queue that holds something, by name.</summary>
    public Task<IReadOnlyList<QueueCount>> CountAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(readers.Read<IReadOnlyList<QueueCount>>(session =>
        {
            using var query = session.Query(CountSql);
            var counts = new List<QueueCount>();
            while (query.Step()) counts.Add(new QueueCount(query.Text(0), query.Number(1), query.Number(2), query.Number(3)));
            return counts;
        }));
    }

    /// <summary>
    /// Waits until a queue may have something to receive: at once on a send of this process, within a fifth of a second on another's, or on a
    /// lock's or schedule's end.
    /// </summary>
    /// <returns>False where <paramref name="timeout"/> passed first.</returns>
    public async Task<bool> WaitForMessagesAsync(string queue, TimeSpan timeout, CancellationToken cancellation = default)
    {
        var address = QueueAddress.Parse(queue);
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var signal = signals.Next(address);
            if (IsReady(address)) return true;
            var left = timeout - TimeProvider.System.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) return false;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(signal, Task.Delay(left < LookAgain ? left : LookAgain, stop.Token));
            await stop.CancelAsync();
        }
    }

    private static List<QueueMessage> ReadAll(SqliteStatement query)
    {
        var messages = new List<QueueMessage>();
        while (query.Step()) messages.Add(MessageRows.Read(query));
        return messages;
    }

    private bool IsReady(QueueAddress address) => readers.Read(session =>
    {
        using var query = session.Query(ReadySql);
        return query.Bind(1, address.Queue).Bind(2, address.Dead ? 1L : 0L).Bind(3, clock.GetCurrentInstant().ToUnixTimeMilliseconds()).Step()
            && query.Number(0) == 1;
    });
}
