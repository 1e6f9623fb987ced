using System.Globalization;
using System.Text.Json;
using HousingFirst.Hub.DeadLetters;
using NodaTime;

namespace HousingFirst.Azure.DeadLetters;

/// <summary>A dead letter under a lock, as the REST API gives it: the body as sent, everything else in headers.</summary>
/// <param name="Message">The message.</param>
/// <param name="Lock">The lock's address.</param>
/// <param name="ContentType">The content type as sent, or null.</param>
/// <param name="Properties">The hub's own properties, by header, as they were written there.</param>
internal sealed record HeldDeadLetter(DeadLetterMessage Message, Uri Lock, string? ContentType, IReadOnlyList<(string Name, string Value)> Properties)
{
    /// <summary>What the contract's properties begin with; the hub reads no others, and agencies neither.</summary>
    private const string Own = "hf-";

    /// <summary>Reads an answer.</summary>
    /// <exception cref="IOException">It isn't as documented.</exception>
    public static async ValueTask<HeldDeadLetter> ReadAsync(HttpResponseMessage answer, string queue, CancellationToken cancellation)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
        try
        {
            using var broker = JsonDocument.Parse(Header(answer, "BrokerProperties") ?? string.Empty);
            var root = broker.RootElement;
            var enqueued = DateTimeOffset.ParseExact(
                root.GetProperty("EnqueuedTimeUtc").GetString()!, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var message = new DeadLetterMessage(
                queue,
                root.GetProperty("SequenceNumber").GetInt64(),
                root.TryGetProperty("MessageId", out var id) ? id.GetString() : null,
                body,
                root.GetProperty("DeliveryCount").GetInt32(),
                Instant.FromDateTimeOffset(enqueued),
                Text(Header(answer, "DeadLetterReason")) ?? "unknown",
                Text(Header(answer, "DeadLetterErrorDescription")));
            return new HeldDeadLetter(
                message,
                answer.Headers.Location ?? throw new FormatException("It has no Location."),
                answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type) ? type.ToString() : null,
                [.. answer.Headers.NonValidated.Where(h => h.Key.StartsWith(Own, StringComparison.OrdinalIgnoreCase)).Select(h => (h.Key, h.Value.ToString()))]);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new IOException($"Service Bus' answer about a dead letter of queue {queue} can't be read. It comes back when its lock ends.", wrong);
        }
    }

    /// <summary>Writes the message as a new one, with an id of its own.</summary>
    public void WriteTo(HttpRequestMessage request)
    {
        request.Content = new ByteArrayContent(Message.Body.ToArray());
        if (ContentType is { } type) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TryAddWithoutValidation("BrokerProperties", JsonSerializer.Serialize(new { MessageId = $"replay-{Guid.NewGuid():N}" }));
        foreach (var (name, value) in Properties) request.Headers.TryAddWithoutValidation(name, value);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>A property's text: in double quotes, as JSON.</summary>
    private static string? Text(string? header)
    {
        if (header is not ['"', .., '"']) return header;
        try
        {
            return JsonSerializer.Deserialize<string>(header);
        }
        catch (JsonException)
        {
            return header[1..^1];
        }
    }
}
