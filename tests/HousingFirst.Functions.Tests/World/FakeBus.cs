using Azure.Messaging.ServiceBus;
using HousingFirst.Hub.Pacing;
using HousingFirst.Hub.Senders;

namespace HousingFirst.Functions.Tests.World;

/// <summary>A namespace that keeps what is sent to it, or refuses it.</summary>
public sealed class FakeBus : ServiceBusClient
{
    /// <summary>What was sent, by queue.</summary>
    public List<(string Queue, ServiceBusMessage Message)> Sent { get; } = [];

    /// <summary>What lies on queues, and can be looked at.</summary>
    public List<(string Queue, ServiceBusReceivedMessage Message)> Lying { get; } = [];

    /// <summary>What lies among the dead letters of queues.</summary>
    public List<(string Queue, ServiceBusReceivedMessage Message)> Dead { get; } = [];

    /// <summary>Called before each look.</summary>
    public Action? Looked { get; set; }

    /// <summary>What sending throws.</summary>
    public Exception? Fault { get; set; }

    /// <summary>A sent message as it comes from its queue.</summary>
    public static ServiceBusReceivedMessage Come(ServiceBusMessage sent) => ServiceBusModelFactory.ServiceBusReceivedMessage(
        body: sent.Body,
        messageId: sent.MessageId,
        deliveryCount: 1,
        enqueuedTime: sent.ScheduledEnqueueTime,
        properties: new Dictionary<string, object>
        {
            [Signature.Property] = sent.ApplicationProperties[Signature.Property],
            [PaceAgency.Property] = sent.ApplicationProperties[PaceAgency.Property],
        });

    public override ServiceBusSender CreateSender(string queueOrTopicName) => new Sender(this, queueOrTopicName);

    public override ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options) =>
        new Receiver(() =>
        {
            Looked?.Invoke();
            return [.. (options.SubQueue == SubQueue.None ? Lying : Dead).Where(l => l.Queue == queueName).Select(l => l.Message)];
        });

    private sealed class Receiver(Func<IReadOnlyList<ServiceBusReceivedMessage>> look) : ServiceBusReceiver
    {
        private bool isSeen;

        public override Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
            int maxMessages, long? fromSequenceNumber = null, CancellationToken cancellationToken = default)
        {
            var messages = isSeen ? [] : look();
            isSeen = true;
            return Task.FromResult(messages);
        }

        public override Task CloseAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }

    private sealed class Sender(FakeBus bus, string queue) : ServiceBusSender
    {
        public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (bus.Fault is { } fault) throw fault;
            bus.Sent.Add((queue, message));
            return Task.CompletedTask;
        }

        public override Task CloseAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
