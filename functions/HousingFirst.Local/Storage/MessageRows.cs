using System.Text.Encodings.Web;
using System.Text.Json;
using HousingFirst.Hub.Queues;
using NodaTime;

namespace HousingFirst.Local.Storage;

/// <summary>Messages as rows of the table <c>msg</c>.</summary>
internal static class MessageRows
{
    /// <summary>The columns that <see cref="Read"/> reads, in its order.</summary>
    public const string Columns =
        "seq, queue, dead, state, message_id, content_type, properties, body, enqueued_at, expires_at, delivery_count, dead_at, dead_reason, dead_description";

    /// <summary>Service Bus Basic's longest time to live.</summary>
    public static readonly Duration LongestLife = Duration.FromDays(14);

    private const string InsertSql =
        "INSERT INTO msg(" + Columns + ", visible_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?9)";

    private const string ReturnedSql = "SELECT 1 FROM msg WHERE state<>0 AND visible_at<=?1 LIMIT 1";
    private const string OverDeliveredSql =
        "UPDATE msg SET dead=1, state=0, lock_token=NULL, dead_at=?1, dead_reason='MaxDeliveryCountExceeded', dead_description=?2 "
        + "WHERE state<>0 AND visible_at<=?1 AND state=1 AND dead=0 AND delivery_count>=10";
    private const string ReturnSql = "UPDATE msg SET state=0, lock_token=NULL WHERE state<>0 AND visible_at<=?1";
    private const string ExpiredSql = "SELECT 1 FROM msg WHERE dead=0 AND expires_at<=?1 AND state<>1 LIMIT 1";
    private const string ExpireSql =
        "UPDATE msg SET dead=1, state=0, dead_at=?1, dead_reason='TTLExpiredException', "
        + "dead_description=CASE WHEN queue LIKE 'agency-%' THEN 'not read' ELSE ?2 END WHERE dead=0 AND expires_at<=?1 AND state<>1";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Dictionary<string, string> NoProperties = [];

    /// <summary>How often a message is delivered before it is a dead letter.</summary>
    public const int MostDeliveries = 10;

    /// <summary>What the dead letter of such a message says.</summary>
    public const string OverDelivered = "Received 10 times and never completed.";

    /// <summary>A message's application properties as text; null where it has none.</summary>
    public static string? WriteProperties(IReadOnlyDictionary<string, string> properties) =>
        properties.Count == 0 ? null : JsonSerializer.Serialize(properties, Readable);

    /// <summary>Inserts a message, whole: a backup's, or a new one.</summary>
    public static void Insert(WriteTransaction transaction, QueueMessage message, string? properties)
    {
        using var insert = transaction.Query(InsertSql);
        insert.Bind(1, message.Sequence).Bind(2, message.Address.Queue).Bind(3, message.Address.Dead ? 1L : 0L).Bind(4, (long)message.State)
            .Bind(5, message.MessageId).Bind(6, message.ContentType).Bind(7, properties).BindBlob(8, message.Body)
            .Bind(9, message.EnqueuedAt.ToUnixTimeMilliseconds()).Bind(10, message.ExpiresAt.ToUnixTimeMilliseconds()).Bind(11, (long)message.DeliveryCount)
            .Bind(12, message.DeadLetter?.At.ToUnixTimeMilliseconds()).Bind(13, message.DeadLetter?.Reason).Bind(14, message.DeadLetter?.Description)
            .Run();
    }

    /// <summary>A message to insert. Its time in the queue starts when it may be received.</summary>
    public static QueueMessage New(WriteTransaction transaction, QueueAddress address, NewMessage message, Instant now)
    {
        var start = message.ScheduledFor is { } later && later > now ? later : now;
        var life = message.TimeToLive is { } asked && asked < LongestLife ? asked : LongestLife;
        return new QueueMessage(
            address with { Dead = false }, transaction.NextSequence(), message.MessageId, message.Body.ToArray(), message.ContentType, message.Properties,
            start > now ? MessageState.Scheduled : MessageState.Ready, 0, start, start + life, null);
    }

    /// <summary>As a door's message: what the hub sends.</summary>
    public static NewMessage Of(OutgoingMessage message) => new(message.Body)
    {
        MessageId = message.MessageId,
        ContentType = OutgoingMessage.ContentType,
        Properties = message.Properties,
    };

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static QueueMessage Read(SqliteStatement query) => new(
        new QueueAddress(query.Text(1), query.Number(2) != 0),
        query.Number(0),
        query.TextOrNull(4),
        query.Blob(7)!,
        query.TextOrNull(5),
        query.IsNull(6) ? NoProperties : JsonSerializer.Deserialize<Dictionary<string, string>>(query.Utf8(6))!,
        (MessageState)query.Number(3),
        (int)query.Number(10),
        Instant.FromUnixTimeMilliseconds(query.Number(8)),
        Instant.FromUnixTimeMilliseconds(query.Number(9)),
        query.IsNull(12) ? null : new DeadLetterCause(query.Text(12), query.TextOrNull(13), Instant.FromUnixTimeMilliseconds(query.Number(11))));

    /// <summary>
    /// Makes ready what waited until now, and dead letters of what was received too often or stayed too long. Two look-ups in an index
    /// where there is nothing to do.
    /// </summary>
    /// <returns>How many became dead letters.</returns>
    public static int BringUpToDate(WriteTransaction transaction, long now)
    {
        var dead = 0;
        if (Any(transaction, ReturnedSql, now))
        {
            using var overDelivered = transaction.Query(OverDeliveredSql);
            dead += overDelivered.Bind(1, now).Bind(2, OverDelivered).Run();
            using var back = transaction.Query(ReturnSql);
            back.Bind(1, now).Run();
        }

        if (Any(transaction, ExpiredSql, now))
        {
            using var expire = transaction.Query(ExpireSql);
            dead += expire.Bind(1, now).Bind(2, "Nobody completed it within its time to live.").Run();
        }

        return dead;
    }

    private static bool Any(WriteTransaction transaction, string sql, long now)
    {
        using var query = transaction.Query(sql);
        return query.Bind(1, now).Step();
    }
}
