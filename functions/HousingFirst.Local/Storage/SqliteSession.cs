using SQLitePCL;

namespace HousingFirst.Local.Storage;

/// <summary>
/// One connection with its prepared statements, for one thread at a time. It speaks to SQLite's own functions: the ADO.NET layer costs more
/// than the small statements that the hub runs in their thousands, and opening through it a tenth of the hub's start.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly sqlite3 db;
    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);

    /// <summary>Opens <paramref name="file"/>, which must exist.</summary>
    public SqliteSession(string file, TimeSpan busyTimeout)
    {
        Batteries_V2.Init();
        var code = raw.sqlite3_open_v2(file, out db, raw.SQLITE_OPEN_READWRITE, null);
        if (code != raw.SQLITE_OK)
        {
            // Also a connection that didn't open is one, and says why.
            var error = SqliteFaults.Of(db, code);
            db.Dispose();
            throw error;
        }

        _ = raw.sqlite3_busy_timeout(db, (int)busyTimeout.TotalMilliseconds);
    }

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(db) == 0;

    /// <summary>Whether the file was opened for reading only, since it can't be written.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(db, "main") == 1;

    /// <summary>A statement, prepared once a session. Dispose it after use.</summary>
    public SqliteStatement Query(string sql)
    {
        if (statements.TryGetValue(sql, out var known)) return known;
        var code = raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle);
        if (code != raw.SQLITE_OK) throw SqliteFaults.Of(db, code);
        return statements[sql] = new SqliteStatement(db, handle);
    }

    /// <summary>Runs statements without parameters, separated by semicolons.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(db, sql);
        if (code != raw.SQLITE_OK) throw SqliteFaults.Of(db, code);
    }

    /// <summary>Runs a statement without parameters and gives its first number.</summary>
    public long ReadNumber(string sql)
    {
        using var query = Query(sql);
        return query.Step() ? query.Number(0) : 0;
    }

    /// <summary>Ends an open transaction without its changes; SQLite ends one by itself after some faults.</summary>
    public void RollBack()
    {
        if (InTransaction) Execute("ROLLBACK");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Close();
        statements.Clear();
        db.Dispose();
    }
}
