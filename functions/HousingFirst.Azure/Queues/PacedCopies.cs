using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using HousingFirst.Hub.Pacing;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Azure.Queues;

/// <summary>
/// Puts copies of messages on their own queue that come at a later place: Service Bus holds them until then, on Basic too. Everything of the message is
/// kept, so that it still proves its sender; its time to live, at most the queue's, begins when it comes.
/// </summary>
public sealed class PacedCopies(ServiceBusClient client) : IAsyncDisposable
{
    /// <summary>A sender is a link of its own, made once.</summary>
    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new(StringComparer.Ordinal);

    /// <summary>Puts a copy on the queue, durable when it returns.</summary>
    /// <exception cref="ServiceBusException">The queue does not take it: the message itself must stay.</exception>
    public async Task PutAsync(string queue, ServiceBusReceivedMessage message, Settlement.Later later, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(later);
        var copy = new ServiceBusMessage(message) { ScheduledEnqueueTime = later.At.ToDateTimeOffset() };
        copy.ApplicationProperties[PaceAgency.Property] = later.Mark;
        await senders.GetOrAdd(queue, client.CreateSender).SendMessageAsync(copy, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var sender in senders.Values) await sender.DisposeAsync();
    }
}
