using System.Collections.Frozen;
using System.Text.RegularExpressions;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;

namespace HousingFirst.Core.Meetings;

/// <summary>
/// Text that everyone at a meeting may read: nothing about any client. References, clinical words, and what looks like a person's name are refused where
/// they are entered, with the reason; people of the directory and organisations may be named. It asks too often rather than too seldom.
/// </summary>
public static partial class OpenText
{
    /// <summary>The longest text, in characters.</summary>
    public const int Longest = 600;

    private const string Elsewhere = "bring it to the case part, under the client's reference, or call";

    private static readonly FrozenSet<string> Titles =
        FrozenSet.Create(StringComparer.Ordinal, "MR", "MRS", "MS", "MISS", "MX", "M", "MME", "MLLE", "MONSIEUR", "MADAME", "DR", "DRE");

    private static readonly ClinicalWord[] Clinical =
        [.. CarriedSheet.Read("clinical-words.tsv").SelectMany(l => new[] { l["en"], l["fr"] }).Select(ClinicalWord.Of).Distinct()];

    private static readonly HashSet<string> Carried = NameWords(CarriedSheet.Read("open-names.tsv").Select(l => l["word"]));

    /// <summary>Everything that is wrong with a text; never with the text in it.</summary>
    /// <param name="path">Where it stands.</param>
    /// <param name="text">The text.</param>
    /// <param name="references">The sender's own references for clients.</param>
    /// <param name="directory">The directory, whose names may be written.</param>
    /// <param name="community">The community.</param>
    public static IEnumerable<Defect> Check(string path, string text, IReadOnlySet<string> references, PartnerDirectory directory, Community community)
    {
        if (PlainText.Check(path, text, Longest) is { } plain)
        {
            yield return plain;
            yield break;
        }

        if (HasReference(text, references)) yield return new Defect(path, "what looks like a client's reference; the open part is about no client", Elsewhere);
        if (HasClinicalWord(text)) yield return new Defect(path, "a word about somebody's health; the open part is about no client", Elsewhere);
        if (HasName(text, directory, community))
        {
            yield return new Defect(
                path, "what looks like a person's name; the open part is about no client",
                "name organisations and their contacts as the directory does, and write other words in small letters; a client goes into the case part");
        }
    }

    private static bool HasReference(string text, IReadOnlySet<string> references) =>
        Tokens().Matches(text).Any(m => references.Contains(m.Value.ToUpperInvariant()) || ReferenceForm().IsMatch(m.Value));

    private static bool HasClinicalWord(string text)
    {
        var words = Folding.Words(text);
        for (var i = 0; i < words.Count; i++)
        {
            foreach (var clinical in Clinical)
            {
                if (clinical.IsAt(words, i)) return true;
            }
        }

        return false;
    }

    /// <summary>A title with a capital after it, or two capitalised words in a row of which one is in no name that the hub knows.</summary>
    private static bool HasName(string text, PartnerDirectory directory, Community community)
    {
        HashSet<string>? known = null;
        foreach (var run in CapitalRuns().Matches(text).Select(m => Folding.Words(m.Value)))
        {
            for (var i = 0; i + 1 < run.Count; i++)
            {
                if (Titles.Contains(run[i])) return true;
                if (run[i].Length <= 1 || run[i + 1].Length <= 1 || Carried.Contains(run[i]) || Carried.Contains(run[i + 1])) continue;

                // Gathered from a whole directory: only for a text that has two capitals in a row.
                known ??= WordsOf(directory, community);
                if (!known.Contains(run[i]) && !known.Contains(run[i + 1])) return true;
            }
        }

        return TitledName().IsMatch(text);
    }

    private static HashSet<string> WordsOf(PartnerDirectory directory, Community community) => NameWords(directory.Organisations
        .SelectMany(o => o.Contacts.Select(c => c.Name).Concat(o.Areas).Concat([o.NameEn, o.NameFr]))
        .Concat([community.NameEn, community.NameFr]));

    private static HashSet<string> NameWords(IEnumerable<string> names) => names.SelectMany(Folding.Words).Where(w => w.Length > 2).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"[\p{L}\p{Nd}]+(?:-[\p{L}\p{Nd}]+)*")]
    private static partial Regex Tokens();

    /// <summary>Letters, a hyphen, and a digit somewhere after it: <c>PH-0018</c>, <c>HF-7Q2K</c>.</summary>
    [GeneratedRegex(@"^[A-Za-z]{1,4}-(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{1,28}$")]
    private static partial Regex ReferenceForm();

    [GeneratedRegex(@"\p{Lu}[\p{L}’'-]*(?: \p{Lu}[\p{L}’'.-]*)+")]
    private static partial Regex CapitalRuns();

    [GeneratedRegex(@"\b(?:Mr|Mrs|Ms|Miss|Mx|Mme|Mlle|M|Monsieur|Madame|mr|mrs|ms|miss|mme|mlle|monsieur|madame)\.? \p{Lu}")]
    private static partial Regex TitledName();

    /// <summary>A word or words; with <c>*</c> at the end, whatever begins so.</summary>
    private sealed record ClinicalWord(string Words, bool IsStem)
    {
        public static ClinicalWord Of(string written) => new(Folding.Of(written.TrimEnd('*')), written.EndsWith('*'));

        public bool IsAt(IReadOnlyList<string> text, int at)
        {
            var own = Words.Split(' ');
            if (at + own.Length > text.Count) return false;
            for (var i = 0; i < own.Length; i++)
            {
                var isLast = i == own.Length - 1;
                if (isLast && IsStem ? !text[at + i].StartsWith(own[i], StringComparison.Ordinal) : text[at + i] != own[i]) return false;
            }

            return true;
        }
    }
}
