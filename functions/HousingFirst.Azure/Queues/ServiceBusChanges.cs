using Azure.Messaging.ServiceBus;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Azure.Queues;

/// <summary>Follows changes by looking: what lies neither on the queue nor among its dead letters was taken.</summary>
public sealed class ServiceBusChanges(ServiceBusPeek peek, TimeProvider time) : IFollowChanges
{
    /// <summary>The queue, or its dead letters, is looked through so far.</summary>
    public const int Most = 5_000;

    /// <summary>Each look costs an operation for every 250 messages.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>An instance may have to start first: so long without a message taken, and it is left to itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>An answer over HTTP may take 230 seconds.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    /// <inheritdoc/>
    public async Task<FollowedChanges> FollowAsync(IReadOnlyCollection<string> messages, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(messages);
        // There is always an instance, or one that starts for a message.
        var waiting = await WaitAsync(messages, cancellation);
        return waiting == messages.Count ? new FollowedChanges(true, waiting, [])
            : await LookAsync(SubQueue.DeadLetter, messages, cancellation) is { } dead
                ? new FollowedChanges(true, waiting, [.. dead.Select(m => m.DeadLetterErrorDescription ?? m.DeadLetterReason ?? string.Empty)])
                : new FollowedChanges(true, messages.Count, []);
    }

    private async Task<int> WaitAsync(IReadOnlyCollection<string> messages, CancellationToken cancellation)
    {
        var waiting = messages.Count;
        var began = time.GetTimestamp();
        var moved = began;
        while (waiting > 0 && time.GetElapsedTime(moved) < Patience && time.GetElapsedTime(began) < Longest)
        {
            if (await LookAsync(SubQueue.None, messages, cancellation) is not { } there) return messages.Count;
            if (there.Count < waiting) moved = time.GetTimestamp();
            waiting = there.Count;
            if (waiting > 0) await Task.Delay(Pause, time, cancellation);
        }

        return waiting;
    }

    /// <summary>Those of the messages that lie there; null where that can't be seen now.</summary>
    private async Task<IReadOnlyList<ServiceBusReceivedMessage>?> LookAsync(SubQueue part, IReadOnlyCollection<string> messages, CancellationToken cancellation)
    {
        var wanted = messages.ToHashSet(StringComparer.Ordinal);
        var there = new List<ServiceBusReceivedMessage>();
        return await peek.SeeAsync(QueueNames.ClientChanges, part, Most, IsSeen, cancellation) ? there : null;

        bool IsSeen(ServiceBusReceivedMessage message)
        {
            if (wanted.Contains(message.MessageId)) there.Add(message);
            return true;
        }
    }
}
