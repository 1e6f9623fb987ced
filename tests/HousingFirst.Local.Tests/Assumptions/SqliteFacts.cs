using HousingFirst.Local.Storage;
using HousingFirst.Local.Tests.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Xunit;

namespace HousingFirst.Local.Tests.Assumptions;

/// <summary>What the storage relies on of SQLite itself.</summary>
public sealed class SqliteFacts : IDisposable
{
    private readonly DataFolder folder = new();

    public SqliteFacts() => File.WriteAllBytes(folder.DatabaseFile, []);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Text_sorts_by_code_unit_for_ascii_whatever_the_language()
    {
        using var session = Open();
        session.Execute("CREATE TABLE k(r TEXT) STRICT");
        var keys = Enumerable.Range(' ', '~' - ' ' + 1).Select(c => $"{(char)c}").Concat(["aB", "ab", "a|", "a}"]).ToArray();
        foreach (var key in keys.Reverse())
        {
            using var insert = session.Query("INSERT INTO k VALUES(?1)");
            insert.Bind(1, key).Run();
        }

        var sorted = new List<string>();
        using var query = session.Query("SELECT r FROM k ORDER BY r");
        while (query.Step()) sorted.Add(query.Text(0));

        Assert.Equal(keys.Order(StringComparer.Ordinal), sorted);
    }

    [Fact]
    public void An_immediate_transaction_is_refused_at_its_start_while_another_writes()
    {
        using var first = Open();
        using var second = Open();
        first.Execute("CREATE TABLE k(r); BEGIN IMMEDIATE");

        Assert.Equal(raw.SQLITE_BUSY, Assert.Throws<SqliteException>(() => second.Execute("BEGIN IMMEDIATE")).SqliteErrorCode);
        first.Execute("COMMIT");
        second.Execute("BEGIN IMMEDIATE; COMMIT");
    }

    [Fact]
    public void A_read_transaction_keeps_its_moment_while_another_commits()
    {
        using var reader = Open();
        using var writer = Open();
        writer.Execute("PRAGMA journal_mode=WAL; CREATE TABLE k(r)");
        reader.Execute("BEGIN");
        Assert.Equal(0, reader.ReadNumber("SELECT count(*) FROM k"));
        writer.Execute("INSERT INTO k VALUES(1)");

        Assert.Equal(0, reader.ReadNumber("SELECT count(*) FROM k"));
        reader.Execute("COMMIT");
        Assert.Equal(1, reader.ReadNumber("SELECT count(*) FROM k"));
    }

    [Fact]
    public async Task The_hubs_writer_flushes_every_commit_and_its_queries_use_their_indexes()
    {
        await using var database = folder.Open();
        await HubDatabaseTests.InsertAsync(database, "0");

        var full = await database.Writer.WriteAsync(
            transaction =>
            {
                using var query = transaction.Query("PRAGMA synchronous");
                return query.Step() ? query.Number(0) : -1;
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(2, full);
        using var session = Open();
        Assert.Contains("msg_order", Plan(session, "SELECT seq FROM msg WHERE queue=?1 AND dead=?2 AND state=0 ORDER BY seq LIMIT 1"), StringComparison.Ordinal);
        Assert.Contains("msg_waiting", Plan(session, "SELECT 1 FROM msg WHERE state<>0 AND visible_at<=?1 LIMIT 1"), StringComparison.Ordinal);
        Assert.Contains("msg_expiry", Plan(session, "SELECT 1 FROM msg WHERE dead=0 AND expires_at<=?1 AND state<>1 LIMIT 1"), StringComparison.Ordinal);
        Assert.Contains("rows_key", Plan(session, "SELECT r FROM rows WHERE t=?1 AND p=?2 AND r>=?3 ORDER BY r LIMIT ?4"), StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", Plan(session, "SELECT r FROM rows WHERE t=?1 AND p=?2 AND r>=?3 ORDER BY r LIMIT ?4"), StringComparison.Ordinal);
    }

    private static string Plan(SqliteSession session, string sql)
    {
        using var query = session.Query("EXPLAIN QUERY PLAN " + sql);
        var plan = "";
        while (query.Step()) plan += query.Text(3) + "\n";
        return plan;
    }

    private SqliteSession Open() => new(folder.DatabaseFile, TimeSpan.Zero);
}
