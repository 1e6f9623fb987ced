namespace HousingFirst.Local.Storage;

/// <summary>
/// The steps from an empty file to this version's layout, in order; a file's <c>user_version</c> says how many it has taken. A released step
/// never changes: what it should have done is a new step.
/// </summary>
internal static class Migrations
{
    /// <summary>"HFST": marks the file as the hub's, so that no other program's database is changed.</summary>
    public const int ApplicationId = 0x48465354;

    /// <summary>Every step.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        // An ordinary table with a unique index: for these rows faster than WITHOUT ROWID. Text compares by bytes, which is the port's
        // ordinal order since keys are plain ASCII.
        // A message is ready (state 0), locked (1) or scheduled (2); a locked or scheduled one is ready again at visible_at. A dead-letter
        // queue is its queue's messages with dead = 1. What an agency has taken is remembered by its id for a day, so that a sending that was
        // cut off and is done again doesn't come to it twice. Times are milliseconds since 1970, UTC.
        """
        CREATE TABLE rows(
          t INTEGER NOT NULL, p TEXT NOT NULL, r TEXT NOT NULL,
          etag INTEGER NOT NULL, cols TEXT NOT NULL, body BLOB) STRICT;
        CREATE UNIQUE INDEX rows_key ON rows(t, p, r);
        CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
        CREATE TABLE msg(
          seq INTEGER PRIMARY KEY, queue TEXT NOT NULL, dead INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL DEFAULT 0,
          message_id TEXT, content_type TEXT, properties TEXT, body BLOB NOT NULL,
          enqueued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, visible_at INTEGER NOT NULL,
          delivery_count INTEGER NOT NULL DEFAULT 0, lock_token BLOB,
          dead_at INTEGER, dead_reason TEXT, dead_description TEXT) STRICT;
        CREATE INDEX msg_order ON msg(queue, dead, state, seq);
        CREATE INDEX msg_waiting ON msg(visible_at) WHERE state<>0;
        CREATE INDEX msg_expiry ON msg(expires_at) WHERE dead=0;
        CREATE INDEX msg_id ON msg(queue, message_id) WHERE message_id IS NOT NULL;
        CREATE TABLE taken(queue TEXT NOT NULL, message_id TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY(queue, message_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX taken_until ON taken(until);
        """,
    ];

    /// <summary>Brings an opened file to the last of <paramref name="steps"/>, with a copy of the file before the first one it lacks.</summary>
    /// <exception cref="HubDataException">The file is newer, or another program's.</exception>
    public static void Run(SqliteSession session, string file, IReadOnlyList<string> steps)
    {
        if (Pending(session, file, steps) == 0) return;
        var version = session.ReadNumber("PRAGMA user_version");
        if (version > 0) Copy(session, $"{file}.before-v{steps.Count}");
        session.Execute("BEGIN IMMEDIATE");
        // Another process may have done it while this one waited.
        var pending = Pending(session, file, steps);
        foreach (var step in steps.Skip(steps.Count - pending)) session.Execute(step);
        session.Execute($"PRAGMA application_id={ApplicationId}");
        session.Execute($"PRAGMA user_version={steps.Count}");
        session.Execute("COMMIT");
    }

    private static int Pending(SqliteSession session, string file, IReadOnlyList<string> steps)
    {
        var version = session.ReadNumber("PRAGMA user_version");
        var application = session.ReadNumber("PRAGMA application_id");
        if (application != ApplicationId && (version != 0 || session.ReadNumber("SELECT count(*) FROM sqlite_master") != 0))
            throw new HubDataException(HubDataProblem.Corrupt,
                $"{file} is another program's database. Choose another folder: --data DIR.");
        if (version > steps.Count)
            throw new HubDataException(HubDataProblem.NewerVersion,
                $"{file} has layout {version}, written by a newer hub; this one knows up to {steps.Count}. Nothing was changed. Run the newer version, or restore a backup that this one wrote.");
        return steps.Count - (int)version;
    }

    private static void Copy(SqliteSession session, string copy)
    {
        // Empty and private first: SQLite fills an empty file, and keeps its rights.
        File.Delete(copy);
        PrivateFiles.Create(copy).Dispose();
        using var vacuum = session.Query("VACUUM INTO ?1");
        vacuum.Bind(1, copy).Run();
    }
}
