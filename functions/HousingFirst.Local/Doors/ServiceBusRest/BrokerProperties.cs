using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HousingFirst.Local.Storage;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary>
/// The broker's properties of a message, one JSON object: a header of a single message, a member of a batch's. Only what the queues act on
/// is read; other names are ignored, as Service Bus ignores them.
/// </summary>
internal sealed record BrokerProperties
{
    private const int LongestId = 128;
    private static readonly JsonWriterOptions Ascii = new() { Encoder = JavaScriptEncoder.Default };
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>The sender's id, at most 128 characters.</summary>
    public string? MessageId { get; init; }

    /// <summary>The body's content type, where a batch says one.</summary>
    public string? ContentType { get; init; }

    /// <summary>How long the message may wait.</summary>
    public Duration? TimeToLive { get; init; }

    /// <summary>When it is to appear.</summary>
    public Instant? ScheduledFor { get; init; }

    /// <summary>Reads the header's value.</summary>
    /// <param name="json">The value as sent.</param>
    /// <param name="properties">What it says.</param>
    /// <param name="defect">What is wrong, by the property's name.</param>
    public static bool TryParse(string json, [NotNullWhen(true)] out BrokerProperties? properties, [NotNullWhen(false)] out string? defect)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return TryRead(document.RootElement, out properties, out defect);
        }
        catch (JsonException)
        {
            (properties, defect) = (null, "`BrokerProperties`: not JSON; send one object such as {\"MessageId\":\"1\",\"TimeToLive\":3600}.");
            return false;
        }
    }

    /// <summary>Reads the object.</summary>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out BrokerProperties? properties, [NotNullWhen(false)] out string? defect)
    {
        properties = null;
        defect = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            defect = "`BrokerProperties`: not an object; send one such as {\"MessageId\":\"1\",\"TimeToLive\":3600}.";
            return false;
        }

        var read = new BrokerProperties();
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null) continue;
            switch (member.Name)
            {
                case "MessageId":
                    defect = Text(member, LongestId, out var id);
                    read = read with { MessageId = id };
                    break;
                case "CorrelationId" or "Label" or "ReplyTo" or "To":
                    // For the senders' own use elsewhere. Nobody reads them here, so they aren't kept: a label may hold a name.
                    defect = Text(member, LongestId, out _);
                    break;
                case "ContentType":
                    defect = Text(member, LongestId, out var type);
                    read = read with { ContentType = type };
                    break;
                case "TimeToLive" or "TimeToLiveTimeSpan":
                    defect = Lifetime(member, out var lifetime);
                    read = read with { TimeToLive = lifetime };
                    break;
                case "ScheduledEnqueueTimeUtc":
                    defect = Time(member, out var time);
                    read = read with { ScheduledFor = time };
                    break;
                case "SessionId" or "ReplyToSessionId":
                    defect = $"`{member.Name}`: the queues have no sessions (Service Bus Basic has none); leave it out.";
                    break;
            }

            if (defect is not null) return false;
        }

        properties = read;
        return true;
    }

    /// <summary>The header of a message that was received.</summary>
    public static string Write(LockedMessage held)
    {
        var message = held.Message;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Ascii))
        {
            writer.WriteStartObject();
            writer.WriteNumber("DeliveryCount", message.DeliveryCount);
            writer.WriteNumber("EnqueuedSequenceNumber", message.Sequence);
            writer.WriteString("EnqueuedTimeUtc", Rfc1123(message.EnqueuedAt));
            writer.WriteString("LockToken", held.LockToken);
            writer.WriteString("LockedUntilUtc", Rfc1123(held.LockedUntil));
            if (message.MessageId is { } id) writer.WriteString(nameof(MessageId), id);
            writer.WriteNumber("SequenceNumber", message.Sequence);
            writer.WriteString("State", "Active");
            writer.WriteNumber(nameof(TimeToLive), Math.Round((message.ExpiresAt - message.EnqueuedAt).TotalSeconds));
            writer.WriteEndObject();
        }

        return Encoding.ASCII.GetString(buffer.ToArray());
    }

    /// <summary>The form of times in HTTP: <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</summary>
    public static string Rfc1123(Instant instant) => instant.ToDateTimeUtc().ToString("R", CultureInfo.InvariantCulture);

    private static string? Text(JsonProperty member, int longest, out string? value)
    {
        value = JsonText.Of(member.Value);
        if (value is null) return $"`{member.Name}`: not a text; send it in double quotes.";
        return value.Length is 0 || value.Length > longest ? $"`{member.Name}`: not 1 to {longest} characters; shorten it, or leave it out." : null;
    }

    private static string? Lifetime(JsonProperty member, out Duration? value)
    {
        value = null;
        var seconds = member.Value.ValueKind switch
        {
            JsonValueKind.Number when member.Value.TryGetDouble(out var number) => number,
            JsonValueKind.String when TimeSpan.TryParse(JsonText.Of(member.Value), CultureInfo.InvariantCulture, out var span) => span.TotalSeconds,
            _ => double.NaN,
        };
        // Written so that NaN fails too.
        if (!(seconds > 0)) return $"`{member.Name}`: not a number of seconds over zero; send it as a number, without quotes.";
        // Longer than Basic's most is Basic's most, as there.
        value = Duration.FromSeconds(Math.Min(seconds, DoorSettings.LongestTimeToLive.TotalSeconds));
        return null;
    }

    private static string? Time(JsonProperty member, out Instant? value)
    {
        value = null;
        var text = JsonText.Of(member.Value)?.Trim();
        if (text is not null && DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var http))
            value = Instant.FromDateTimeOffset(http);
        else if (text is not null && InstantPattern.ExtendedIso.Parse(text) is { Success: true } iso)
            value = iso.Value;
        return value is null ? $"`{member.Name}`: not a time in UTC; write it like `Sun, 06 Nov 1994 08:49:37 GMT` or `1994-11-06T08:49:37Z`." : null;
    }
}
