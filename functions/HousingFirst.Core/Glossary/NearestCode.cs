using System.Collections.Immutable;

namespace HousingFirst.Core.Glossary;

/// <summary>
/// The valid code nearest to what was written, for an answer; never used to guess what was meant. Near is a code misspelt, with its words in
/// another order, or said in the words of its labels or of the shelter system, in either language.
/// </summary>
public static class NearestCode
{
    /// <summary>So many letters off, or written with a code's dots, a word is a code misspelt; else it is a term of somebody's own.</summary>
    private const int Misspelt = 3;

    private const int Longest = 64;

    private static readonly Lazy<ImmutableArray<(string Phrase, string[] Words, ChangeCode Code)>> Phrases = new(() =>
    [
        .. Vocabulary.Current.Codes.SelectMany(c => ((string[])[c.LabelEn, c.LabelFr]).Select(label => (label, c)))
            .Concat(StarterTerms.All.SelectMany(t => t.Codes.Select(c => (t.Term, c))))
            .Select(p => (Folding.Of(p.Item1), p.c))
            .Select(p => (Cut(p.Item1), p.Item1.Split(' '), p.c)),
    ]);

    /// <summary>The nearest code: fewest edits first, then alphabetical, a code's own name before a phrase for another.</summary>
    public static Near Of(string written)
    {
        var wanted = Cut(written.ToUpperInvariant());
        var wantedWords = SortedWords(wanted);
        var (best, distance) = (Vocabulary.Current.Codes[0], int.MaxValue);
        foreach (var code in Vocabulary.Current.Codes)
        {
            var name = code.Code.ToUpperInvariant();
            Closer(code, Math.Min(Spelling.Edits(wanted, name), 1 + Spelling.Edits(wantedWords, SortedWords(name))));
        }

        var misspelt = distance <= Misspelt || (written.Contains('.', StringComparison.Ordinal) && !written.Contains(' ', StringComparison.Ordinal));
        var phrase = Cut(Folding.Of(written.Length > 2 * Longest ? written[..(2 * Longest)] : written));
        var words = phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var (known, itsWords, code) in Phrases.Value)
        {
            Closer(code, Apart(words, itsWords));
            if (Math.Abs(known.Length - phrase.Length) < distance) Closer(code, Spelling.Edits(phrase, known));
        }

        return new Near(best.Code, misspelt);

        void Closer(ChangeCode code, int edits)
        {
            if (edits < distance) (best, distance) = (code, edits);
        }
    }

    /// <summary>How far apart two phrases are of which one holds every word of the other: by the words it has more.</summary>
    private static int Apart(string[] words, string[] others)
    {
        var (few, many) = words.Length < others.Length ? (words, others) : (others, words);
        return few.Length > 0 && Array.TrueForAll(few, word => many.Contains(word)) ? 2 + many.Length - few.Length : int.MaxValue;
    }

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] : text;

    private static string SortedWords(string text) =>
        string.Join('.', text.Split(['.', '-', '_', ' ', '/'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
}

/// <summary>What is nearest to something written.</summary>
/// <param name="Code">A valid code.</param>
/// <param name="IsMisspelt">Whether what was written looks like a code with a mistake in it.</param>
public readonly record struct Near(string Code, bool IsMisspelt);
