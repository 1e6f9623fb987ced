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

    private static Vocabulary Load()
    {
        using var stream = typeof(Vocabulary).Assembly.GetManifestResourceStream("vocabulary.tsv")
            ?? throw new InvalidOperationException("The vocabulary is missing from the program.");
        using var reader = new StreamReader(stream);
        return new Vocabulary(VocabularyFile.Read(reader.ReadToEnd()));
    }
}
