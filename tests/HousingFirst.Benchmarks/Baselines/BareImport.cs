using System.Diagnostics;
using System.Globalization;
using System.Text;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HousingFirst.Benchmarks.Baselines;

/// <summary>
/// The baseline of an import: the batches that it makes, a transaction each, as fast as SQLite writes them. The hub's own file, layout and
/// pragmas, the real rows' bytes; one thread, one prepared statement; nothing read, parsed, checked or compared.
/// </summary>
internal static class BareImport
{
    /// <summary>The role of the process.</summary>
    public const string Role = "bare-import";

    /// <summary>Arguments: the file, the batches to warm up with, the batches to time. Prints seconds.</summary>
    public static Task<int> RunRoleAsync(string[] arguments)
    {
        using var connection = new SqliteConnection($"Data Source={arguments[0]};Pooling=False");
        connection.Open();
        var db = connection.Handle!;
        Check(db, raw.sqlite3_exec(db, HubDatabase.Pragmas));
        Run(db, Read(arguments[1]));
        Check(db, raw.sqlite3_exec(db, "DELETE FROM rows"));
        Check(db, raw.sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)"));
        var batches = Read(arguments[2]);
        var start = Stopwatch.GetTimestamp();
        Run(db, batches);
        Console.Write(Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        return Task.FromResult(0);
    }

    private static void Run(sqlite3 db, IReadOnlyList<(byte[] Partition, IReadOnlyList<(byte[] Key, byte[] Columns, byte[]? Body)> Rows)> batches)
    {
        var (begin, commit) = (Prepare(db, "BEGIN IMMEDIATE"), Prepare(db, "COMMIT"));
        var put = Prepare(
            db,
            "INSERT INTO rows(t, p, r, etag, cols, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
            + "ON CONFLICT(t, p, r) DO UPDATE SET etag=excluded.etag, cols=excluded.cols, body=excluded.body");
        Check(db, raw.sqlite3_bind_int(put, 1, (int)Table.Directory));
        var etag = 0L;
        foreach (var (partition, rows) in batches)
        {
            Step(db, begin);
            Check(db, raw.sqlite3_bind_text(put, 2, partition));
            foreach (var (key, columns, body) in rows)
            {
                Check(db, raw.sqlite3_bind_text(put, 3, key));
                Check(db, raw.sqlite3_bind_int64(put, 4, ++etag));
                Check(db, raw.sqlite3_bind_text(put, 5, columns));
                Check(db, body is null ? raw.sqlite3_bind_null(put, 6) : raw.sqlite3_bind_blob(put, 6, body));
                Step(db, put);
            }

            Step(db, commit);
        }
    }

    private static List<(byte[] Partition, IReadOnlyList<(byte[] Key, byte[] Columns, byte[]? Body)> Rows)> Read(string file)
    {
        using var input = new BinaryReader(File.OpenRead(file));
        var batches = new List<(byte[], IReadOnlyList<(byte[], byte[], byte[]?)>)>();
        while (input.BaseStream.Position < input.BaseStream.Length)
        {
            var partition = Encoding.UTF8.GetBytes(input.ReadString());
            var rows = new (byte[], byte[], byte[]?)[input.ReadInt32()];
            for (var i = 0; i < rows.Length; i++)
            {
                var (key, columns) = (Encoding.UTF8.GetBytes(input.ReadString()), input.ReadBytes(input.ReadInt32()));
                rows[i] = (key, columns, input.ReadInt32() is >= 0 and var length ? input.ReadBytes(length) : null);
            }

            batches.Add((partition, rows));
        }

        return batches;
    }

    private static sqlite3_stmt Prepare(sqlite3 db, string sql)
    {
        Check(db, raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return statement;
    }

    private static void Step(sqlite3 db, sqlite3_stmt statement)
    {
        if (raw.sqlite3_step(statement) is not raw.SQLITE_DONE and var code) throw new SqliteException(raw.sqlite3_errmsg(db).utf8_to_string(), code);
        _ = raw.sqlite3_reset(statement);
    }

    private static void Check(sqlite3 db, int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(db).utf8_to_string(), code);
    }
}
