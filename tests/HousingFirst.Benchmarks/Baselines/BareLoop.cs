using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Local.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HousingFirst.Benchmarks.Baselines;

/// <summary>
/// The baseline: the row operations a change makes for the practice's sake, and nothing else, as fast as SQLite does them. One enqueue and
/// its delete, the change, four notices inserted and then updated, four messages out; the hub's own file, layout and pragmas, the real rows'
/// bytes; one thread, prepared statements, nothing parsed or decided. What doesn't change from row to row stays bound.
/// </summary>
internal sealed class BareLoop : IDisposable
{
    private const int HashLength = 32;

    private readonly SqliteConnection connection;
    private readonly sqlite3 db;
    private readonly sqlite3_stmt begin, commit, enqueue, delete, change;
    private readonly (sqlite3_stmt Insert, sqlite3_stmt Update, sqlite3_stmt Send, byte[] Key, byte[] MessageId)[] told;
    private readonly byte[] incomingId, changeKey, partition;
    private long sequence, etag, now;
    private ulong random = 0x9E3779B97F4A7C15;

    /// <summary>Opens the hub's file with the hub's pragmas.</summary>
    public BareLoop(string file, ChangeShape shape)
    {
        connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        db = connection.Handle!;
        Check(raw.sqlite3_exec(db, HubDatabase.Pragmas));
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        delete = Prepare("DELETE FROM msg WHERE seq=?1");
        enqueue = PrepareSend(shape.Incoming);
        change = PrepareInsert(shape.Change);
        incomingId = Encoding.UTF8.GetBytes(shape.Incoming.MessageId);
        changeKey = Encoding.UTF8.GetBytes(shape.Change.Key);
        partition = Encoding.UTF8.GetBytes(shape.Change.Partition);
        told = [.. shape.Notices.Zip(shape.Outgoing, (notice, message) =>
        {
            var update = Prepare("UPDATE rows SET etag=?2, cols=?3, body=?4 WHERE rowid=?1");
            BindText(update, 3, notice.Updated);
            return (PrepareInsert(notice.Inserted), update, PrepareSend(message),
                Encoding.UTF8.GetBytes(notice.Inserted.Key), Encoding.UTF8.GetBytes(message.MessageId));
        })];
    }

    /// <summary>Runs the loop; everything is on the disk when it returns.</summary>
    /// <returns>Seconds.</returns>
    public double Run(int changes, int group)
    {
        var start = Stopwatch.GetTimestamp();
        for (var done = 0; done < changes;)
        {
            now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            Step(begin);
            for (var last = Math.Min(changes, done + group); done < last; done++) One(done);
            Step(commit);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose() => connection.Dispose();

    private void One(int number)
    {
        // The keys are hashes in life: they fall all over the index. The client takes the last four digits of its partition.
        Hash(changeKey.AsSpan(2, HashLength));
        Hash(incomingId);
        Utf8Formatter.TryFormat(number % MadeUpCommunity.Clients, partition.AsSpan(^4), out _, new System.Buffers.StandardFormat('D', 4));

        var incoming = ++sequence;
        Send(enqueue, incoming, incomingId);
        Insert(change, changeKey);
        Span<long> rows = stackalloc long[told.Length];
        for (var i = 0; i < told.Length; i++)
        {
            changeKey.AsSpan(2, HashLength).CopyTo(told[i].Key.AsSpan(2));
            Insert(told[i].Insert, told[i].Key);
            rows[i] = raw.sqlite3_last_insert_rowid(db);
        }

        for (var i = 0; i < told.Length; i++)
        {
            changeKey.AsSpan(2, HashLength).CopyTo(told[i].MessageId);
            Send(told[i].Send, ++sequence, told[i].MessageId);
        }

        for (var i = 0; i < told.Length; i++)
        {
            Check(raw.sqlite3_bind_int64(told[i].Update, 1, rows[i]));
            Check(raw.sqlite3_bind_int64(told[i].Update, 2, ++etag));
            Step(told[i].Update);
        }

        Check(raw.sqlite3_bind_int64(delete, 1, incoming));
        Step(delete);
    }

    private void Insert(sqlite3_stmt insert, byte[] key)
    {
        Check(raw.sqlite3_bind_text(insert, 1, partition));
        Check(raw.sqlite3_bind_text(insert, 2, key));
        Check(raw.sqlite3_bind_int64(insert, 3, ++etag));
        Step(insert);
    }

    private void Send(sqlite3_stmt send, long number, byte[] id)
    {
        Check(raw.sqlite3_bind_int64(send, 1, number));
        Check(raw.sqlite3_bind_text(send, 2, id));
        Check(raw.sqlite3_bind_int64(send, 3, now));
        Check(raw.sqlite3_bind_int64(send, 4, now + 1_209_600_000));
        Step(send);
    }

    private sqlite3_stmt PrepareInsert(RowShape row)
    {
        var insert = Prepare("INSERT INTO rows(t, p, r, etag, cols, body) VALUES(0, ?1, ?2, ?3, ?4, ?5)");
        BindText(insert, 4, row.Columns);
        if (row.Body is not null) Check(raw.sqlite3_bind_blob(insert, 5, row.Body));
        return insert;
    }

    private sqlite3_stmt PrepareSend(MessageShape message)
    {
        var send = Prepare(
            "INSERT INTO msg(seq, message_id, enqueued_at, visible_at, expires_at, queue, content_type, properties, body) "
            + "VALUES(?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8)");
        BindText(send, 5, message.Queue);
        BindText(send, 6, message.ContentType);
        BindText(send, 7, message.Properties);
        Check(raw.sqlite3_bind_blob(send, 8, message.Body));
        return send;
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return statement;
    }

    private void BindText(sqlite3_stmt statement, int index, string? text) =>
        Check(text is null ? raw.sqlite3_bind_null(statement, index) : raw.sqlite3_bind_text(statement, index, Encoding.UTF8.GetBytes(text)));

    private void Step(sqlite3_stmt statement)
    {
        if (raw.sqlite3_step(statement) is not raw.SQLITE_DONE and var code) throw new SqliteException(raw.sqlite3_errmsg(db).utf8_to_string(), code);
        _ = raw.sqlite3_reset(statement);
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(db).utf8_to_string(), code);
    }

    private void Hash(Span<byte> hex)
    {
        for (var i = 0; i < hex.Length; i++)
        {
            if (i % 16 == 0)
            {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
            }

            hex[i] = "0123456789abcdef"u8[(int)(random >> (i % 16 * 4)) & 15];
        }
    }
}
