using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using HousingFirst.Hub.Queues;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Azure.Queues;

/// <summary>
/// Sends to the queues of a Service Bus namespace, each message by itself: in its order on a queue, several queues at once. A queue that takes
/// nothing (missing, shut, full) holds up nobody else: its messages count as <see cref="SendOutcome.Unknown"/>, and after two working days go by
/// mail. When the namespace can't be reached that is a fault: everything is sent again, under the same ids.
/// </summary>
public sealed partial class ServiceBusQueueSender(ServiceBusClient client, ILogger<ServiceBusQueueSender> log) : IQueueSender, IAsyncDisposable
{
    private const int QueuesAtOnce = 8;

    /// <summary>A sender is a link of its own, made once.</summary>
    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <exception cref="IOException">The namespace can't be reached, or refuses the hub: nothing is lost, and what was sent may come twice, with the same id.</exception>
    public async ValueTask<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var outcomes = new SendOutcome[messages.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, messages.Count).GroupBy(i => messages[i].Queue, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = QueuesAtOnce, CancellationToken = cancellation },
            async (queue, stop) =>
            {
                foreach (var i in queue) outcomes[i] = await OneAsync(messages[i], stop);
            });
        return outcomes;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var sender in senders.Values) await sender.DisposeAsync();
    }

    private async ValueTask<SendOutcome> OneAsync(OutgoingMessage message, CancellationToken cancellation)
    {
        try
        {
            await senders.GetOrAdd(message.Queue, client.CreateSender).SendMessageAsync(Written(message), cancellation);
            return SendOutcome.Sent;
        }
        catch (ServiceBusException refused) when (IsTheQueues(refused.Reason))
        {
            QueueRefused(log, message.Queue, refused.Reason);
            return SendOutcome.Unknown;
        }
        catch (ServiceBusException fault)
        {
            throw new IOException($"Service Bus could not take a message ({fault.Reason}).", fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new IOException("Service Bus refused the hub: give its identity the role Azure Service Bus Data Sender on the namespace.", fault);
        }
    }

    private static bool IsTheQueues(ServiceBusFailureReason reason) => reason is ServiceBusFailureReason.MessagingEntityNotFound
        or ServiceBusFailureReason.MessagingEntityDisabled or ServiceBusFailureReason.QuotaExceeded or ServiceBusFailureReason.MessageSizeExceeded;

    private static ServiceBusMessage Written(OutgoingMessage message)
    {
        var written = new ServiceBusMessage(message.Body) { MessageId = message.MessageId, ContentType = OutgoingMessage.ContentType };
        foreach (var (name, value) in message.Properties) written.ApplicationProperties[name] = value;
        return written;
    }

    [LoggerMessage(LogLevel.Error, "Queue {Queue} takes no messages ({Reason}): deploy it again, or have its agency empty it. What was for it goes by mail after two working days.")]
    private static partial void QueueRefused(ILogger log, string queue, ServiceBusFailureReason reason);
}
