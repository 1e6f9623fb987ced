using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HousingFirst.Hub.Listings;

/// <summary>A field that has changed.</summary>
/// <param name="What">Which, as a path; items of lists by their id: <c>services[3f7b...].phones[1554...].number</c>.</param>
/// <param name="Before">What it was; null where there was none.</param>
/// <param name="After">What it is; null where there is none now.</param>
public sealed record FieldChange(string What, string? Before, string? After)
{
    private const int Longest = 1000;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value as text, cut where it is longer than anyone reads.</summary>
    internal static string? Text(JsonNode? value)
    {
        var text = value switch
        {
            null => null,
            JsonValue plain when plain.TryGetValue<string>(out var string_) => string_,
            _ => value.ToJsonString(Readable),
        };
        return text?.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "…") : text;
    }
}
