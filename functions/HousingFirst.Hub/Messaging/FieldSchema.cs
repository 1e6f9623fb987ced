using System.Text.Json.Nodes;

namespace HousingFirst.Hub.Messaging;

/// <summary>The JSON Schema of an object with a field table.</summary>
internal static class FieldSchema
{
    public static JsonObject Of(IEnumerable<FieldUse> uses, bool open = false)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var use in uses)
        {
            var property = use.Field.Shape.Schema();
            property["description"] = use.Field.Means;
            properties[use.Field.Name] = property;
            if (use.Required) required.Add(use.Field.Name);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = open };
        if (required.Count > 0) schema["required"] = required;
        return schema;
    }
}
