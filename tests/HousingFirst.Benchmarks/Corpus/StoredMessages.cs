using Microsoft.Data.Sqlite;

namespace HousingFirst.Benchmarks.Corpus;

/// <summary>
/// Fills a data folder with changes told before: every row that one change leaves behind, under other keys, so many times. Straight into the
/// tables and without a flush, since how they got there isn't measured; inserted one after the other, so that the indexes are as full as life
/// leaves them.
/// </summary>
internal static class StoredMessages
{
    private const int Slice = 10_000;

    private const string Row =
        "INSERT INTO rows(t, p, r, etag, cols, body) SELECT $t, replace($p, $client, client), replace($r, $key, key), 1, replace($cols, $key, key), $body FROM now";
    private const string Message =
        "INSERT INTO msg(seq, queue, message_id, content_type, properties, body, enqueued_at, visible_at, expires_at) "
        + "SELECT n * $of + $i, $queue, replace($id, $key, key), $type, replace($properties, $key, key), $body, $now, $now, $now + 1209600000 FROM now";

    /// <summary>Fills it.</summary>
    public static void Fill(string database, ChangeShape shape, int changes)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA synchronous=OFF; PRAGMA cache_size=-2000000; PRAGMA wal_autocheckpoint=100000; PRAGMA temp_store=MEMORY; CREATE TEMP TABLE now(n INTEGER, key TEXT, client TEXT)");
        for (var from = 0; from < changes; from += Slice) FillSlice(connection, shape, from, Math.Min(Slice, changes - from));
        Run(
            connection, "INSERT INTO counter(name, value) VALUES('sequence', $last) ON CONFLICT(name) DO UPDATE SET value=max(value, excluded.value)",
            ("$last", (long)(changes + 1) * shape.Outgoing.Count));
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void FillSlice(SqliteConnection connection, ChangeShape shape, int from, int count)
    {
        var key = shape.Change.Key[2..];
        using var transaction = connection.BeginTransaction();
        Run(connection, "DELETE FROM now");
        Run(
            connection,
            "WITH RECURSIVE s(n) AS (SELECT $from UNION ALL SELECT n + 1 FROM s WHERE n + 1 < $from + $count) "
            + "INSERT INTO now SELECT n, lower(hex(randomblob(16))), 'HF-B' || printf('%04d', n % $clients) FROM s",
            ("$from", from), ("$count", count), ("$clients", MadeUpCommunity.Clients));
        foreach (var row in (RowShape[])[shape.Change, .. shape.Notices.Select(n => n.Inserted with { Columns = n.Updated })]) Insert(0, row);
        foreach (var row in shape.Due) Insert(1, row);
        for (var i = 0; i < shape.Outgoing.Count; i++)
        {
            var message = shape.Outgoing[i];
            Run(
                connection, Message, ("$of", shape.Outgoing.Count), ("$i", i + 1), ("$queue", message.Queue), ("$id", message.MessageId), ("$key", key),
                ("$type", message.ContentType), ("$properties", message.Properties), ("$body", message.Body),
                ("$now", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        }

        transaction.Commit();

        void Insert(long table, RowShape row) => Run(
            connection, Row, ("$t", table), ("$p", row.Partition), ("$client", "HF-B0000"), ("$r", row.Key), ("$key", key), ("$cols", row.Columns),
            ("$body", row.Body));
    }

    private static void Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts above, no input in them.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        command.ExecuteNonQuery();
    }
}
