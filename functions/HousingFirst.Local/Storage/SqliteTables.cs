using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Local.Storage;

/// <summary>The table port on SQLite: reads on a snapshot, a batch as one piece of the writer's work.</summary>
internal sealed class SqliteTables(SqliteReaders readers, SqliteWriter writer) : ITables, ITableScan
{
    private const string Get = "SELECT r, etag, cols, body FROM rows WHERE t=?1 AND p=?2 AND r=?3";
    private const string FromOn = "SELECT r, etag, cols, body FROM rows WHERE t=?1 AND p=?2 AND r>=?3 ORDER BY r LIMIT ?4";
    private const string Between = "SELECT r, etag, cols, body FROM rows WHERE t=?1 AND p=?2 AND r>=?3 AND r<?5 ORDER BY r LIMIT ?4";
    private const string Scan = "SELECT p, r, etag, cols, body FROM rows WHERE t=?1";
    private const string Find = "SELECT rowid, etag FROM rows WHERE t=?1 AND p=?2 AND r=?3";
    private const string Insert = "INSERT INTO rows(t, p, r, etag, cols, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)";
    private const string Upsert = Insert + " ON CONFLICT(t, p, r) DO UPDATE SET etag=excluded.etag, cols=excluded.cols, body=excluded.body";
    private const string Update = "UPDATE rows SET etag=?2, cols=?3, body=?4 WHERE rowid=?1";
    private const string Delete = "DELETE FROM rows WHERE t=?1 AND p=?2 AND r=?3";

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
        // First whether all hold, so that a conflict leaves the group's transaction as it was.
        Span<long> rowids = stackalloc long[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            if (writes[i] is RowWrite.Upsert or RowWrite.Delete { ETag: null }) continue;
            using var find = transaction.Query(Find);
            var exists = find.Bind(1, (long)table).Bind(2, partition).Bind(3, writes[i].Key).Step();
            if (ConflictOf(writes[i], exists ? find.Number(1) : null) is { } kind) return new BatchOutcome.Conflict(i, kind);
            if (exists) rowids[i] = find.Number(0);
        }

        var etags = new string?[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            if (writes[i] is RowWrite.Delete)
            {
                using var delete = transaction.Query(Delete);
                delete.Bind(1, (long)table).Bind(2, partition).Bind(3, writes[i].Key).Run();
                continue;
            }

            var etag = transaction.NextETag();
            etags[i] = etag.ToString(CultureInfo.InvariantCulture);
            if (writes[i] is RowWrite.Update)
            {
                using var update = transaction.Query(Update);
                stored[i].Bind(update.Bind(1, rowids[i]).Bind(2, etag), 3, 4).Run();
                continue;
            }

            using var insert = transaction.Query(writes[i] is RowWrite.Upsert ? Upsert : Insert);
            insert.Bind(1, (long)table).Bind(2, partition).Bind(3, writes[i].Key).Bind(4, etag);
            stored[i].Bind(insert, 5, 6).Run();
        }

        return new BatchOutcome.Committed(etags);
    }

    private static ConflictKind? ConflictOf(RowWrite write, long? stored) => write switch
    {
        RowWrite.Insert => stored is null ? null : ConflictKind.AlreadyExists,
        _ when stored is null => ConflictKind.NotFound,
        RowWrite.Update update => Holds(update.ETag, stored.Value) ? null : ConflictKind.Stale,
        RowWrite.Delete { ETag: { } etag } => Holds(etag, stored.Value) ? null : ConflictKind.Stale,
        _ => null,
    };

    private static bool Holds(string etag, long stored) =>
        long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read == stored;

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
