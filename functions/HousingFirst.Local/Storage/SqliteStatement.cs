using System.Text;
using SQLitePCL;

namespace HousingFirst.Local.Storage;

/// <summary>A prepared statement that its session keeps. Disposing one makes it ready for its next use.</summary>
internal sealed class SqliteStatement(sqlite3 db, sqlite3_stmt statement) : IDisposable
{
    public SqliteStatement Bind(int index, long value) => Checked(raw.sqlite3_bind_int64(statement, index, value));

    public SqliteStatement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public SqliteStatement Bind(int index, string? value) => value is null ? BindNull(index) : Checked(raw.sqlite3_bind_text(statement, index, value));

    /// <summary>Binds text that is UTF-8 already.</summary>
    public SqliteStatement BindText(int index, ReadOnlySpan<byte> utf8) => Checked(raw.sqlite3_bind_text(statement, index, utf8));

    public SqliteStatement BindBlob(int index, byte[]? value) =>
        value is null ? BindNull(index) : BindBlob(index, value.AsSpan());

    public SqliteStatement BindBlob(int index, ReadOnlySpan<byte> value) =>
        Checked(value.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, index, 0) : raw.sqlite3_bind_blob(statement, index, value));

    public SqliteStatement BindNull(int index) => Checked(raw.sqlite3_bind_null(statement, index));

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Step() => raw.sqlite3_step(statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var code => throw SqliteFaults.Of(db, code),
    };

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(db);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>A text column's bytes, valid until the next step. By length, so that a text with a NUL in it stays whole.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[]? Blob(int column) => IsNull(column) ? null : raw.sqlite3_column_blob(statement, column).ToArray();

    /// <summary>Ends this use. The code it would return repeats the last step's, which was thrown then.</summary>
    public void Dispose()
    {
        _ = raw.sqlite3_reset(statement);
        _ = raw.sqlite3_clear_bindings(statement);
    }

    /// <summary>Frees the statement, when its session closes.</summary>
    public void Close() => statement.Dispose();

    private SqliteStatement Checked(int code) => code == raw.SQLITE_OK ? this : throw SqliteFaults.Of(db, code);
}
