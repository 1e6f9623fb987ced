using System.Collections.Immutable;
using System.Globalization;
using HousingFirst.Core.Glossary;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Core.Partners.Editing;

/// <summary>Values of fields as text, and back. What can't be read is null.</summary>
internal static class FieldText
{
    private const string Yes = "yes";
    private const string No = "no";

    /// <summary>A line of text of a length.</summary>
    public static string? Line(string? text, int most) =>
        text?.Trim() is { Length: > 0 } line && line.Length <= most && !line.Any(char.IsControl) ? line : null;

    /// <summary>A work number: what people write one with, and a digit in it.</summary>
    public static string? Phone(string? text) =>
        Line(text, 40) is { } line && line.Any(char.IsAsciiDigit) && line.All(c => char.IsLetterOrDigit(c) || " +-().,/#".Contains(c, StringComparison.Ordinal)) ? line : null;

    /// <summary>A mail address: one part, one @, one domain, nothing that a mail's head could be broken with.</summary>
    public static string? Mail(string? text) =>
        Line(text, 254) is { } line && line.Split('@') is [{ Length: > 0 } name, { Length: > 0 } domain] && name.All(IsOfAddress)
        && domain.All(c => char.IsLetterOrDigit(c) || c is '.' or '-') && domain.Contains('.', StringComparison.Ordinal)
        && !line.Contains("..", StringComparison.Ordinal) && domain[0] != '.' && domain[^1] != '.' && name[0] != '.' && name[^1] != '.'
            ? line
            : null;

    public static string? Of(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : null;

    public static LocalDate? Day(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text.Trim()).TryGetValue(default, out var day) ? day : null;

    public static string Of(bool flag) => flag ? Yes : No;

    public static bool? Flag(string? text) => text?.Trim() switch
    {
        Yes or "true" => true,
        No or "false" => false,
        _ => null,
    };

    /// <summary>A word of an enumeration, of either case, with or without hyphens: <c>funded-program</c>.</summary>
    public static T? Word<T>(string? text)
        where T : struct, Enum
    {
        var word = text?.Trim().Replace("-", string.Empty, StringComparison.Ordinal);
        foreach (var value in Enum.GetValues<T>())
        {
            if (value.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)) return value;
        }

        return null;
    }

    public static string Words<T>()
        where T : struct, Enum => "one of " + string.Join(", ", Enum.GetNames<T>());

    /// <summary>Several words, by commas or spaces, each once, in the enumeration's own order; none for an empty text.</summary>
    public static ImmutableArray<Role>? Roles(string? text)
    {
        var roles = new SortedSet<Role>();
        foreach (var part in Parts(text, ' ', ','))
        {
            if (Word<Role>(part) is not { } role) return null;
            roles.Add(role);
        }

        return [.. roles];
    }

    /// <summary>Several texts by commas, each once.</summary>
    public static ImmutableArray<string>? Lines(string? text, int most, int longest)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var part in Parts(text, ','))
        {
            if (Line(part, longest) is not { } line || lines.Count == most) return null;
            if (!lines.Any(known => Folding.Same(known, line))) lines.Add(line);
        }

        return lines.ToImmutable();
    }

    public static string? Join<T>(ImmutableArray<T> values) => values.IsEmpty ? null : string.Join(", ", values);

    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string[] Parts(string? text, params char[] between) =>
        text?.Split(between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsOfAddress(char c) => char.IsLetterOrDigit(c) || ".!#$%&'*+/=?^_`{|}~-".Contains(c, StringComparison.Ordinal);
}
