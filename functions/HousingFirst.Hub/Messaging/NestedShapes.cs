using System.Text.Json;
using System.Text.Json.Nodes;

namespace HousingFirst.Hub.Messaging;

/// <summary>True or false.</summary>
internal sealed class FlagShape : Shape<bool>
{
    public override string Words => "`true` or `false`";

    public override bool TryRead(JsonElement value, string path, Reading reading, out bool read)
    {
        read = value.ValueKind == JsonValueKind.True;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False || Wrong(path, reading, "not true or false");
    }

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}

/// <summary>A list without repeats, at least one long.</summary>
internal sealed class ListShape<T>(Shape<T> item, int most, string words) : Shape<IReadOnlyList<T>>
{
    public override string Words => words;

    public override bool TryRead(JsonElement value, string path, Reading reading, out IReadOnlyList<T> read)
    {
        read = [];
        if (value.ValueKind != JsonValueKind.Array) return Wrong(path, reading, "not a list");
        var length = value.GetArrayLength();
        if (length == 0) return Wrong(path, reading, "an empty list", $"write {Words}, or leave it out where the field table lets you");
        if (length > most) return Wrong(path, reading, $"more than {most} items", "shorten it");
        var items = new List<T>(length);
        var right = true;
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            var itemPath = $"{path}[{index++}]";
            if (!item.TryRead(element, itemPath, reading, out var one))
            {
                right = false;
            }
            else if (items.Contains(one))
            {
                right = Wrong(itemPath, reading, "a repeat", "name each once");
            }
            else
            {
                items.Add(one);
            }
        }

        read = items;
        return right;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "array",
        ["items"] = item.Schema(),
        ["minItems"] = 1,
        ["maxItems"] = most,
        ["uniqueItems"] = true,
    };
}

/// <summary>An object of fields.</summary>
internal sealed class GroupShape(IReadOnlyList<FieldUse> uses, IReadOnlyCollection<string> elsewhere) : Shape<FieldValues>
{
    public IReadOnlyList<FieldUse> Uses => uses;

    public override string Words =>
        "an object of " + string.Join(", ", uses.Select(use => $"`{use.Field.Name}`{(use.Required ? string.Empty : " (optional)")}"));

    public override bool TryRead(JsonElement value, string path, Reading reading, out FieldValues read)
    {
        read = new FieldValues();
        if (value.ValueKind != JsonValueKind.Object) return Wrong(path, reading, "not an object");
        FieldReader.Read(value, path, uses, elsewhere, reading, read);
        return true; // With what is right in it, so that what its fields say about each other is checked in the same answer.
    }

    public override JsonObject Schema() => FieldSchema.Of(uses);
}

/// <summary>Anything: what can't be judged before something else is mended.</summary>
internal sealed class AnyShape : Shape<bool>
{
    public override string Words => "anything";

    public override bool TryRead(JsonElement value, string path, Reading reading, out bool read) => read = true;

    public override JsonObject Schema() => [];
}
