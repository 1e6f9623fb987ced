using System.CommandLine;
using System.Text;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners.Editing;

namespace HousingFirst.Commands.Agencies;

/// <summary>An option for each field that people write: <c>--agreement-ends</c> for <c>agreementEnds</c>. An empty value clears the field.</summary>
internal sealed class FieldOptions<T>
    where T : class
{
    private readonly (Field<T> Field, Option<string?> Option)[] options;

    public FieldOptions(IEnumerable<Field<T>> fields) => options =
        [.. fields.Where(f => f.IsWritten).Select(f => (f, new Option<string?>("--" + Kebab(f.Name)) { Description = f.Words, HelpName = "VALUE" }))];

    /// <summary>The options, for a command.</summary>
    public IReadOnlyList<Symbol> All => [.. options.Select(o => o.Option)];

    /// <summary>The fields that were given, with their texts.</summary>
    public IReadOnlyList<FieldValue> Given(ParseResult parse) =>
        [.. options.Where(o => parse.GetResult(o.Option) is { Implicit: false }).Select(o => new FieldValue(o.Field.Name, Value(parse.GetValue(o.Option))))];

    private static string? Value(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Kebab(string name)
    {
        var kebab = new StringBuilder();
        foreach (var c in name) kebab.Append(char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : c);
        return kebab.ToString();
    }
}

/// <summary>A field and the text it is to have; null clears it.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Text">The text.</param>
internal sealed record FieldValue(string Field, string? Text)
{
    /// <summary>The entry with these values; what is wrong with them goes to <paramref name="defects"/>, and leaves the field as it was.</summary>
    public static T Set<T>(T entry, IReadOnlyList<Field<T>> fields, IEnumerable<FieldValue> values, string path, List<Defect> defects)
        where T : class
    {
        var texts = values.ToDictionary(v => v.Field, v => v.Text, StringComparer.Ordinal);
        foreach (var field in fields.Where(f => texts.ContainsKey(f.Name)))
        {
            if (field.Set(entry, texts[field.Name]) is { } changed) entry = changed;
            else defects.Add(new Defect(path + field.Name, texts[field.Name] is null ? "can't be empty" : "not in its form", "write " + field.Words));
        }

        defects.AddRange(fields
            .Where(f => f.IsWritten && f.Get(entry) is "" && !texts.ContainsKey(f.Name))
            .Select(f => new Defect(path + f.Name, "missing", "write " + f.Words)));
        return entry;
    }
}
