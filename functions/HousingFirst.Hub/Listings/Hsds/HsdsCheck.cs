using System.Globalization;
using System.Text.Json;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Listings.Hsds;

/// <summary>
/// Holds an item against HSDS's rules and finds every defect, each with its JSON path, its rule and its mend; never with what was sent. What HSDS
/// doesn't know is no defect: it is kept.
/// </summary>
internal sealed class HsdsCheck
{
    private readonly List<Defect> defects = [];

    /// <summary>Checks one item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="rules">What it must be.</param>
    /// <param name="path">Where it stands in its document: <c>$.contents[3]</c>.</param>
    public static List<Defect> Of(JsonElement item, HsdsObject rules, string path)
    {
        var check = new HsdsCheck();
        check.Object(item, rules, new Place(null, path, -1));
        return check.defects;
    }

    private void Object(JsonElement element, HsdsObject rules, Place at)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Wrong(at, element, "not an object", $"write HSDS's {rules.Name} here, in braces");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!TryName(property, out var name))
            {
                Wrong(at, "a field whose name is no Unicode text", "write the name in whole characters");
                continue;
            }

            var field = rules.Find(name);
            var place = field is null ? at : new Place(at, name, -1);
            if (!seen.Add(name)) Wrong(place, "a field that comes twice", "keep one of them");
            if (field is null) Unknown(property.Value, at);
            else Field(property.Value, field, place);
        }

        if (rules.Name == "attribute") Tier(element, at);
        foreach (var field in rules.Fields)
        {
            if (field.IsRequired && !seen.Contains(field.Name)) Wrong(new Place(at, field.Name, -1), "missing", $"add it: HSDS requires it of a {rules.Name}");
        }
    }

    /// <summary>The one rule that is the hub's own: a tier that can't be read would leave in the open what should be hidden.</summary>
    private void Tier(JsonElement attribute, Place at)
    {
        bool Says(string field, Func<string, bool> what) =>
            attribute.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String && TryText(value, out var text) && what(text);
        var (linkType, names) = Tiers.Attribute;
        if (!Says("link_type", text => text == linkType) || Says("value", text => names.Contains(text, StringComparer.Ordinal))) return;
        Wrong(new Place(at, "value", -1), "no tier of confidentiality", $"write {string.Join(", ", names)}: one of them");
    }

    private void Field(JsonElement value, HsdsField field, Place at)
    {
        switch (field.Kind)
        {
            case HsdsKind.Object:
                Object(value, HsdsObjects.Of(field.Holds!), at);
                break;
            case HsdsKind.List when value.ValueKind == JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray()) Object(item, HsdsObjects.Of(field.Holds!), new Place(at, string.Empty, index++));
                break;
            case HsdsKind.List:
                Wrong(at, value, "not a list", $"write a list of HSDS's {field.Holds}, in brackets");
                break;
            case HsdsKind.Number:
                if (value.ValueKind != JsonValueKind.Number) Wrong(at, value, "not a number", "write a number without quotes");
                break;
            default:
                Text(value, field, at);
                break;
        }
    }

    private void Text(JsonElement value, HsdsField field, Place at)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Wrong(at, value, "not a text", "write it in quotes");
            return;
        }

        if (!TryText(value, out var text))
        {
            Wrong(at, "not Unicode text", "write whole characters, in UTF-8");
            return;
        }

        switch (field.Kind)
        {
            case HsdsKind.Uuid when !HsdsFormats.IsUuid(text):
                Wrong(at, "not a UUID", "write 32 hexadecimal digits in groups of 8-4-4-4-12");
                break;
            case HsdsKind.Uri when !HsdsFormats.IsUri(text):
                Wrong(at, "not a whole web address", "begin with https:// and write no spaces");
                break;
            case HsdsKind.Email when !HsdsFormats.IsEmail(text):
                Wrong(at, "not an e-mail address", "write one, as in name@example.org");
                break;
            case HsdsKind.DateTime when !HsdsFormats.IsDateTime(text):
                Wrong(at, "not a date and time with its offset", "write it as in 2026-11-02T07:30:00Z");
                break;
            case HsdsKind.Choice when !field.Choices.Contains(text, StringComparer.Ordinal):
                Wrong(at, $"none of {string.Join(", ", field.Choices)}", $"did you mean `{Spelling.Nearest(text, field.Choices)}`?");
                break;
        }
    }

    /// <summary>What HSDS doesn't know is kept as it is, so it must be something that can be kept.</summary>
    private void Unknown(JsonElement value, Place at)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when !TryText(value, out _):
                Wrong(at, "a text inside that is no Unicode", "write whole characters, in UTF-8");
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Unknown(item, at);
                break;
            case JsonValueKind.Object:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var property in value.EnumerateObject())
                {
                    if (!TryName(property, out var name)) Wrong(at, "a field whose name is no Unicode text", "write the name in whole characters");
                    else if (!seen.Add(name)) Wrong(at, "a field inside that comes twice", "keep one of them");
                    Unknown(property.Value, at);
                }

                break;
        }
    }

    private void Wrong(Place at, JsonElement value, string rule, string mend)
    {
        if (value.ValueKind == JsonValueKind.Null) Wrong(at, "null", "leave the field out where there is nothing to say");
        else Wrong(at, rule, mend);
    }

    private void Wrong(Place at, string rule, string mend) => defects.Add(new Defect(at.ToString(), rule, mend));

    /// <summary>JSON's escapes can write half a character, and bytes need not be UTF-8: reading either throws.</summary>
    private static bool TryText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = string.Empty;
            return false;
        }
    }

    private static bool TryName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = string.Empty;
            return false;
        }
    }

    /// <summary>Where the check stands; written out only where something is wrong.</summary>
    private sealed class Place(Place? parent, string name, int index)
    {
        public override string ToString() => parent is null
            ? name
            : index < 0 ? $"{parent}.{name}" : string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");
    }
}
