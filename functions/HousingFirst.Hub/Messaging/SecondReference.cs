using System.Text.RegularExpressions;

namespace HousingFirst.Hub.Messaging;

/// <summary>
/// Whether a note names a second client by reference, or words that are about no client name any. What a conflict was with whom is never linked by the
/// hub (<c>safety.conflict</c>), so anything that looks like a reference is refused: letters and digits together, with a capital or a hyphen.
/// </summary>
internal static partial class SecondReference
{
    public static bool IsIn(string note, string? subject) => Words().EnumerateMatches(note) is var words && Any(words, note, subject);

    private static bool Any(Regex.ValueMatchEnumerator words, string note, string? subject)
    {
        foreach (var match in words)
        {
            var word = note.AsSpan(match.Index, match.Length).Trim('-');
            if (word.Length is < 4 or > 32 || word.Equals(subject, StringComparison.OrdinalIgnoreCase)) continue;
            if (LooksLikeReference(word)) return true;
        }

        return false;
    }

    private static bool LooksLikeReference(ReadOnlySpan<char> word)
    {
        bool digit = false, letter = false, capital = false, hyphen = false;
        foreach (var character in word)
        {
            digit |= char.IsAsciiDigit(character);
            letter |= char.IsAsciiLetter(character);
            capital |= char.IsAsciiLetterUpper(character);
            hyphen |= character == '-';
        }

        return digit && letter && (capital || hyphen);
    }

    [GeneratedRegex("[A-Za-z0-9-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
