using System.Text.Json;
using System.Text.Json.Nodes;

namespace HousingFirst.Hub.Messaging;

/// <summary>What a field's value must look like: read, published as JSON Schema, and put in words from one description.</summary>
internal abstract class Shape
{
    /// <summary>The shape in words, for the docs and for mends: "a date, `2026-12-01`".</summary>
    public abstract string Words { get; }

    /// <summary>The value, or null after naming what is wrong with it; a defect never repeats the value.</summary>
    public abstract object? ReadBoxed(JsonElement value, string path, Reading reading);

    public abstract JsonObject Schema();
}

/// <summary>A shape with the type its values are read as.</summary>
internal abstract class Shape<T> : Shape
{
    public abstract bool TryRead(JsonElement value, string path, Reading reading, out T read);

    public override object? ReadBoxed(JsonElement value, string path, Reading reading) =>
        TryRead(value, path, reading, out var read) ? read : null;

    protected bool Wrong(string path, Reading reading, string rule, string? mend = null)
    {
        reading.Wrong(path, rule, mend ?? $"write {Words}");
        return false;
    }

    /// <summary>The string, or a defect for any other kind of value.</summary>
    protected bool IsText(JsonElement value, string path, Reading reading, out string text)
    {
        text = value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
        return value.ValueKind == JsonValueKind.String || Wrong(path, reading, "not a string");
    }
}
