using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Messaging;

/// <summary>
/// CloudEvents 1.0 in the JSON format, structured mode. The CloudEvents library is the judge; what is found here before it is asked
/// names every defect with its path, where the library stops at the first.
/// </summary>
public static class CloudEventFormat
{
    /// <summary>The largest event the hub takes, in bytes.</summary>
    public const int LargestBytes = 32 * 1024;

    /// <summary>The deepest nesting: the contract's own messages need four levels.</summary>
    private const int Deepest = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Deepest };

    private static readonly JsonEventFormatter Library = new();

    private static readonly FrozenDictionary<string, CloudEventAttribute> Attributes =
        CloudEventsSpecVersion.V1_0.AllAttributes.ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    /// <summary>Reads bytes as one event.</summary>
    public static EventReading Parse(ReadOnlyMemory<byte> body)
    {
        if (!TryParseJson(body, out var root, out var broken)) return new EventReading.NotJson([broken]);
        if (root.ValueKind == JsonValueKind.Array)
            return new EventReading.NotEvent(root, [new Defect("$", "a list of events", "send one event a message")]);
        var defects = Judge(root, "$");
        return defects.IsEmpty ? new EventReading.Event(root) : new EventReading.NotEvent(root, defects);
    }

    /// <summary>Reads bytes as a batch of events: what was found of each, in order, or why it is no batch.</summary>
    public static BatchReading ParseBatch(ReadOnlyMemory<byte> body)
    {
        if (!TryParseJson(body, out var root, out var broken)) return new BatchReading.NotBatch([broken]);
        if (root.ValueKind != JsonValueKind.Array)
            return new BatchReading.NotBatch([new Defect("$", "not a list", "write a batch as a JSON list of events")]);
        return new BatchReading.Batch(
        [
            .. root.EnumerateArray().Select(element => Judge(element, "$") is { IsEmpty: false } defects
                ? (EventReading)new EventReading.NotEvent(element, defects)
                : new EventReading.Event(element)),
        ]);
    }

    private static bool TryParseJson(ReadOnlyMemory<byte> body, out JsonElement root, out Defect defect)
    {
        root = default;
        defect = new Defect("$", "not UTF-8", "send the text as UTF-8");
        if (!Utf8.IsValid(body.Span)) return false;
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            root = document.RootElement.Clone();
            if (JsonText.IsWhole(root)) return true;
            defect = new Defect("$", "a string with half a surrogate pair", "escape it as a pair, or send it as UTF-8");
            return false;
        }
        catch (JsonException broken)
        {
            var at = string.Create(
                CultureInfo.InvariantCulture, $"line {(broken.LineNumber ?? 0) + 1}, byte {(broken.BytePositionInLine ?? 0) + 1}");
            defect = new Defect("$", $"not JSON, or more than {Deepest} levels deep", $"look at {at}");
            return false;
        }
    }

    private static ImmutableArray<Defect> Judge(JsonElement root, string whole)
    {
        if (root.ValueKind != JsonValueKind.Object) return [new Defect(whole, "not a JSON object", "send a CloudEvent as an object")];
        var defects = new List<Defect>();
        foreach (var attribute in CloudEventsSpecVersion.V1_0.RequiredAttributes.Prepend(CloudEventsSpecVersion.SpecVersionAttribute))
        {
            if (!root.TryGetProperty(attribute.Name, out var value) || value.ValueKind == JsonValueKind.Null)
                defects.Add(new Defect(attribute.Name, "missing", "a CloudEvent has it: add it"));
        }

        var place = 0;
        foreach (var property in root.EnumerateObject())
        {
            place++;
            if (AttributeDefect(property, place) is { } defect) defects.Add(defect);
        }

        defects.AddRange(DataDefects(root));
        defects.AddRange(JsonText.Repeats(root));
        if (defects.Count == 0 && !LibraryAccepts(root))
            defects.Add(new Defect(whole, "not a CloudEvent 1.0 in the JSON format", "compare it with the example in the guide"));
        return [.. defects.DistinctBy(d => d.Path + "\n" + d.Rule)];
    }

    private static Defect? AttributeDefect(JsonProperty property, int place)
    {
        if (property.Name is "data" or "data_base64" || property.Value.ValueKind == JsonValueKind.Null) return null;
        if (property.Name == "specversion")
        {
            return property.Value.ValueKind == JsonValueKind.String && property.Value.ValueEquals("1.0"u8)
                ? null
                : new Defect("specversion", "not the version of CloudEvents the hub reads", "write `\"1.0\"`");
        }

        if (!Attributes.TryGetValue(property.Name, out var attribute)) return ExtensionDefect(property, place);
        if (property.Value.ValueKind != JsonValueKind.String)
            return new Defect(attribute.Name, "not a string", "CloudEvents writes it as a string");
        try
        {
            attribute.Parse(property.Value.GetString()!);
            return null;
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException)
        {
            return new Defect(attribute.Name, "not in the form CloudEvents asks for", $"write {Wanted(attribute)}");
        }
    }

    /// <summary>An extension's name is the sender's own text: it is counted, never repeated.</summary>
    private static Defect? ExtensionDefect(JsonProperty property, int place)
    {
        var field = string.Create(CultureInfo.InvariantCulture, $"field {place}, counted from 1,");
        if (property.Name.Length == 0 || property.Name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c)))
        {
            return new Defect(
                "$", $"{field} has no name CloudEvents allows", "name it with lower-case letters and digits, or leave it out");
        }

        return property.Value.ValueKind switch
        {
            JsonValueKind.String or JsonValueKind.True or JsonValueKind.False => null,
            JsonValueKind.Number when property.Value.TryGetInt32(out _) => null,
            _ => new Defect("$", $"{field} has no value CloudEvents allows", "write a string, true, false or a whole number of 32 bits"),
        };
    }

    private static IEnumerable<Defect> DataDefects(JsonElement root)
    {
        var hasData = root.TryGetProperty("data", out var data);
        var hasBase64 = root.TryGetProperty("data_base64", out var base64);
        if (hasData && hasBase64) yield return new Defect("data_base64", "not beside `data`", "keep one of them");
        if (hasBase64 && !(base64.ValueKind == JsonValueKind.String && base64.TryGetBytesFromBase64(out _)))
            yield return new Defect("data_base64", "not base64 text", "send `data` as a JSON object instead");
        if (hasData && data.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)
            && root.TryGetProperty("datacontenttype", out var type) && type.ValueKind == JsonValueKind.String
            && !JsonText.IsJsonMediaType(type.GetString()!))
        {
            yield return new Defect("data", "not a string though `datacontenttype` is not JSON", "write `application/json` there");
        }
    }

    private static bool LibraryAccepts(JsonElement root)
    {
        try
        {
            Library.ConvertFromJsonElement(root, extensionAttributes: null);
            return true;
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException or InvalidOperationException)
        {
            return false; // The one exception type a version promises is ArgumentException; the others are how .NET refuses values.
        }
    }

    private static string Wanted(CloudEventAttribute attribute) => attribute.Name switch
    {
        "time" => "an instant like `2026-12-01T12:00:00-06:00`",
        "datacontenttype" => "a media type like `application/json`",
        "dataschema" => "an absolute URI",
        "source" => "a URI or a path like `/agencies/your-agency`",
        _ => "text that is not empty and holds no control characters",
    };
}
