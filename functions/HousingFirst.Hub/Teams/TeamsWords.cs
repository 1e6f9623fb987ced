using System.Collections.Frozen;

namespace HousingFirst.Hub.Teams;

/// <summary>The words people put into cells, in either language, as the contract writes them. What is none stays as it is: the contract names it.</summary>
internal static class TeamsWords
{
    private static readonly FrozenDictionary<string, string> Allowed = Words(
        ("B", "b"), ("housing", "housing logement"), ("health", "health sante"), ("justice", "justice"), ("money", "money argent revenu"),
        ("safety", "safety securite"), ("family", "family famille"), ("R", "r"));

    private static readonly FrozenDictionary<string, string> Methods = Words(
        ("written", "written ecrit paper papier"), ("electronic", "electronic electronique"), ("spoken", "spoken verbal oral"));

    private static readonly FrozenDictionary<string, string> Flags = Words(("true", "yes y oui o true x 1 vrai"), ("false", "no n non false 0 faux"));

    /// <summary>The words of what a consent allows, between spaces, commas, semicolons or slashes.</summary>
    public static IReadOnlyList<string> Allows(string cell) =>
        [.. cell.Split([' ', ',', ';', '/', '+', '\u00A0', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(w => Find(Allowed, w)).Distinct(StringComparer.Ordinal)];

    /// <summary>How a consent was given.</summary>
    public static string Method(string cell) => Find(Methods, cell);

    /// <summary>Yes or no; null where it is neither.</summary>
    public static bool? Flag(string cell) => Find(Flags, cell) switch { "true" => true, "false" => false, _ => null };

    private static string Find(FrozenDictionary<string, string> words, string word) => words.GetValueOrDefault(TeamsColumns.Fold(word)) ?? word;

    private static FrozenDictionary<string, string> Words(params (string Word, string Written)[] words) => words
        .SelectMany(w => w.Written.Split(' ').Select(written => (written, w.Word)))
        .ToFrozenDictionary(w => w.written, w => w.Word, StringComparer.Ordinal);
}
