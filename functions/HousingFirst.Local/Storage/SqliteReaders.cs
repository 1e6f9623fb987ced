using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace HousingFirst.Local.Storage;

/// <summary>Read connections, each rented by one caller at a time. A read sees everything committed before it began, and no writer waits for it.</summary>
internal sealed class SqliteReaders(string file, TimeSpan busyTimeout) : IDisposable
{
    private readonly ConcurrentBag<SqliteSession> idle = [];
    private volatile bool disposed;

    /// <summary>Reads.</summary>
    /// <exception cref="HubDataException">The database can't be read; says what to do.</exception>
    public T Read<T>(Func<SqliteSession, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var session = Explained(Rent);
        try
        {
            return Explained(() => read(session));
        }
        finally
        {
            Return(session);
        }
    }

    /// <summary>Reads a stream from a snapshot of its own.</summary>
    /// <exception cref="HubDataException">The database can't be read; says what to do.</exception>
    public IEnumerable<T> Stream<T>(Func<SqliteSession, IEnumerable<T>> read)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var session = Explained(Rent);
        try
        {
            session.Execute("BEGIN");
            using var items = read(session).GetEnumerator();
            while (Explained(items.MoveNext)) yield return items.Current;
        }
        finally
        {
            Return(session);
        }
    }

    /// <summary>Takes a session for longer than a call: a backup's snapshot. Give it back by <see cref="Return"/>.</summary>
    public SqliteSession Rent()
    {
        if (idle.TryTake(out var session)) return session;
        session = new SqliteSession(file, busyTimeout);
        session.Execute("PRAGMA query_only=1");
        return session;
    }

    /// <summary>Gives a session back.</summary>
    public void Return(SqliteSession session)
    {
        session.RollBack();
        idle.Add(session);
        if (disposed) CloseIdle();
    }

    public void Dispose()
    {
        disposed = true;
        CloseIdle();
    }

    private T Explained<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException error) when (SqliteFaults.Explain(error, file) is { } explained)
        {
            throw explained;
        }
    }

    private void CloseIdle()
    {
        while (idle.TryTake(out var session)) session.Dispose();
    }
}
