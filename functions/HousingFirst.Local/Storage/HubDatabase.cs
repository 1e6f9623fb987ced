using Microsoft.Data.Sqlite;
using NodaTime;

namespace HousingFirst.Local.Storage;

/// <summary>
/// The hub's one file, DIR/hub.db: rows and queues. Durable (WAL, every commit flushed), for one writing hub and any number of commands
/// beside it.
/// </summary>
internal sealed class HubDatabase : IAsyncDisposable
{
    /// <summary>The database's name in the data folder.</summary>
    public const string FileName = "hub.db";

    /// <summary>
    /// Every commit is flushed. The cache holds what a busy town writes in a minute (16 MiB); the log is carried over when it has 32 MiB, so that a
    /// page that many changes touch is written back once. What is freed is filled with zeros: a deleted text is in no file.
    /// </summary>
    public const string Pragmas =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=8000; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16384";

    private HubDatabase(string folder, string file, IClock clock, HubDatabaseOptions options)
    {
        DataDirectory = folder;
        DatabaseFile = file;
        Readers = new SqliteReaders(file, options.BusyTimeout);
        Writer = new SqliteWriter(file, () => OpenSession(file, options.BusyTimeout));
        Tables = new SqliteTables(Readers, Writer);
        Queues = new EmbeddedQueues(Readers, Writer, clock);
    }

    /// <summary>The data folder, as a full path.</summary>
    public string DataDirectory { get; }

    /// <summary>The database, as a full path.</summary>
    public string DatabaseFile { get; }

    /// <summary>The table port.</summary>
    public SqliteTables Tables { get; }

    /// <summary>The queues.</summary>
    public EmbeddedQueues Queues { get; }

    /// <summary>The read connections.</summary>
    public SqliteReaders Readers { get; }

    /// <summary>The writer.</summary>
    public SqliteWriter Writer { get; }

    /// <summary>Opens the database in <paramref name="dataDirectory"/>, creating both where they aren't there.</summary>
    /// <exception cref="HubDataException">It can't be used. Nothing was changed.</exception>
    public static HubDatabase Open(string dataDirectory, IClock clock, HubDatabaseOptions? options = null)
    {
        options ??= new HubDatabaseOptions();
        var folder = Path.GetFullPath(dataDirectory);
        var file = Path.Combine(folder, FileName);
        if (Directory.Exists(Path.Combine(folder, HubRestore.Unfinished)))
            throw new HubDataException(HubDataProblem.UnfinishedRestore,
                $"A restore into {folder} is running or was broken off. Empty the folder and restore again: hub restore FILE --data DIR.");
        try
        {
            PrivateFiles.CreateFolder(folder);
            if (!File.Exists(file)) CreateFile(file);
            using var session = OpenSession(file, options.BusyTimeout, prepare: false);
            if (session.IsReadOnly) throw SqliteFaults.ReadOnly(file, null);
            Migrations.Run(session, file, options.Migrations);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw SqliteFaults.Explain(error, file);
        }

        return new HubDatabase(folder, file, clock, options);
    }

    /// <summary>Commits what was given to the writer and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        Readers.Dispose();
    }

    private static SqliteSession OpenSession(string file, TimeSpan busyTimeout, bool prepare = true)
    {
        var session = new SqliteSession(file, busyTimeout);
        try
        {
            // Reading first leaves another program's file as it was.
            if (!prepare && session.ReadNumber("PRAGMA application_id") is not (0 or Migrations.ApplicationId)) return session;
            session.Execute(Pragmas);
            return session;
        }
        catch (SqliteException)
        {
            session.Dispose();
            throw;
        }
    }

    private static void CreateFile(string file)
    {
        try
        {
            PrivateFiles.Create(file).Dispose();
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another process has just created it, which is as good.
        }
    }
}
