using System.Globalization;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using HousingFirst.Local.Doors.ServiceBusRest;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// AMQP messages as the queues keep them: body bytes, application properties as texts, and what a queue acts on. What is in the body is judged
/// later, by the hub, with a dead letter: the same on every door and in the cloud.
/// </summary>
internal static class IncomingMessage
{
    /// <summary>Service Bus's own message format: each data section is a whole message; all or none are kept.</summary>
    public const uint BatchFormat = 0x80013700;

    private const int LongestId = 128;

    /// <summary>Decodes a message, or null for bytes that are none.</summary>
    public static Message? Decode(ByteBuffer buffer)
    {
        if (!AmqpEncoding.IsWhole(buffer.Buffer.AsSpan(buffer.Offset, buffer.Length))) return null;
        try
        {
            var message = Message.Decode(buffer);
            // A value is decoded when it is asked for: here, where it may fail.
            _ = (message.BodySection as AmqpValue)?.Value;
            return HasNullSection(message) ? null : message;
        }
#pragma warning disable CA1031 // The library meets sections of the wrong type with whatever the runtime throws, and a stranger may send any.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>Sections of a map or bytes may hold neither; the library then has null where it says there is none.</summary>
    private static bool HasNullSection(Message message) =>
        message is { DeliveryAnnotations.Map: null } or { MessageAnnotations.Map: null } or { ApplicationProperties.Map: null } or { Footer.Map: null }
        || message.BodySection is Data { Buffer: null }
        || (message.BodySection is DataList list && Enumerable.Range(0, list.Count).Any(i => list[i].Buffer is null));

    /// <summary>The messages of a transfer: one, or a batch's.</summary>
    /// <param name="message">As the library decoded it.</param>
    /// <param name="messages">At least one.</param>
    /// <returns>Null, or what is wrong and the mend.</returns>
    public static Error? Read(Message message, out IReadOnlyList<NewMessage> messages)
    {
        messages = [];
        if (message.Format == 0)
        {
            if (One(message, out var only) is { } defect) return defect;
            messages = [only!];
            return null;
        }

        if (message.Format != BatchFormat)
            return Conditions.Of(Conditions.NotImplemented, "The message format is neither AMQP's own (0) nor Service Bus's batch (0x80013700). Nothing was kept.");
        var read = new List<NewMessage>();
        foreach (var part in Parts(message))
        {
            if (Decode(part) is not { } inner)
                return Conditions.Of(Conditions.DecodeError, $"Data section {read.Count} of the batch isn't an encoded AMQP message. Nothing of the batch was kept.");
            if (One(inner, out var one) is { } defect) return defect;
            read.Add(one!);
        }

        if (read.Count == 0) return Wrong("the batch is empty; send at least one message");
        messages = read;
        return null;
    }

    private static Error? One(Message message, out NewMessage? read)
    {
        read = null;
        if (message.Properties?.GroupId is not null)
            return Wrong("`group-id`: the queues have no sessions (Service Bus Basic has none); leave it (sessionId) out");
        if (!TryReadId(message.Properties?.GetMessageId(), out var id))
            return Wrong($"`message-id`: not 1 to {LongestId} characters, a number or a UUID; shorten it, or leave it out");
        if (Body(message) is not { } body)
            return Wrong("the body is neither data, nor one binary or text value; send the event's bytes as a data section");
        var scheduled = message.MessageAnnotations?.Map[new Symbol("x-opt-scheduled-enqueue-time")] as DateTime?;
        var lifetime = message.Header is { } header && header.HasField(2) ? header.Ttl : (uint?)null;
        if (lifetime == 0) return Wrong("`ttl`: not over zero; leave it out for 14 days");
        var broker = new BrokerProperties
        {
            MessageId = id,
            TimeToLive = lifetime is { } milliseconds ? Duration.Min(Duration.FromMilliseconds(milliseconds), DoorSettings.LongestTimeToLive) : null,
            ScheduledFor = scheduled is { } time ? Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null,
        };
        read = BatchBody.Outgoing(broker, body, message.Properties?.ContentType, Properties(message));
        return null;
    }

    /// <summary>The application properties that every door can give out again; a tracing header of an SDK stays behind, as in HTTP.</summary>
    private static Dictionary<string, string> Properties(Message message)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (message.ApplicationProperties is not { } sent) return properties;
        foreach (var (key, value) in sent.Map)
        {
            if (key is not string name || !PropertyHeaders.CanCarry(name)) continue;
            if (Text(value) is { } text) properties[PropertyHeaders.Name(name)] = text;
        }

        return properties;
    }

    private static string? Text(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };

    private static bool TryReadId(object? sent, out string? id)
    {
        id = sent switch
        {
            null => null,
            byte[] bytes => Convert.ToHexStringLower(bytes),
            _ => Text(sent),
        };
        return id is null or { Length: > 0 and <= LongestId };
    }

    private static byte[]? Body(Message message) => message.BodySection switch
    {
        Data data => data.Binary,
        DataList => Joined([.. Parts(message)]),
        AmqpValue { Value: string text } => Encoding.UTF8.GetBytes(text),
        AmqpValue { Value: byte[] bytes } => bytes,
        _ => null,
    };

    private static IEnumerable<ByteBuffer> Parts(Message message) => message.BodySection switch
    {
        Data data => [data.Buffer],
        DataList list => Enumerable.Range(0, list.Count).Select(i => list[i].Buffer),
        _ => [],
    };

    private static byte[] Joined(ByteBuffer[] parts)
    {
        var joined = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.Buffer.AsSpan(part.Offset, part.Length).CopyTo(joined.AsSpan(at));
            at += part.Length;
        }

        return joined;
    }

    private static Error Wrong(string defect) => Conditions.Of(Conditions.Argument, $"InvalidMessage: {defect}. Nothing was kept.");
}
