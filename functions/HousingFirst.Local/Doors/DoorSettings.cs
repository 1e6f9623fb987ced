using HousingFirst.Hub.Queues;
using NodaTime;

namespace HousingFirst.Local.Doors;

/// <summary>What an operator may set of the doors.</summary>
internal sealed record DoorSettings
{
    /// <summary>The most bytes of one send, a batch counted whole, as Service Bus Basic takes. The hub's own limit of a message is lower.</summary>
    public const int LargestBody = QueueNames.LargestSend;

    /// <summary>The longest any message waits, as in Service Bus Basic.</summary>
    public static Duration LongestTimeToLive { get; } = Duration.FromDays(14);

    /// <summary>How long a received message is locked.</summary>
    public Duration LockDuration { get; init; } = Duration.FromSeconds(60);

    /// <summary>The longest a receive waits for a message, and how long it waits where it doesn't say.</summary>
    public Duration LongestWait { get; init; } = Duration.FromSeconds(60);

    /// <summary>Messages an agency may send in a minute, urgent ones not counted.</summary>
    public int MessagesPerMinute { get; init; } = 600;
}
