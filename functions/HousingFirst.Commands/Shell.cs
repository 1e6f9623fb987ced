namespace HousingFirst.Commands;

/// <summary>Text for a POSIX shell.</summary>
internal static class Shell
{
    /// <summary>One word of a command line, quoted where it must be.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+:@%=,".Contains(c, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>Text from outside that is safe to print: no control can move a terminal's cursor or colour it.</summary>
    public static string Printable(string text) =>
        text.Any(IsUnsafe) ? string.Concat(text.Select(c => IsUnsafe(c) ? '\uFFFD' : c)) : text;

    private static bool IsUnsafe(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
