using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HousingFirst.Benchmarks.Peers.Rebus;

/// <summary>What the handler checks and looks up: the same as the job of Node-RED's flow.</summary>
internal sealed class RebusJob(PeerCorpus corpus)
{
    private const string Agencies = "/agencies/";

    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "specversion", "id", "source", "type", "subject", "time", "recordedtime", "datacontenttype", "dataschema", "traceparent", "tracestate", "data",
    };

    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal)
    {
        "change", "occurredOn", "deadline", "expectedOn", "otherParty", "urgency", "urgencyReason", "note",
    };

    private readonly Dictionary<string, byte[]> keys = corpus.Keys.ToDictionary(k => k.Key, k => Encoding.UTF8.GetBytes(k.Value), StringComparer.Ordinal);
    private readonly HashSet<string> codes = new(corpus.Codes, StringComparer.Ordinal);

    /// <summary>Proves, checks and looks up.</summary>
    /// <returns>The change's id, and a notice for each recipient's queue.</returns>
    /// <exception cref="InvalidDataException">It is refused.</exception>
    public (string Id, IReadOnlyList<(string Queue, RebusNotice Notice)> Notices) Decide(ReceivedChange change)
    {
        using var document = JsonDocument.Parse(change.Body);
        var root = document.RootElement;
        var source = Text(root, "source");
        if (!source.StartsWith(Agencies, StringComparison.Ordinal) || !keys.TryGetValue(source[Agencies.Length..], out var key) || !IsProven(change, key))
            throw new InvalidDataException("sender.unproven");
        var data = root.GetProperty("data");
        if (Defect(root, data) is { } defect) throw new InvalidDataException(defect);
        if (!corpus.Clients.TryGetValue($"{source} {Text(root, "subject")}", out var recipients)) throw new InvalidDataException("client.unknown");
        var (id, code, day, now) = (Text(root, "id"), Text(data, "change"), Text(data, "occurredOn"), DateTime.UtcNow);
        return (id, [.. recipients.Select(r => (r.Queue, new RebusNotice(
            "1.0", "ca.housingfirst.notice.v1", corpus.Hub, $"{id}.{r.Queue}", now, r.Reference, "application/json",
            new RebusNoticeData($"{id}.{r.Queue}", "change", code, day, source[Agencies.Length..], "U2", corpus.Link, corpus.Call))))]);
    }

    private static bool IsProven(ReceivedChange change, byte[] key)
    {
        var expected = "v1." + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(change.Body)));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(change.Signature));
    }

    private string? Defect(JsonElement root, JsonElement data)
    {
        foreach (var attribute in root.EnumerateObject())
        {
            if (!Attributes.Contains(attribute.Name)) return "an attribute the table doesn't have";
        }

        foreach (var field in data.EnumerateObject())
        {
            if (!Fields.Contains(field.Name)) return "a field the table doesn't have";
        }

        if (Text(root, "specversion") != "1.0") return "specversion";
        if (Text(root, "type") != "ca.housingfirst.client.changed.v1") return "type";
        if (Text(root, "id") is not { Length: > 0 and <= 128 }) return "id";
        if (Text(root, "subject") is not { Length: >= 4 and <= 32 }) return "subject";
        if (root.TryGetProperty("time", out var time) && (!time.TryGetDateTimeOffset(out var at) || at > DateTimeOffset.UtcNow.AddMinutes(10))) return "time";
        if (!codes.Contains(Text(data, "change"))) return "data.change";
        if (!IsDay(Text(data, "occurredOn"), out var day) || day > DateOnly.FromDateTime(DateTime.UtcNow).AddDays(1)) return "data.occurredOn";
        return data.TryGetProperty("expectedOn", out var expected) && !IsDay(expected.GetString(), out _) ? "data.expectedOn" : null;
    }

    private static bool IsDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
}
