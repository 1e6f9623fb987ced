using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace HousingFirst.Local.Storage;

/// <summary>
/// The one writer of this process. Work that arrives while a commit waits for the disk shares the next one: a transaction a group, one
/// flush a transaction, and no caller is answered before its group is on the disk.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int LargestGroup = 512;
    private const int LongestQueue = 8192;

    private readonly Channel<WriteWork> queue = Channel.CreateBounded<WriteWork>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
    private readonly Func<SqliteSession> open;
    private readonly string file;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteSession? session;
    private WriteTransaction? transaction;
    private long groups;
    private long items;

    /// <summary>Starts the writer's thread; <paramref name="open"/> opens its connection when the first work comes, and again after one broke.</summary>
    public SqliteWriter(string file, Func<SqliteSession> open)
    {
        this.file = file;
        this.open = open;
        new Thread(Write) { IsBackground = true, Name = "hub writer" }.Start();
    }

    /// <summary>How many groups were committed.</summary>
    public long Groups => Interlocked.Read(ref groups);

    /// <summary>How many pieces of work those groups held.</summary>
    public long Items => Interlocked.Read(ref items);

    /// <summary>
    /// Runs <paramref name="work"/> in a group's transaction. Ends when it is on the disk; cancelling counts until the work begins.
    /// Work that throws spoils nothing of its group's.
    /// </summary>
    /// <exception cref="HubDataException">The database can't be written; says what to do. Nothing was written.</exception>
    public async Task<T> WriteAsync<T>(Func<WriteTransaction, T> work, CancellationToken cancellation)
    {
        var item = new WriteWork<T>(work, cancellation);
        try
        {
            await queue.Writer.WriteAsync(item, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteWriter), "The hub's database is closed.");
        }

        return await item.Completion;
    }

    /// <summary>Commits what was given and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await ended.Task;
    }

    private void Write()
    {
        var group = new List<WriteWork>(LargestGroup);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            // Where this thread shares its core with its callers, it gives way until they have nothing more to bring: every caller that can go on
            // shares the flush. Where nobody waits for the core, giving way costs a microsecond.
            while (Take(group) && group.Count < LargestGroup) Thread.Yield();
            if (group.Count > 0) RunGroup(group);
            group.Clear();
        }

        session?.Dispose();
        ended.SetResult();
    }

    /// <summary>Takes what waits.</summary>
    /// <returns>Whether anything did.</returns>
    private bool Take(List<WriteWork> group)
    {
        var before = group.Count;
        while (group.Count < LargestGroup && queue.Reader.TryRead(out var work))
        {
            if (!work.EndIfCancelled()) group.Add(work);
        }

        return group.Count > before;
    }

    private void RunGroup(List<WriteWork> group, bool withCare = false)
    {
        try
        {
            Commit(group, withCare);
        }
        catch (ConflictAfterWritesException) when (!withCare)
        {
            RollBack();
            RunGroup(group, withCare: true);
            return;
        }
        catch (SqliteException error) when (SqliteFaults.Explain(error, file) is { } explained)
        {
            // The store's fault, not one item's: every caller hears it and may try again. The next group finds out whether it is over.
            RollBack();
            foreach (var work in group) work.Fail(explained);
            return;
        }
        catch (Exception error)
        {
            // One item's fault: the others are run again, each alone.
            RollBack();
            if (group.Count == 1) group[0].Fail(error);
            else
                foreach (var work in group) RunGroup([work], withCare);
            return;
        }

        Interlocked.Increment(ref groups);
        Interlocked.Add(ref items, group.Count);
        foreach (var work in group) work.Succeed();
    }

    private void Commit(List<WriteWork> group, bool withCare)
    {
        session ??= open();
        transaction ??= new WriteTransaction(session);
        transaction.Begin(withCare);
        foreach (var work in group) work.Run(transaction);
        transaction.Commit();
    }

    private void RollBack()
    {
        try
        {
            session?.RollBack();
        }
        catch (SqliteException)
        {
            // A connection that can't even roll back is closed, which ends its transaction; the next group opens another.
            session!.Dispose();
            (session, transaction) = (null, null);
        }
    }
}
