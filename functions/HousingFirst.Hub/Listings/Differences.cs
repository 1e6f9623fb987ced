using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Core.Partners.Editing;

namespace HousingFirst.Hub.Listings;

/// <summary>What differs between two states of an organisation, field by field. Items of a list are told apart by their id, else by their place.</summary>
internal static class Differences
{
    private const int Longest = 1000;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The differences, in the order of the fields.</summary>
    public static IReadOnlyList<FieldChange> Between(JsonObject before, JsonObject after)
    {
        var changes = new List<FieldChange>();
        Compare(before, after, string.Empty, changes);
        return changes;
    }

    private static void Compare(JsonObject before, JsonObject after, string path, List<FieldChange> changes)
    {
        foreach (var (name, old) in before)
        {
            if (after.TryGetPropertyValue(name, out var now)) Compare(old, now, Join(path, name), changes);
            else changes.Add(new FieldChange(Join(path, name), Text(old), null));
        }

        foreach (var (name, now) in after)
        {
            if (!before.ContainsKey(name)) changes.Add(new FieldChange(Join(path, name), null, Text(now)));
        }
    }

    private static void Compare(JsonNode? before, JsonNode? after, string path, List<FieldChange> changes)
    {
        switch (before, after)
        {
            case (JsonObject old, JsonObject now):
                Compare(old, now, path, changes);
                break;
            case (JsonArray old, JsonArray now) when ById(old) is { } oldById && ById(now) is { } nowById:
                Compare(oldById, nowById, path, changes);
                break;
            case (JsonArray old, JsonArray now):
                for (var i = 0; i < Math.Max(old.Count, now.Count); i++)
                {
                    var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
                    if (i >= now.Count) changes.Add(new FieldChange(at, Text(old[i]), null));
                    else if (i >= old.Count) changes.Add(new FieldChange(at, null, Text(now[i])));
                    else Compare(old[i], now[i], at, changes);
                }

                break;
            default:
                if (!JsonNode.DeepEquals(before, after)) changes.Add(new FieldChange(path, Text(before), Text(after)));
                break;
        }
    }

    private static void Compare(List<(string Id, JsonObject Item)> before, List<(string Id, JsonObject Item)> after, string path, List<FieldChange> changes)
    {
        var (old, now) = (before.ToDictionary(i => i.Id, i => i.Item, StringComparer.Ordinal), after.ToDictionary(i => i.Id, i => i.Item, StringComparer.Ordinal));
        foreach (var (id, item) in before)
        {
            if (now.TryGetValue(id, out var kept)) Compare(item, kept, $"{path}[{id}]", changes);
            else changes.Add(new FieldChange($"{path}[{id}]", Text(item), null));
        }

        foreach (var (id, item) in after)
        {
            if (!old.ContainsKey(id)) changes.Add(new FieldChange($"{path}[{id}]", null, Text(item)));
        }

        string Order(List<(string Id, JsonObject Item)> items) => string.Join(' ', items.Select(i => i.Id).Where(id => old.ContainsKey(id) && now.ContainsKey(id)));
        var (was, itIs) = (Order(before), Order(after));
        if (was != itIs) changes.Add(new FieldChange($"{path}: their order", Text(was), Text(itIs)));
    }

    /// <summary>The items by their ids, or null where the list isn't one of objects with ids of their own.</summary>
    private static List<(string Id, JsonObject Item)>? ById(JsonArray list)
    {
        var (items, seen) = (new List<(string, JsonObject)>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var node in list)
        {
            if (node is not JsonObject item || Listing.IdOf(item) is not { Length: > 0 } id || !seen.Add(id)) return null;
            items.Add((id, item));
        }

        return items;
    }

    /// <summary>A value as text, cut where it is longer than anyone reads.</summary>
    private static string? Text(JsonNode? value)
    {
        var text = value switch
        {
            null => null,
            JsonValue plain when plain.TryGetValue<string>(out var string_) => string_,
            _ => value.ToJsonString(Readable),
        };
        return text?.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "…") : text;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
