using Azure.Messaging.ServiceBus;
using HousingFirst.Hub.Queues;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Azure.Queues;

/// <summary>Follows changes by looking: what lies neither on the queue nor among its dead letters was taken.</summary>
public sealed partial class ServiceBusChanges(ServiceBusPeek peek, TimeProvider time, ILogger<ServiceBusChanges> log) : IFollowChanges
{
    /// <summary>A queue, or its dead letters, is looked through so far.</summary>
    private const int Most = 5_000;

    /// <summary>Each look costs an operation for every 250 messages.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>An instance may have to start first: so long without a message taken, and it is left to itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>An answer over HTTP may take 230 seconds.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    /// <summary>There is always an instance, or one that starts for a message.</summary>
    public bool IsRunning => true;

    /// <inheritdoc/>
    public async Task<int> WaitAsync(IReadOnlyCollection<string> messages, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var waiting = messages.Count;
        var began = time.GetTimestamp();
        var moved = began;
        while (waiting > 0 && time.GetElapsedTime(moved) < Patience && time.GetElapsedTime(began) < Longest)
        {
            if (await LookAsync(SubQueue.None, messages, cancellation) is not { } there) return waiting;
            if (there.Count < waiting) moved = time.GetTimestamp();
            waiting = there.Count;
            if (waiting > 0) await Task.Delay(Pause, time, cancellation);
        }

        return waiting;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> RefusedAsync(IReadOnlyCollection<string> messages, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var dead = messages.Count == 0 ? [] : await LookAsync(SubQueue.DeadLetter, messages, cancellation) ?? [];
        return [.. dead.Select(m => m.DeadLetterErrorDescription ?? m.DeadLetterReason ?? string.Empty)];
    }

    /// <summary>Those of the messages that lie there; null where that can't be seen now.</summary>
    private async Task<IReadOnlyList<ServiceBusReceivedMessage>?> LookAsync(SubQueue part, IReadOnlyCollection<string> messages, CancellationToken cancellation)
    {
        var wanted = messages.ToHashSet(StringComparer.Ordinal);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Patience);
        try
        {
            return await peek.AllAsync(QueueNames.ClientChanges, part, Most, limited.Token).Where(m => wanted.Contains(m.MessageId)).ToArrayAsync(limited.Token);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            NotSeen(log, fault.GetType().Name, fault);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The queue of client changes can't be looked at ({Fault}): what became of messages isn't known yet.")]
    private static partial void NotSeen(ILogger log, string fault, Exception error);
}
