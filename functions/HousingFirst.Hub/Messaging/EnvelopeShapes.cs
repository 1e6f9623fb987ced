using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Hub.Messaging;

/// <summary>A type the hub takes.</summary>
internal sealed class TypeShape : Shape<string>
{
    public override string Words => string.Join(" or ", MessageTypes.Taken.Select(type => $"`{type}`"));

    public override bool TryRead(JsonElement value, string path, Reading reading, out string read)
    {
        if (!IsText(value, path, reading, out read)) return false;
        return MessageTypes.Taken.Contains(read)
            || Wrong(path, reading, "not a type the hub takes", $"did you mean `{Spelling.Nearest(read, MessageTypes.Taken)}`?");
    }

    public override JsonObject Schema() =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. MessageTypes.Taken.Select(type => JsonValue.Create(type))]) };
}

/// <summary>An object whose fields are read elsewhere.</summary>
internal sealed class ObjectShape : Shape<bool>
{
    public override string Words => "a JSON object";

    public override bool TryRead(JsonElement value, string path, Reading reading, out bool read)
    {
        read = value.ValueKind == JsonValueKind.Object;
        return read || Wrong(path, reading, "not a JSON object");
    }

    public override JsonObject Schema() => new() { ["type"] = "object" };
}
