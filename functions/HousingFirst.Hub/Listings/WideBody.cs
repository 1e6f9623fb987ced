using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Listings;

/// <summary>JSON in a row's binary columns.</summary>
internal static class WideBody
{
    /// <summary>The bytes that a value is stored as.</summary>
    public static byte[] Bytes(JsonNode value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, RowJson.Compact)) value.WriteTo(json);
        return bytes.ToArray();
    }

    /// <summary>Reads the value.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static JsonObject Read(Row row)
    {
        try
        {
            return JsonNode.Parse(WideColumns.Get(row)) as JsonObject ?? throw Damaged(null);
        }
        catch (JsonException error)
        {
            throw Damaged(error);
        }
    }

    private static InvalidDataException Damaged(Exception? inner) => new("A row's body is no JSON object. The data is damaged: run `hub check`.", inner);
}
