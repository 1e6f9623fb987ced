namespace HousingFirst.Hub.Queues;

/// <summary>
/// Follows messages that the hub has put on its own queue of client changes, to say what became of them. What can't be seen is said to wait still:
/// nothing is thrown for it.
/// </summary>
public interface IFollowChanges
{
    /// <summary>Whether a hub takes them now.</summary>
    bool IsRunning { get; }

    /// <summary>Waits until a running hub has taken them, or nothing moves any more.</summary>
    /// <param name="messages">Their ids.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>How many are still on the queue.</returns>
    Task<int> WaitAsync(IReadOnlyCollection<string> messages, CancellationToken cancellation);

    /// <summary>Why those of them are dead letters that are: no client's data is in it.</summary>
    /// <param name="messages">Their ids.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<IReadOnlyList<string>> RefusedAsync(IReadOnlyCollection<string> messages, CancellationToken cancellation);
}
