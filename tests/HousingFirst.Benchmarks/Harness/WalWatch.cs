using System.Buffers.Binary;
using HousingFirst.Local.Storage;

namespace HousingFirst.Benchmarks.Harness;

/// <summary>
/// Counts what a database writes from outside, without a call into SQLite: the index beside the write-ahead log begins with the number of
/// commits and of the last frame (https://sqlite.org/walformat.html, section 2.1). Looks often enough to see every start of the log anew.
/// </summary>
internal sealed class WalWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    private readonly FileStream index;
    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;
    private uint firstCommit, commit, frame;
    private ulong salt;
    private long frames;
    private int pageSize;

    private WalWatch(FileStream index)
    {
        this.index = index;
        Look(first: true);
        watching = WatchAsync();
    }

    /// <summary>Begins to watch a database that a process has open.</summary>
    public static WalWatch Start(string folder) => new(new FileStream(
        Path.Combine(folder, HubDatabase.FileName + "-shm"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));

    /// <summary>Commits, and bytes written into the log, since the start.</summary>
    public (long Commits, long Bytes) Read()
    {
        lock (stop)
        {
            Look(first: false);
            return (commit - firstCommit, frames * (pageSize + 24));
        }
    }

    /// <summary>Ends. Closing the file gives back every lock this process has on it: dispose after any connection to the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        await index.DisposeAsync();
        stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Every, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (stop) Look(first: false);
        }
    }

    private void Look(bool first)
    {
        Span<byte> header = stackalloc byte[48];
        // Two copies of the header lie one after the other; while they differ, a commit is writing them.
        Span<byte> copy = stackalloc byte[48];
        do
        {
            RandomAccess.Read(index.SafeFileHandle, header, 0);
            RandomAccess.Read(index.SafeFileHandle, copy, 48);
        }
        while (!header.SequenceEqual(copy));

        var lastFrame = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        var log = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
        commit = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        pageSize = BinaryPrimitives.ReadUInt16LittleEndian(header[14..]);
        if (first) firstCommit = commit;
        else frames += log == salt ? lastFrame - frame : lastFrame;
        (frame, salt) = (lastFrame, log);
    }
}
