using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HousingFirst.Hub.Listings;

/// <summary>A hash of a JSON value that the order of fields, spaces and ways of writing a letter don't change: equal documents, equal hashes.</summary>
internal static class ListingHash
{
    /// <summary>The hash, in 64 hexadecimal digits.</summary>
    public static string Of(JsonNode node)
    {
        var text = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { SkipValidation = true })) Write(json, node);
        return Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject item:
                json.WriteStartObject();
                foreach (var (name, value) in item.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(name);
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case JsonArray list:
                json.WriteStartArray();
                foreach (var value in list) Write(json, value);
                json.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                json.WriteStringValue(text);
                break;
            case null:
                json.WriteNullValue();
                break;
            default:
                node.WriteTo(json);
                break;
        }
    }
}
