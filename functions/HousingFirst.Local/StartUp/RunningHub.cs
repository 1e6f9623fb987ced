using System.Text.Json;
using NodaTime;

namespace HousingFirst.Local.StartUp;

/// <summary>A hub that runs.</summary>
/// <param name="HttpPort">Its HTTP door's port on 127.0.0.1.</param>
/// <param name="AmqpPort">Its AMQP door's port on 127.0.0.1.</param>
/// <param name="Pid">Its process.</param>
/// <param name="StartedAt">Since when, to the second.</param>
internal sealed record RunningHub(int HttpPort, int AmqpPort, int Pid, Instant StartedAt)
{
    private const string HttpName = "httpPort";
    private const string AmqpName = "amqpPort";
    private const string PidName = "pid";
    private const string StartedName = "startedAt";

    /// <summary>Writes it as JSON, field by field: a serializer's preparation would be a tenth of the hub's start.</summary>
    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteNumber(HttpName, HttpPort);
        json.WriteNumber(AmqpName, AmqpPort);
        json.WriteNumber(PidName, Pid);
        json.WriteNumber(StartedName, StartedAt.ToUnixTimeSeconds());
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null where it is something else.</summary>
    /// <exception cref="JsonException">It isn't JSON, or not whole.</exception>
    public static RunningHub? Read(Stream stream)
    {
        using var json = JsonDocument.Parse(stream);
        return json.RootElement is { ValueKind: JsonValueKind.Object } hub
            && Number(hub, HttpName) is { } http && Number(hub, AmqpName) is { } amqp && Number(hub, PidName) is { } pid && Number(hub, StartedName) is { } started
            ? new RunningHub((int)http, (int)amqp, (int)pid, Instant.FromUnixTimeSeconds(started))
            : null;
    }

    private static long? Number(JsonElement hub, string name) =>
        hub.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
