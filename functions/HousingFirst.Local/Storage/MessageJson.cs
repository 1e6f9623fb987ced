using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Local.Storage;

/// <summary>A message as a backup holds it. A lock is not part of it: the receiver that held it does not hold it in the restored hub.</summary>
internal static class MessageJson
{
    /// <summary>What a backup calls a message's line.</summary>
    public const string Kind = "message";

    /// <summary>Writes it as one JSON object.</summary>
    public static void Write(Utf8JsonWriter json, QueueMessage message)
    {
        json.WriteStartObject();
        json.WriteString("queue", message.Address.Queue);
        json.WriteNumber("sequence", message.Sequence);
        if (message.MessageId is { } id) json.WriteString("messageId", id);
        if (message.ContentType is { } type) json.WriteString("contentType", type);
        if (message.Properties.Count > 0)
        {
            json.WriteStartObject("properties");
            foreach (var (name, value) in message.Properties) json.WriteString(name, value);
            json.WriteEndObject();
        }

        json.WriteBase64String("body", message.Body);
        json.WriteString("enqueuedAt", Text(message.EnqueuedAt));
        json.WriteString("expiresAt", Text(message.ExpiresAt));
        json.WriteNumber("deliveryCount", message.DeliveryCount);
        if (message.State == MessageState.Scheduled) json.WriteBoolean("scheduled", true);
        if (message.DeadLetter is { } dead)
        {
            json.WriteStartObject("deadLetter");
            json.WriteString("reason", dead.Reason);
            if (dead.Description is { } description) json.WriteString("description", description);
            json.WriteString("at", Text(dead.At));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static QueueMessage Read(JsonElement json) => new(
        new QueueAddress(json.GetProperty("queue").GetString()!, json.TryGetProperty("deadLetter", out var dead)),
        json.GetProperty("sequence").GetInt64(),
        Optional(json, "messageId"),
        json.GetProperty("body").GetBytesFromBase64(),
        Optional(json, "contentType"),
        json.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!, StringComparer.Ordinal)
            : [],
        json.TryGetProperty("scheduled", out _) ? MessageState.Scheduled : MessageState.Ready,
        json.GetProperty("deliveryCount").GetInt32(),
        Time(json, "enqueuedAt"),
        Time(json, "expiresAt"),
        dead.ValueKind == JsonValueKind.Object
            ? new DeadLetterCause(dead.GetProperty("reason").GetString()!, Optional(dead, "description"), Time(dead, "at"))
            : null);

    private static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    private static Instant Time(JsonElement json, string name) => InstantPattern.ExtendedIso.Parse(json.GetProperty(name).GetString()!).Value;

    private static string? Optional(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
