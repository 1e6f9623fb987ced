using System.Text;
using System.Text.Json;

namespace HousingFirst.Hub.Messaging;

/// <summary>The body of a message as SDKs send it.</summary>
internal static class SentBody
{
    /// <summary>
    /// The event's bytes: the body itself or, where an SDK sent the text as one JSON string (the JavaScript Service Bus SDK does so with
    /// every string), that string's UTF-8.
    /// </summary>
    public static ReadOnlyMemory<byte> Unwrap(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.String) return body;
            var text = reader.GetString()!;
            return reader.Read() ? body : Encoding.UTF8.GetBytes(text);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return body; // Not a JSON string, so not wrapped.
        }
    }
}
