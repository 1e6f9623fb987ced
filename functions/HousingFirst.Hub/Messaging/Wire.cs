using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HousingFirst.Hub.Mailing;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.Messaging;

/// <summary>The outgoing messages as JSON has them.</summary>
internal static class Wire
{
    public static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    public static string? Text(Instant? instant) => instant is { } at ? Text(at) : null;

    public static string? Text(LocalDate? day) => day is { } date ? LocalDatePattern.Iso.Format(date) : null;

    public static string Text(NoticeKind kind) => kind switch
    {
        NoticeKind.Change => "change",
        NoticeKind.Correction => "correction",
        NoticeKind.Withdrawal => "withdrawal",
        NoticeKind.Escalation => "escalation",
        _ => throw new InvalidOperationException($"No such kind of notice: {kind}."),
    };

    internal sealed record Event<T>(string Type, string Source, string Id, string Time, string? Subject, T Data)
    {
        [JsonPropertyOrder(-1)]
        public string Specversion { get; } = "1.0";

        public string Datacontenttype { get; } = "application/json";
    }

    internal sealed record Notice(
        [property: JsonPropertyName("notice")] string Id,
        string? Kind,
        string? Change,
        string? OccurredOn,
        string? Deadline,
        string? ExpectedOn,
        string? From,
        string Urgency,
        string? AckBy,
        string? Replaces,
        string Link,
        Call Call);

    internal sealed record Call(string? Organisation, string? Worker, string Phone);

    internal sealed record Rejection(
        string? Rejects, string? MessageId, string ReceivedAt, string Reason, IReadOnlyList<Defect> Defects);

    internal sealed record Defect(string Path, string Rule, string Mend);
}

/// <summary>How they are written: made at build time, so that a cold start doesn't pay for reflection.</summary>
[JsonSerializable(typeof(Wire.Event<Wire.Notice>), TypeInfoPropertyName = "EventNotice")]
[JsonSerializable(typeof(Wire.Event<Wire.Rejection>), TypeInfoPropertyName = "EventRejection")]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>
    /// As people write it: <c>+1 403 555 0101</c>, <c>é</c>, not their escapes. The text is JSON on a queue, never put into a page.
    /// </summary>
    public static WireJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
