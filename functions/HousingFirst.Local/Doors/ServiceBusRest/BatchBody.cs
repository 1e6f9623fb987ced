using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary>
/// The body of a batch: <c>[{"Body": "…", "BrokerProperties": {…}, "UserProperties": {…}}]</c>. Read whole before anything is kept: one bad
/// message refuses them all.
/// </summary>
internal static class BatchBody
{
    /// <summary>The content type that makes a send a batch.</summary>
    public const string MediaType = "application/vnd.microsoft.servicebus.json";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads the messages.</summary>
    /// <param name="body">The bytes as sent.</param>
    /// <param name="messages">At least one.</param>
    /// <param name="defect">The first thing wrong, by its place.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> body, [NotNullWhen(true)] out IReadOnlyList<NewMessage>? messages, [NotNullWhen(false)] out string? defect)
    {
        messages = null;
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0)
            {
                defect = "`$`: not an array of messages; send [{\"Body\":\"…\"}] with at least one, or another Content-Type for a single message.";
                return false;
            }

            var read = new List<NewMessage>(root.GetArrayLength());
            foreach (var item in root.EnumerateArray())
            {
                if (Message(item, $"$[{read.Count}]", out var wrong) is not { } message)
                {
                    defect = wrong!;
                    return false;
                }

                read.Add(message);
            }

            (messages, defect) = (read, null);
            return true;
        }
        catch (JsonException)
        {
            defect = "`$`: not JSON (UTF-8, no name twice); send [{\"Body\":\"…\"}], or another Content-Type for a single message.";
            return false;
        }
    }

    private static NewMessage? Message(JsonElement item, string path, out string? defect)
    {
        if (item.ValueKind != JsonValueKind.Object) return Fail($"`{path}`: not an object; send {{\"Body\":\"…\"}}.", out defect);
        string? body = null;
        var broker = new BrokerProperties();
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        foreach (var member in item.EnumerateObject())
        {
            switch (member.Name)
            {
                case "Body":
                    body = JsonText.Of(member.Value);
                    if (body is null)
                        return Fail($"`{path}.Body`: not a text; send the event as one JSON string, its quotes escaped.", out defect);
                    break;
                case "BrokerProperties":
                    if (!BrokerProperties.TryRead(member.Value, out var read, out var wrong)) return Fail($"`{path}`: {wrong}", out defect);
                    broker = read;
                    break;
                case "UserProperties":
                    if (!TryReadProperties(member.Value, path, properties, out defect)) return null;
                    break;
                default:
                    return Fail($"`{path}`: a member other than Body, BrokerProperties and UserProperties; leave it out (names have case).", out defect);
            }
        }

        if (body is null) return Fail($"`{path}.Body`: missing; send the event as one JSON string.", out defect);
        defect = null;
        return Outgoing(broker, Encoding.UTF8.GetBytes(body), broker.ContentType, properties);
    }

    /// <summary>A message of these parts; without an id it is given one, as Service Bus does: by time, so that the queue's index grows at its end.</summary>
    public static NewMessage Outgoing(
        BrokerProperties broker, ReadOnlyMemory<byte> body, string? contentType, IReadOnlyDictionary<string, string> properties) =>
        new(body)
        {
            MessageId = broker.MessageId ?? Guid.CreateVersion7().ToString("N"),
            ContentType = contentType,
            TimeToLive = broker.TimeToLive,
            ScheduledFor = broker.ScheduledFor,
            Properties = properties,
        };

    private static bool TryReadProperties(
        JsonElement json, string path, Dictionary<string, string> properties, [NotNullWhen(false)] out string? defect)
    {
        defect = null;
        if (json.ValueKind == JsonValueKind.Null) return true;
        if (json.ValueKind != JsonValueKind.Object)
        {
            defect = $"`{path}.UserProperties`: not an object; send {{\"hf-signature\":\"v1.…\"}}.";
            return false;
        }

        foreach (var member in json.EnumerateObject())
        {
            var value = member.Value.ValueKind switch
            {
                JsonValueKind.String => JsonText.Of(member.Value),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.Value.GetRawText(),
                _ => null,
            };
            if (value is null || !PropertyHeaders.CanCarry(member.Name))
            {
                defect = $"`{path}.UserProperties`: a property that can't be a header; use plain names that HTTP doesn't use itself, and texts, numbers or true and false.";
                return false;
            }

            properties[PropertyHeaders.Name(member.Name)] = value;
        }

        return true;
    }

    private static NewMessage? Fail(string text, out string defect)
    {
        defect = text;
        return null;
    }
}
