using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>What the AMQP door is made of.</summary>
/// <param name="Door">What it shares with the HTTP door.</param>
/// <param name="Log">The door's log.</param>
internal sealed record AmqpDoorParts(DoorParts Door, ILogger Log)
{
    /// <summary>Puts messages on a queue, all or none; durable when it ends. Gives their numbers.</summary>
    public Func<string, IReadOnlyList<NewMessage>, Task<IReadOnlyList<long>>> KeepAsync { get; init; } =
        (queue, messages) => Door.Queues.SendAsync(queue, messages, CancellationToken.None);

    /// <summary>What it bears.</summary>
    public AmqpLimits Limits { get; init; } = new();

    /// <summary>Seconds of callers on the line.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
