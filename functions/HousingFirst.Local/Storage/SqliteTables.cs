using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Local.Storage;

/// <summary>The table port on SQLite: reads on a snapshot, a batch as one piece of the writer's work.</summary>
internal sealed class SqliteTables(SqliteReaders readers, SqliteWriter writer) : ITables, ITableScan, IScrub
{
    private const string Get = "SELECT r, etag, cols, body FROM rows WHERE t=?1 AND p=?2 AND r=?3";
    private const string FromOn = "SELECT r, etag, cols, body FROM rows WHERE t=?1 AND p=?2 AND r>=?3 ORDER BY r LIMIT ?4";
    private const string Between = "SELECT r, etag, cols, body FROM rows WHERE t=?1 AND p=?2 AND r>=?3 AND r<?5 ORDER BY r LIMIT ?4";
    private const string Scan = "SELECT p, r, etag, cols, body FROM rows WHERE t=?1";
    private const string Find = "SELECT etag FROM rows WHERE t=?1 AND p=?2 AND r=?3";
    private const string Insert = "INSERT INTO rows(t, p, r, etag, cols, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)";
    private const string InsertNew = Insert + " ON CONFLICT(t, p, r) DO NOTHING";
    private const string Upsert = Insert + " ON CONFLICT(t, p, r) DO UPDATE SET etag=excluded.etag, cols=excluded.cols, body=excluded.body";
    private const string Update = "UPDATE rows SET etag=?4, cols=?5, body=?6 WHERE t=?1 AND p=?2 AND r=?3 AND etag=?7";
    private const string Delete = "DELETE FROM rows WHERE t=?1 AND p=?2 AND r=?3";
    private const string DeleteRead = Delete + " AND etag=?4";

    /// <inheritdoc/>
    public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
    {
        PortGuard.Point(partition, key);
        cancellation.ThrowIfCancellationRequested();
        return new(readers.Read(session =>
        {
            using var query = session.Query(Get);
            return query.Bind(1, (long)table).Bind(2, partition).Bind(3, key).Step() ? ReadRow(query, 0) : null;
        }));
    }

    /// <inheritdoc/>
    public ValueTask<RowPage> RangeAsync(
        Table table, string partition, string from, string? before, int limit, CancellationToken cancellation)
    {
        PortGuard.Range(partition, from, limit);
        cancellation.ThrowIfCancellationRequested();
        return new(readers.Read(session =>
        {
            using var query = session.Query(before is null ? FromOn : Between);
            query.Bind(1, (long)table).Bind(2, partition).Bind(3, from).Bind(4, (long)limit + 1);
            if (before is not null) query.Bind(5, before);
            var page = new List<Row>();
            while (query.Step())
            {
                if (page.Count == limit) return new RowPage(page, query.Text(0));
                page.Add(ReadRow(query, 0));
            }

            return new RowPage(page, null);
        }));
    }

    /// <inheritdoc/>
    public async ValueTask<BatchOutcome> BatchAsync(
        Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        PortGuard.Batch(partition, writes);
        // Written as JSON here, on the caller's thread: the writer's is the one that everybody waits for.
        var stored = new StoredRow[writes.Count];
        for (var i = 0; i < stored.Length; i++) stored[i] = StoredRow.Of(writes[i]);
        return await writer.WriteAsync(transaction => Write(transaction, table, partition, writes, stored), cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(string Partition, Row Row)> ScanAsync(
        Table table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var row in readers.Stream(session => ScanSnapshot(session, table)))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Freed space is filled with zeros as it is freed (PRAGMA secure_delete), in the newest pages, which are in the log; older ones stay in the file and in
    /// the log until the log is carried over and cut to nothing.
    /// </remarks>
    public ValueTask ScrubAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (readers.Read(session => session.ReadNumber("PRAGMA wal_checkpoint(TRUNCATE)")) != 0)
            throw new IOException("Somebody still reads an older state of the database, a backup or a check: what was deleted is cleared out of its files at the next try.");
        return ValueTask.CompletedTask;
    }

    /// <summary>Every row of a table, in the snapshot of the session's open transaction.</summary>
    public static IEnumerable<(string Partition, Row Row)> ScanSnapshot(SqliteSession session, Table table)
    {
        using var query = session.Query(Scan);
        query.Bind(1, (long)table);
        while (query.Step()) yield return (query.Text(0), ReadRow(query, 1));
    }

    /// <summary>Inserts a row that is known to be new, for a restore.</summary>
    public static void Restore(WriteTransaction transaction, Table table, string partition, Row row)
    {
        using var insert = transaction.Query(Insert);
        insert.Bind(1, (long)table).Bind(2, partition).Bind(3, row.Key).Bind(4, transaction.NextETag());
        StoredRow.Of(new RowWrite.Insert(row)).Bind(insert, 5, 6).Run();
    }

    private static BatchOutcome Write(
        WriteTransaction transaction, Table table, string partition, IReadOnlyList<RowWrite> writes, StoredRow[] stored)
    {
        if (transaction.WithCare)
        {
            for (var i = 0; i < writes.Count; i++)
            {
                if (ConflictOf(transaction, table, partition, writes[i]) is { } kind) return new BatchOutcome.Conflict(i, kind);
            }
        }

        var etags = new string?[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            var etag = writes[i] is RowWrite.Delete ? 0 : transaction.NextETag();
            if (Apply(transaction, table, partition, writes[i], stored[i], etag) == 0 && !IsUnconditional(writes[i]))
            {
                if (i > 0) throw new ConflictAfterWritesException();
                return new BatchOutcome.Conflict(0, ConflictOf(transaction, table, partition, writes[0])!.Value);
            }

            if (etag != 0) etags[i] = etag.ToString(CultureInfo.InvariantCulture);
        }

        return new BatchOutcome.Committed(etags);
    }

    /// <summary>Does one write where its condition holds.</summary>
    /// <returns>How many rows it changed.</returns>
    private static int Apply(WriteTransaction transaction, Table table, string partition, RowWrite write, StoredRow stored, long etag)
    {
        using var statement = transaction.Query(write switch
        {
            RowWrite.Insert => InsertNew,
            RowWrite.Update => Update,
            RowWrite.Upsert => Upsert,
            RowWrite.Delete { ETag: not null } => DeleteRead,
            _ => Delete,
        });
        statement.Bind(1, (long)table).Bind(2, partition).Bind(3, write.Key);
        if (write is RowWrite.Delete delete) return delete.ETag is { } read ? statement.Bind(4, NumberOf(read)).Run() : statement.Run();
        stored.Bind(statement.Bind(4, etag), 5, 6);
        return write is RowWrite.Update update ? statement.Bind(7, NumberOf(update.ETag)).Run() : statement.Run();
    }

    private static bool IsUnconditional(RowWrite write) => write is RowWrite.Upsert or RowWrite.Delete { ETag: null };

    private static ConflictKind? ConflictOf(WriteTransaction transaction, Table table, string partition, RowWrite write)
    {
        if (IsUnconditional(write)) return null;
        using var find = transaction.Query(Find);
        var exists = find.Bind(1, (long)table).Bind(2, partition).Bind(3, write.Key).Step();
        return ConflictOf(write, exists ? find.Number(0) : null);
    }

    private static ConflictKind? ConflictOf(RowWrite write, long? stored) => write switch
    {
        RowWrite.Insert => stored is null ? null : ConflictKind.AlreadyExists,
        _ when stored is null => ConflictKind.NotFound,
        RowWrite.Update update => NumberOf(update.ETag) == stored ? null : ConflictKind.Stale,
        RowWrite.Delete { ETag: { } etag } => NumberOf(etag) == stored ? null : ConflictKind.Stale,
        _ => null,
    };

    /// <summary>The number of an ETag; of a text that is none, one that no row has.</summary>
    private static long NumberOf(string etag) => long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static Row ReadRow(SqliteStatement query, int first)
    {
        var row = new Row(query.Text(first)) { ETag = query.Number(first + 1).ToString(CultureInfo.InvariantCulture) };
        try
        {
            var json = new Utf8JsonReader(query.Utf8(first + 2));
            return RowJson.Read(ref json, row, query.Blob(first + 3));
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new HubDataException(HubDataProblem.Corrupt,
                "A row's columns can't be read: the database was damaged or changed by hand. Run `hub check`, and restore the last backup if it agrees.", error);
        }
    }
}
