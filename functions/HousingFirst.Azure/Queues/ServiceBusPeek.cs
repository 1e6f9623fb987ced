using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Azure.Queues;

/// <summary>Looks at what lies on a queue, or among its dead letters. Looking (a peek) locks nothing, and sees also what somebody holds.</summary>
/// <remarks>https://learn.microsoft.com/azure/service-bus-messaging/message-browsing</remarks>
public sealed partial class ServiceBusPeek(ServiceBusClient client, ILogger<ServiceBusPeek> log)
{
    /// <summary>Service Bus gives so many at a time, or fewer.</summary>
    private const int Page = 250;

    /// <summary>Somebody waits for a count.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>What lies there, oldest first.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="part">The queue itself, or its dead letters.</param>
    /// <param name="most">No more are given.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ServiceBusException">The namespace doesn't answer.</exception>
    /// <exception cref="UnauthorizedAccessException">The hub may not receive there.</exception>
    public async IAsyncEnumerable<ServiceBusReceivedMessage> AllAsync(
        string queue, SubQueue part, int most, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var receiver = client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = part });
        for (var left = most; left > 0;)
        {
            // The next after those it gave before.
            var messages = await receiver.PeekMessagesAsync(Math.Min(Page, left), cancellationToken: cancellation);
            if (messages.Count == 0) yield break;
            left -= messages.Count;
            foreach (var message in messages) yield return message;
        }
    }

    /// <summary>How many messages wait on a queue, up to so many; null where that can't be seen now.</summary>
    public async ValueTask<int?> CountAsync(string queue, int most, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Patience);
        try
        {
            return await AllAsync(queue, SubQueue.None, most, limited.Token).CountAsync(limited.Token);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            NotSeen(log, queue, fault.GetType().Name, fault);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} can't be looked at ({Fault}): how much waits there isn't known.")]
    private static partial void NotSeen(ILogger log, string queue, string fault, Exception error);
}
