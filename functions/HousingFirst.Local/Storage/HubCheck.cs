using System.Globalization;
using System.Text.Json;
using HousingFirst.Hub.Tables;
using Microsoft.Data.Sqlite;

namespace HousingFirst.Local.Storage;

/// <summary>Something `hub check` found in the stored data.</summary>
/// <param name="Where">A table and row number of the file, for somebody with a database browser; never a key, which may be a client's.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Mend">What to do.</param>
internal sealed record CheckFinding(string Where, string What, string Mend);

/// <summary>Checks that the file is sound and that every row and message in it can be read.</summary>
internal static class HubCheck
{
    private const string Restore = "Keep a copy of the folder and restore the last backup into an empty one.";

    /// <summary>Checks one snapshot of everything.</summary>
    /// <returns>What is wrong; nothing where all is well. At most about 200 findings.</returns>
    /// <exception cref="HubDataException">The file can't be read at all.</exception>
    public static Task<IReadOnlyList<CheckFinding>> RunAsync(HubDatabase database, CancellationToken cancellation = default) =>
        Task.Run<IReadOnlyList<CheckFinding>>(() => database.Readers.Read(session => Run(session, cancellation)), cancellation);

    private static List<CheckFinding> Run(SqliteSession session, CancellationToken cancellation)
    {
        var findings = new List<CheckFinding>();
        session.Execute("BEGIN");
        Look(findings, HubDatabase.FileName, () => Integrity(session, findings));
        Look(findings, "rows", () => Each(session, "SELECT rowid, t, p, r, etag, cols, body FROM rows", "rows", DefectOf, findings, cancellation));
        Look(findings, "msg", () => Each(session, "SELECT " + MessageRows.Columns + " FROM msg", "msg", MessageDefectOf, findings, cancellation));
        Look(findings, "counter", () => Counters(session, findings));
        return findings;
    }

    /// <summary>A page that can't be read ends one look, not the check.</summary>
    private static void Look(List<CheckFinding> findings, string where, Action look)
    {
        try
        {
            look();
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_CORRUPT)
        {
            findings.Add(new(where, "The file is damaged: a part of it can't be read.", Restore));
        }
    }

    private static void Integrity(SqliteSession session, List<CheckFinding> findings)
    {
        using var integrity = session.Query("PRAGMA integrity_check(50)");
        while (integrity.Step())
        {
            if (integrity.Text(0) is var said && said != "ok") findings.Add(new(HubDatabase.FileName, said, Restore));
        }
    }

    private static void Each(
        SqliteSession session, string sql, string table, Func<SqliteStatement, string?> defectOf, List<CheckFinding> findings, CancellationToken cancellation)
    {
        using var rows = session.Query(sql);
        while (rows.Step() && findings.Count < 200)
        {
            cancellation.ThrowIfCancellationRequested();
            if (defectOf(rows) is { } what) findings.Add(new(string.Create(CultureInfo.InvariantCulture, $"{table}, row {rows.Number(0)}"), what, Restore));
        }
    }

    private static string? DefectOf(SqliteStatement rows)
    {
        try
        {
            if (!Enum.IsDefined((Table)rows.Number(1))) return "It is of no table of the hub.";
            PortGuard.Point(rows.Text(2), rows.Text(3));
            var json = new Utf8JsonReader(rows.Utf8(5));
            var row = RowJson.Read(ref json, new Row(rows.Text(3)), rows.Blob(6));
            return row.Number(Row.VersionColumn) is >= 1 ? null : $"It has no layout version (column {Row.VersionColumn}).";
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return "Its key or columns can't be read.";
        }
    }

    private static string? MessageDefectOf(SqliteStatement messages)
    {
        try
        {
            var message = MessageRows.Read(messages);
            if (message.Address.Queue.Length == 0) return "It is on no queue.";
            if (!Enum.IsDefined(message.State)) return "It is in no known state.";
            return message.Address.Dead == (message.DeadLetter is not null) ? null : "It is a dead letter without a reason, or has a reason and is none.";
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return "Its properties or times can't be read.";
        }
    }

    private static void Counters(SqliteSession session, List<CheckFinding> findings)
    {
        if (session.ReadNumber("SELECT coalesce(max(etag), 0) > coalesce((SELECT value FROM counter WHERE name='etag'), 0) FROM rows") == 1)
            findings.Add(new("counter etag", "It is behind the rows: a row could get an ETag that was used before.", Restore));
        if (session.ReadNumber("SELECT coalesce(max(seq), 0) > coalesce((SELECT value FROM counter WHERE name='sequence'), 0) FROM msg") == 1)
            findings.Add(new("counter sequence", "It is behind the messages: sending would fail.", Restore));
    }
}
