using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;

namespace HousingFirst.Hub.Tables;

/// <summary>
/// A row's columns as JSON that an operator can read and that keeps every type: text, number and true/false as themselves, an instant as
/// <c>{"at":"2026-11-02T07:30:00Z"}</c>, bytes as <c>{"base64":"..."}</c>. SQLite keeps rows so, and a backup.
/// </summary>
public static class RowJson
{
    private const string At = "at";
    private const string Base64 = "base64";
    private const string Blob = "blob";

    /// <summary>How rows are written: compact, letters of every language as themselves.</summary>
    public static JsonWriterOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the columns as one JSON object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="row">The row.</param>
    /// <param name="apart">A binary column that the store keeps beside the JSON: only its length is written, as <c>{"blob":120}</c>.</param>
    public static void Write(Utf8JsonWriter writer, Row row, string? apart = null)
    {
        writer.WriteStartObject();
        var columns = row.Columns;
        for (var i = 0; i < columns.Count; i++)
        {
            var (name, value) = columns[i];
            switch (value)
            {
                case string text:
                    writer.WriteString(name, text);
                    break;
                case long number:
                    writer.WriteNumber(name, number);
                    break;
                case bool flag:
                    writer.WriteBoolean(name, flag);
                    break;
                case Instant instant:
                    writer.WriteStartObject(name);
                    writer.WriteString(At, IsoText.Of(instant));
                    writer.WriteEndObject();
                    break;
                case byte[] bytes:
                    writer.WriteStartObject(name);
                    if (name == apart) writer.WriteNumber(Blob, bytes.Length);
                    else writer.WriteBase64String(Base64, bytes);
                    writer.WriteEndObject();
                    break;
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the reader stands on the object's start, or before it.</summary>
    /// <param name="reader">The JSON.</param>
    /// <param name="row">The row to fill.</param>
    /// <param name="apart">The bytes kept beside the JSON, where there are any.</param>
    /// <exception cref="JsonException">It isn't such JSON. Says where, never what.</exception>
    public static Row Read(ref Utf8JsonReader reader, Row row, byte[]? apart = null)
    {
        if (reader.TokenType == JsonTokenType.None) reader.Read();
        Expect(reader.TokenType == JsonTokenType.StartObject, "columns are not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = ColumnNames.Of(ref reader);
            reader.Read();
            row.With(name, reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number when reader.TryGetInt64(out var number) => number,
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                JsonTokenType.StartObject => Typed(ref reader, apart),
                _ => throw new JsonException("A row's column is of no known type."),
            });
        }

        Expect(reader.TokenType == JsonTokenType.EndObject, "columns end too soon");
        return row;
    }

    private static object Typed(ref Utf8JsonReader reader, byte[]? apart)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.PropertyName, "a typed column is empty");
        var type = reader.GetString();
        reader.Read();
        object? value = null;
        if (type == At && reader.TokenType == JsonTokenType.String && IsoText.TryRead(reader.GetString()!, out var at))
            value = at;
        else if (type == Base64 && reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes))
            value = bytes;
        else if (type == Blob && apart is not null && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var length) && length == apart.Length)
            value = apart;
        Expect(value is not null, "a typed column doesn't hold what it says");
        Expect(reader.Read() && reader.TokenType == JsonTokenType.EndObject, "a typed column holds more than one value");
        return value!;
    }

    private static void Expect(bool holds, string what)
    {
        if (!holds) throw new JsonException($"A row can't be read: {what}.");
    }
}
