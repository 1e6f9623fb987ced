using System.Collections.Frozen;
using System.Collections.Immutable;

namespace HousingFirst.Core.Glossary;

/// <summary>
/// The community's one language: every code with its labels and rules (practice 5). Read from the <c>vocabulary.tsv</c> the product carries;
/// a new edition is a new <see cref="Version"/>.
/// </summary>
public sealed class Vocabulary
{
    private readonly FrozenDictionary<string, ChangeCode> byCode;

    private Vocabulary(ImmutableArray<ChangeCode> codes)
    {
        Codes = codes;
        byCode = codes.ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);
    }

    /// <summary>The edition the product carries.</summary>
    public static Vocabulary Current { get; } = Load();

    /// <summary>The edition's version.</summary>
    public const string Version = "1";

    /// <summary>Every code, in alphabetical order.</summary>
    public ImmutableArray<ChangeCode> Codes { get; }

    /// <summary>The code, or null where it is none.</summary>
    public ChangeCode? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>The code, which is known to be one.</summary>
    /// <exception cref="InvalidOperationException">It is none: the data is from another edition.</exception>
    public ChangeCode this[string code] =>
        Find(code) ?? throw new InvalidOperationException("A code is not in the vocabulary: the data is from a newer edition.");

    /// <summary>
    /// The valid code nearest to what was written, for an answer; never used to guess what was meant. Fewest edits first, letters of
    /// either case alike, the same words in another order counting as near; then alphabetical.
    /// </summary>
    public string Nearest(string written)
    {
        var best = Codes[0].Code;
        var bestDistance = int.MaxValue;
        var wanted = Fold(written);
        var wantedWords = SortedWords(wanted);
        foreach (var code in Codes)
        {
            var folded = Fold(code.Code);
            var distance = Math.Min(Spelling.Edits(wanted, folded), 1 + Spelling.Edits(wantedWords, SortedWords(folded)));
            if (distance >= bestDistance) continue;
            best = code.Code;
            bestDistance = distance;
        }

        return best;
    }

    private static string Fold(string text) => text.Length > 64 ? text[..64].ToUpperInvariant() : text.ToUpperInvariant();

    private static string SortedWords(string text) =>
        string.Join('.', text.Split(['.', '-', '_', ' ', '/'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

    private static Vocabulary Load()
    {
        using var stream = typeof(Vocabulary).Assembly.GetManifestResourceStream("vocabulary.tsv")
            ?? throw new InvalidOperationException("The vocabulary is missing from the program.");
        using var reader = new StreamReader(stream);
        return new Vocabulary(VocabularyFile.Read(reader.ReadToEnd()));
    }
}
