namespace HousingFirst.Hub.Queues;

/// <summary>Follows messages that the hub has put on its own queue of client changes, to say what became of them.</summary>
public interface IFollowChanges
{
    /// <summary>Waits until a running hub has taken them, or nothing moves any more. Nothing is thrown for what can't be seen.</summary>
    /// <param name="messages">Their ids.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<FollowedChanges> FollowAsync(IReadOnlyCollection<string> messages, CancellationToken cancellation);
}

/// <summary>What became of messages.</summary>
/// <param name="IsRunning">Whether a hub takes them now.</param>
/// <param name="Waiting">How many are still on the queue, or may be: what can't be seen waits.</param>
/// <param name="Refused">Why those of them are dead letters that are; no client's data is in it.</param>
public sealed record FollowedChanges(bool IsRunning, int Waiting, IReadOnlyList<string> Refused);
