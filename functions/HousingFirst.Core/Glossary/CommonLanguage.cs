using System.Collections.Immutable;

namespace HousingFirst.Core.Glossary;

/// <summary>
/// The glossary: every word the partners share, with its label and definition in both languages (practice 5). Labels of codes are the
/// vocabulary's own; everything else is from <c>glossary.tsv</c>, which the product carries.
/// </summary>
public static class CommonLanguage
{
    /// <summary>The glossary's edition: a changed text is a new one. The codes have one of their own, <see cref="Vocabulary.Version"/>.</summary>
    public const string Version = "1";

    private static readonly Lazy<ImmutableArray<GlossaryEntry>> Sheet = new(Load);

    /// <summary>Every entry, by kind in their order, within a kind as the sheet has them.</summary>
    public static ImmutableArray<GlossaryEntry> Entries => Sheet.Value;

    /// <summary>
    /// What a word stands for: the entries with that term or label in either language, whatever the case and accents; else those of that
    /// kind; else what the shelter system's word for it means. Empty where it is none of these.
    /// </summary>
    public static ImmutableArray<GlossaryEntry> Find(string word)
    {
        var wanted = Folding.Of(word);
        ImmutableArray<GlossaryEntry> named =
            [.. Entries.Where(e => Folding.Of(e.Term) == wanted || Folding.Of(e.LabelEn) == wanted || Folding.Of(e.LabelFr) == wanted)];
        if (!named.IsEmpty) return named;
        ImmutableArray<GlossaryEntry> ofKind = [.. Entries.Where(e => Folding.Of(e.Kind.ToString()) == wanted)];
        if (!ofKind.IsEmpty) return ofKind;
        var codes = StarterTerms.All.Where(t => Folding.Of(t.Term) == wanted).SelectMany(t => t.Codes).Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        return [.. Entries.Where(e => e.Kind == GlossaryKind.Code && codes.Contains(e.Term))];
    }

    /// <summary>The entry of a role.</summary>
    public static GlossaryEntry OfRole(Role role) => Entries.First(e => e.Kind == GlossaryKind.Role && e.Term == role.ToString());

    /// <summary>The entry's term nearest to a word that is none, for an answer.</summary>
    public static string Nearest(string word) =>
        Spelling.Nearest(Folding.Of(word), Entries.SelectMany(e => ((string[])[e.Term, e.LabelEn, e.LabelFr]).Select(Folding.Of))) is { } near
            ? Entries.First(e => Folding.Of(e.Term) == near || Folding.Of(e.LabelEn) == near || Folding.Of(e.LabelFr) == near).Term
            : Entries[0].Term;

    private static ImmutableArray<GlossaryEntry> Load() =>
    [
        .. CarriedSheet.Read("glossary.tsv").Select(line =>
        {
            var kind = Enum.Parse<GlossaryKind>(line["kind"], ignoreCase: true);
            var code = kind == GlossaryKind.Code ? Vocabulary.Current[line["term"]] : null;
            return new GlossaryEntry(
                kind, line["term"], code?.LabelEn ?? line["label_en"], code?.LabelFr ?? line["label_fr"], line["definition_en"], line["definition_fr"]);
        }).OrderBy(e => e.Kind),
    ];
}
