using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Types;
using HousingFirst.Local.Storage;
using EventId = Amqp.Handler.EventId;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>A queue's message as Service Bus's clients expect it (https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide).</summary>
internal sealed class DeliveredMessage : Message
{
    private int ended;

    private DeliveredMessage(QueueMessage message, int deliveriesBefore)
    {
        BodySection = new Data { Binary = message.Body };
        Header = new Header
        {
            Durable = true,
            Ttl = (uint)Math.Clamp((message.ExpiresAt - message.EnqueuedAt).TotalMilliseconds, 0, uint.MaxValue),
            DeliveryCount = (uint)deliveriesBefore,
        };
        Properties = new Properties { CreationTime = message.EnqueuedAt.ToDateTimeUtc(), AbsoluteExpiryTime = message.ExpiresAt.ToDateTimeUtc() };
        if (message.MessageId is { } id) Properties.MessageId = id;
        if (message.ContentType is { } type) Properties.ContentType = type;
        MessageAnnotations = new MessageAnnotations();
        Annotate("x-opt-sequence-number", message.Sequence);
        Annotate("x-opt-enqueue-sequence-number", message.Sequence);
        Annotate("x-opt-enqueued-time", message.EnqueuedAt.ToDateTimeUtc());
        if (message.Properties.Count == 0 && message.DeadLetter is null) return;
        ApplicationProperties = new ApplicationProperties();
        foreach (var (name, value) in message.Properties) ApplicationProperties[name] = value;
        if (message.DeadLetter is not { } cause) return;
        ApplicationProperties[Settlement.ReasonKey] = cause.Reason;
        if (cause.Description is { } description) ApplicationProperties[Settlement.DescriptionKey] = description;
    }

    /// <summary>The lock it was delivered under.</summary>
    public Guid LockToken { get; private init; }

    /// <summary>A message under its lock.</summary>
    public static DeliveredMessage Of(LockedMessage held)
    {
        var message = new DeliveredMessage(held.Message, held.Message.DeliveryCount - 1) { LockToken = held.LockToken };
        message.Annotate("x-opt-locked-until", held.LockedUntil.ToDateTimeUtc());
        return message;
    }

    /// <summary>A message that is only looked at.</summary>
    public static DeliveredMessage Peeked(QueueMessage message)
    {
        const int Active = 0;
        const int Scheduled = 2;
        var peeked = new DeliveredMessage(message, message.DeliveryCount);
        peeked.Annotate("x-opt-message-state", message.State == MessageState.Scheduled ? Scheduled : Active);
        return peeked;
    }

    /// <summary>Whether this is the first time that the receiver settles it.</summary>
    public bool EndsNow() => Interlocked.Exchange(ref ended, 1) == 0;

    private void Annotate(string name, object value) => MessageAnnotations[new Symbol(name)] = value;

    /// <summary>Makes the lock's token the delivery's tag, by which the SDKs know it; the library would count from zero.</summary>
    internal sealed class Tags : IHandler
    {
        /// <inheritdoc/>
        public bool CanHandle(EventId id) => id == EventId.SendDelivery;

        /// <inheritdoc/>
        public void Handle(Event protocolEvent)
        {
            // The library asks whether sending is handled, and tells of receiving then too.
            if (protocolEvent is { Id: EventId.SendDelivery, Context: IDelivery { Message: DeliveredMessage sent } delivery })
                delivery.Tag = sent.LockToken.ToByteArray();
        }
    }
}
