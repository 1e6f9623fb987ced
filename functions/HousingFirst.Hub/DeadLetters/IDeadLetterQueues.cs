using NodaTime;

namespace HousingFirst.Hub.DeadLetters;

/// <summary>The dead-letter queues, where the messages themselves are: an operator looks, puts back, takes away. Nobody else is held up by it.</summary>
public interface IDeadLetterQueues
{
    /// <summary>Every dead letter, in the order of its queue.</summary>
    /// <exception cref="IOException">The queues can't be read.</exception>
    ValueTask<IReadOnlyList<DeadLetterMessage>> ListAsync(CancellationToken cancellation);

    /// <summary>Puts a dead letter back on its queue as a new message: same bytes, same properties, and so the same CloudEvents id.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="sequence">The dead letter's number.</param>
    /// <param name="cancellation">Stops it: the message is then on the queue, a dead letter, or both; never neither.</param>
    /// <returns>What it became; null where there is no such dead letter, or somebody holds it.</returns>
    /// <exception cref="IOException">The queues failed: as when cancelled.</exception>
    ValueTask<ReplayedMessage?> ReplayAsync(string queue, long sequence, CancellationToken cancellation);

    /// <summary>Removes a dead letter for good.</summary>
    /// <returns>False where there is no such dead letter, or somebody holds it.</returns>
    /// <exception cref="IOException">The queues failed.</exception>
    ValueTask<bool> DiscardAsync(string queue, long sequence, CancellationToken cancellation);
}

/// <summary>A dead letter as its queue holds it. Its body may hold a client's data.</summary>
/// <param name="Queue">The queue it was on.</param>
/// <param name="Sequence">Its number there.</param>
/// <param name="MessageId">The sender's id, or null.</param>
/// <param name="Body">The bytes as sent.</param>
/// <param name="DeliveryCount">How often it was received.</param>
/// <param name="EnqueuedAt">When the queue took it (UTC), as exactly as the queue tells.</param>
/// <param name="Reason">The reason's code: the hub's, or the broker's own.</param>
/// <param name="Description">What, where, which rule, the mend; null where the broker wrote none.</param>
public sealed record DeadLetterMessage(
    string Queue, long Sequence, string? MessageId, ReadOnlyMemory<byte> Body, int DeliveryCount, Instant EnqueuedAt, string Reason, string? Description);

/// <summary>A dead letter that is back on its queue.</summary>
/// <param name="Sequence">Its new number, where the queue tells.</param>
public sealed record ReplayedMessage(long? Sequence);
