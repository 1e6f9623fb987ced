using System.Collections.Concurrent;

namespace HousingFirst.Local.Storage;

/// <summary>Tells this process's waiters that something came to a queue.</summary>
internal sealed class QueueSignals
{
    private readonly ConcurrentDictionary<QueueAddress, TaskCompletionSource> waiting = new();

    /// <summary>Ends when <see cref="Raise"/> is called next.</summary>
    public Task Next(QueueAddress address) => waiting.GetOrAdd(address, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Wakes every waiter of the queue.</summary>
    public void Raise(QueueAddress address)
    {
        if (waiting.TryRemove(address, out var signal)) signal.TrySetResult();
    }
}
