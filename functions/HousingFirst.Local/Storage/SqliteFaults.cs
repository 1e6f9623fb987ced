using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HousingFirst.Local.Storage;

/// <summary>Turns SQLite's result codes into words: https://www.sqlite.org/rescode.html.</summary>
internal static class SqliteFaults
{
    /// <summary>The exception for a result code that isn't success.</summary>
    public static SqliteException Of(sqlite3 db, int code) =>
        new($"SQLite error {code}: {raw.sqlite3_errmsg(db).utf8_to_string()}", code & 0xff, raw.sqlite3_extended_errcode(db));

    /// <summary>What the code means for <paramref name="file"/>, or null where it is a bug of ours (a constraint, a misuse), not a state of the data.</summary>
    public static HubDataException? Explain(SqliteException error, string file) => error.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => DiskFull(file, error),
        // Growing the shared-memory file fails with a code of its own on a full disk.
        raw.SQLITE_IOERR when error.SqliteExtendedErrorCode == raw.SQLITE_IOERR_SHMSIZE || HasNoSpace(file) => DiskFull(file, error),
        raw.SQLITE_CANTOPEN when HasNoSpace(file) => DiskFull(file, error),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(HubDataProblem.Locked,
            $"{file} is locked by another program. Close what has it open (a database browser, a copy job, a second hub) and try again.", error),
        raw.SQLITE_NOTADB => new(HubDataProblem.Corrupt,
            $"{file} is not a database. Move it away and restore the last backup into an empty folder: hub restore FILE --data DIR.", error),
        raw.SQLITE_CORRUPT => new(HubDataProblem.Corrupt,
            $"{file} is damaged. Stop the hub, keep a copy of the folder, and restore the last backup into an empty one: hub restore FILE --data DIR.", error),
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => ReadOnly(file, error),
        raw.SQLITE_IOERR => new(HubDataProblem.Unreadable,
            $"The disk failed to read or write {file} (SQLite code {error.SqliteExtendedErrorCode}). Check the disk, then run: hub check.", error),
        _ => null,
    };

    /// <summary>The disk is full.</summary>
    public static HubDataException DiskFull(string file, Exception? inner) => new(HubDataProblem.DiskFull,
        $"The disk that holds {file} is full. Everything acknowledged is safe. Free some space; the hub goes on by itself.", inner);

    /// <summary>It can't be written.</summary>
    public static HubDataException ReadOnly(string file, Exception? inner) => new(HubDataProblem.ReadOnly,
        $"{file} can't be written. Give the hub's user the right to write to its folder, or choose another: --data DIR.", inner);

    /// <summary>What an error of the file system means for <paramref name="file"/>.</summary>
    public static HubDataException Explain(Exception error, string file)
    {
        const int NoSpace = 28;
        return error switch
        {
            SqliteException sqlite when Explain(sqlite, file) is { } known => known,
            UnauthorizedAccessException => ReadOnly(file, error),
            IOException io when (io.HResult & 0xffff) == NoSpace || HasNoSpace(file) => DiskFull(file, error),
            IOException io when io.Message.Contains("Read-only", StringComparison.OrdinalIgnoreCase) => ReadOnly(file, error),
            _ => new(HubDataProblem.Unreadable, $"{file} can't be used: {error.Message}", error),
        };
    }

    private static bool HasNoSpace(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return Directory.Exists(folder) && new DriveInfo(folder).AvailableFreeSpace < 64 * 1024;
    }
}
