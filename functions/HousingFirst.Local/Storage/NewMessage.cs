using NodaTime;

namespace HousingFirst.Local.Storage;

/// <summary>A message as a door takes it from outside.</summary>
/// <param name="Body">The bytes as sent.</param>
internal sealed record NewMessage(ReadOnlyMemory<byte> Body)
{
    /// <summary>The sender's id, where it gave one. The queue doesn't compare it: the hub itself knows a repeat.</summary>
    public string? MessageId { get; init; }

    /// <summary>The content type, where given.</summary>
    public string? ContentType { get; init; }

    /// <summary>Application properties.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it stays before it is a dead letter; at most and by default 14 days, as on Service Bus Basic.</summary>
    public Duration? TimeToLive { get; init; }

    /// <summary>When it may be received first; null is now.</summary>
    public Instant? ScheduledFor { get; init; }
}
