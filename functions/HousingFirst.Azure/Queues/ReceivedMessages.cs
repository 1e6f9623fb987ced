using System.Text;
using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using HousingFirst.Hub.Pacing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using NodaTime;

namespace HousingFirst.Azure.Queues;

/// <summary>Messages as Service Bus gives them, read as the hub's local door reads them: the same bytes, whatever the client library.</summary>
public static class ReceivedMessages
{
    /// <summary>A message from a queue, before anything about it is believed.</summary>
    public static InboundMessage From(string queue, ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new InboundMessage(
            queue, message.MessageId, BodyOf(message.GetRawAmqpMessage().Body), Text(message, Signature.Property), message.DeliveryCount,
            Instant.FromDateTimeOffset(message.EnqueuedTime))
        {
            Paced = Text(message, PaceAgency.Property),
        };
    }

    private static string? Text(ServiceBusReceivedMessage message, string property) =>
        message.ApplicationProperties.TryGetValue(property, out var value) ? value as string : null;

    /// <summary>Data as one piece of bytes; a text or binary value as its bytes. Anything else is an empty body, which nobody has signed.</summary>
    private static ReadOnlyMemory<byte> BodyOf(AmqpMessageBody body)
    {
        if (body.TryGetData(out var data)) return data!.ToArray() is [var one] ? one : data!.SelectMany(piece => piece.ToArray()).ToArray();
        if (!body.TryGetValue(out var value)) return ReadOnlyMemory<byte>.Empty;
        return value switch
        {
            string text => Encoding.UTF8.GetBytes(text),
            byte[] bytes => bytes,
            ReadOnlyMemory<byte> bytes => bytes,
            _ => ReadOnlyMemory<byte>.Empty,
        };
    }
}
