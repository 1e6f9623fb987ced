using System.Text.Json;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Messaging;

/// <summary>What JSON lets through and the hub doesn't.</summary>
internal static class JsonText
{
    /// <summary>Whether every name and string is Unicode text: JSON's escapes can write half a surrogate pair, which is none.</summary>
    public static bool IsWhole(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is not null,
                JsonValueKind.Array => element.EnumerateArray().All(IsWhole),
                JsonValueKind.Object => element.EnumerateObject().All(p => p.Name is not null && IsWhole(p.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false; // What GetString and Name throw for half a pair.
        }
    }

    /// <summary>
    /// A defect for each object that holds a name twice: two readers could take different values. The path says where, as far as the
    /// contract knows the names on it.
    /// </summary>
    public static IEnumerable<Defect> Repeats(JsonElement root) => Repeats(root, string.Empty);

    public static bool IsJsonMediaType(string mediaType)
    {
        var bare = mediaType.Split(';')[0].Trim();
        return bare.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || bare.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<Defect> Repeats(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                foreach (var found in Repeats(item, path)) yield return found;
            }
        }

        if (element.ValueKind != JsonValueKind.Object) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var at = KnownNames.Contains(property.Name) ? FieldReader.Join(path, property.Name) : path;
            if (!seen.Add(property.Name))
                yield return new Defect(at.Length == 0 ? "$" : at, "a field that comes twice", "keep one of them");
            foreach (var found in Repeats(property.Value, at)) yield return found;
        }
    }

    private static readonly HashSet<string> KnownNames = new(
        [
            .. EnvelopeFields.Of(null).Select(use => use.Field.Name), .. ChangeFields.Names, .. ConsentFields.Names, .. MemberFields.Names,
            .. SuggestionContract.Names, .. RequestContract.Names,
        ],
        StringComparer.Ordinal);
}
