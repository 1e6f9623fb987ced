using NodaTime;

namespace HousingFirst.Local.Storage;

/// <summary>A message as a queue holds it.</summary>
/// <param name="Address">Its queue, or that queue's dead-letter queue.</param>
/// <param name="Sequence">Its number, the same for as long as it lives, also as a dead letter.</param>
/// <param name="MessageId">The sender's id, or null.</param>
/// <param name="Body">The bytes as sent.</param>
/// <param name="ContentType">The content type, or null.</param>
/// <param name="Properties">Application properties.</param>
/// <param name="State">Whether it can be received.</param>
/// <param name="DeliveryCount">How often it was received: 1 at the first delivery, 0 before.</param>
/// <param name="EnqueuedAt">When it became, or will become, part of the queue (UTC).</param>
/// <param name="ExpiresAt">When it becomes a dead letter if nobody has completed it.</param>
/// <param name="DeadLetter">Why it is a dead letter; null where it is none.</param>
internal sealed record QueueMessage(
    QueueAddress Address,
    long Sequence,
    string? MessageId,
    byte[] Body,
    string? ContentType,
    IReadOnlyDictionary<string, string> Properties,
    MessageState State,
    int DeliveryCount,
    Instant EnqueuedAt,
    Instant ExpiresAt,
    DeadLetterCause? DeadLetter);

/// <summary>Whether a message can be received.</summary>
internal enum MessageState
{
    /// <summary>Now.</summary>
    Ready = 0,

    /// <summary>A receiver has it.</summary>
    Locked = 1,

    /// <summary>Later.</summary>
    Scheduled = 2,
}

/// <summary>Why a message is a dead letter, and since when (UTC).</summary>
internal sealed record DeadLetterCause(string Reason, string? Description, Instant At);

/// <summary>A received message: nobody else gets it until the lock ends.</summary>
/// <param name="Message">The message.</param>
/// <param name="LockToken">Proves the lock to every call that settles or renews.</param>
/// <param name="LockedUntil">When the lock ends by itself (UTC).</param>
internal sealed record LockedMessage(QueueMessage Message, Guid LockToken, Instant LockedUntil);

/// <summary>What became of a call that needs a lock.</summary>
internal enum LockOutcome
{
    /// <summary>Done, and durable.</summary>
    Done,

    /// <summary>The lock has ended, or never was: the message may be another receiver's, or gone. Nothing was changed.</summary>
    Lost,
}

/// <summary>How many messages a queue holds.</summary>
/// <param name="Queue">The queue's name.</param>
/// <param name="Active">To be received, now or when their lock ends.</param>
/// <param name="Scheduled">To be received later.</param>
/// <param name="Dead">In the dead-letter queue.</param>
internal sealed record QueueCount(string Queue, long Active, long Scheduled, long Dead);
