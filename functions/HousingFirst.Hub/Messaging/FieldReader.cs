using System.Globalization;
using System.Text.Json;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Hub.Messaging;

/// <summary>Reads an object by its field table and names everything that is wrong with it.</summary>
internal static class FieldReader
{
    /// <summary>Reads the fields of <paramref name="source"/> into <paramref name="values"/>.</summary>
    /// <param name="source">A JSON object.</param>
    /// <param name="path">Its own path; empty for the event itself.</param>
    /// <param name="uses">The fields it takes.</param>
    /// <param name="elsewhere">Names the contract knows, but in other messages or with other codes: these may be named in a defect.</param>
    /// <param name="reading">The reading.</param>
    /// <param name="values">Gets the values that are right.</param>
    /// <param name="nullIsAbsent">Whether null means not there, as CloudEvents says of its attributes.</param>
    public static void Read(
        JsonElement source,
        string path,
        IReadOnlyList<FieldUse> uses,
        IReadOnlyCollection<string> elsewhere,
        Reading reading,
        FieldValues values,
        bool nullIsAbsent = false)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var place = 0;
        foreach (var property in source.EnumerateObject())
        {
            place++;
            if (nullIsAbsent && property.Value.ValueKind == JsonValueKind.Null) continue;
            var use = Find(uses, property.Name);
            if (use is { } known)
            {
                if (!seen.Add(property.Name)) continue; // Named as a repeat by CloudEventFormat.
                var at = Join(path, property.Name);
                if (!reading.IsWrong(at) && known.Field.Shape.ReadBoxed(property.Value, at, reading) is { } read)
                    values.Put(known.Field, read);
            }
            else if (elsewhere.Contains(property.Name))
            {
                reading.Wrong(Join(path, property.Name), "not taken here", $"leave it out; taken are {Names(uses)}");
            }
            else
            {
                ReportUnknown(property.Name, place, path, uses, reading);
            }
        }

        foreach (var use in uses)
        {
            var at = Join(path, use.Field.Name);
            if (use.Required && !seen.Contains(use.Field.Name) && !reading.IsWrong(at))
                reading.Wrong(at, "missing", $"write {use.Field.Shape.Words}");
        }
    }

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>An unknown name is the sender's own text, and may be a client's name: it is counted, never repeated.</summary>
    private static void ReportUnknown(string name, int place, string path, IReadOnlyList<FieldUse> uses, Reading reading)
    {
        var near = Spelling.Nearest(name, uses.Select(use => use.Field.Name), atMost: 3);
        reading.Wrong(
            path.Length == 0 ? "$" : path,
            string.Create(CultureInfo.InvariantCulture, $"field {place}, counted from 1, is not in the contract"),
            near is null ? $"leave it out; taken are {Names(uses)}" : $"did you mean `{near}`?");
    }

    private static FieldUse? Find(IReadOnlyList<FieldUse> uses, string name)
    {
        foreach (var use in uses)
        {
            if (string.Equals(use.Field.Name, name, StringComparison.Ordinal)) return use;
        }

        return null;
    }

    private static string Names(IReadOnlyList<FieldUse> uses) => string.Join(", ", uses.Select(use => $"`{use.Field.Name}`"));
}
