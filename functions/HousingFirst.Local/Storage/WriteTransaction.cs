namespace HousingFirst.Local.Storage;

/// <summary>
/// The writer's open transaction. ETags and sequence numbers come from counters in the file, read and written once a group, so that they
/// only rise, whichever process writes and whatever was deleted.
/// </summary>
internal sealed class WriteTransaction(SqliteSession session)
{
    private readonly Counter etags = new(session, "etag");
    private readonly Counter sequences = new(session, "sequence");

    /// <summary>
    /// Whether work must find out that all of it holds before it writes the first row. Otherwise it writes as it goes, which is half the searching,
    /// and throws <see cref="ConflictAfterWritesException"/> where a later row doesn't hold: then the group is run again, with care.
    /// </summary>
    public bool WithCare { get; private set; }

    /// <summary>A prepared statement; dispose it after use.</summary>
    public SqliteStatement Query(string sql) => session.Query(sql);

    /// <summary>A number higher than every ETag given before.</summary>
    public long NextETag() => etags.Next();

    /// <summary>A number higher than every sequence number given before.</summary>
    public long NextSequence() => sequences.Next();

    /// <summary>Goes on from a number that came from elsewhere: a backup's.</summary>
    public void SequencesFrom(long last) => sequences.AtLeast(last);

    /// <summary>Begins; waits for another process's write.</summary>
    public void Begin(bool withCare)
    {
        WithCare = withCare;
        etags.Forget();
        sequences.Forget();
        using var begin = session.Query("BEGIN IMMEDIATE");
        begin.Run();
    }

    /// <summary>Commits: on the disk when it returns.</summary>
    public void Commit()
    {
        etags.Save();
        sequences.Save();
        using var commit = session.Query("COMMIT");
        commit.Run();
    }

    private sealed class Counter(SqliteSession session, string name)
    {
        private long? value;
        private bool changed;

        public long Next() => Set(Current() + 1);

        public void AtLeast(long last) => Set(Math.Max(Current(), last));

        public void Forget() => (value, changed) = (null, false);

        public void Save()
        {
            if (!changed) return;
            using var write = session.Query("INSERT INTO counter(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value=excluded.value");
            write.Bind(1, name).Bind(2, value).Run();
        }

        private long Current()
        {
            if (value is { } known) return known;
            using var read = session.Query("SELECT value FROM counter WHERE name=?1");
            return read.Bind(1, name).Step() ? read.Number(0) : 0;
        }

        private long Set(long next)
        {
            (value, changed) = (next, true);
            return next;
        }
    }
}
