using System.Collections.Immutable;

namespace HousingFirst.Core.Glossary;

/// <summary>
/// Words that shelters and housing programs in Canada use every day, with the code each means: what an agency may start its own table from.
/// A word that means different things in different houses ("admitted") has several codes, and is never mapped without being asked.
/// </summary>
public static class StarterTerms
{
    private static readonly Lazy<ImmutableArray<StarterTerm>> Sheet = new(Load);

    /// <summary>Every word, English first, in the sheet's order.</summary>
    public static ImmutableArray<StarterTerm> All => Sheet.Value;

    private static ImmutableArray<StarterTerm> Load() => [.. CarriedSheet.Read("starter-terms.tsv").Select(line => new StarterTerm(
        line["term"],
        line["language"] == "fr" ? Language.French : Language.English,
        [.. line["codes"].Split(' ').Select(code => Vocabulary.Current[code])]))];
}

/// <summary>One word of the starter.</summary>
/// <param name="Term">The word.</param>
/// <param name="Language">The language it is of.</param>
/// <param name="Codes">What it means: one code, or several to choose from.</param>
public sealed record StarterTerm(string Term, Language Language, ImmutableArray<ChangeCode> Codes)
{
    /// <summary>The one code it means, or null where the agency must choose.</summary>
    public ChangeCode? Code => Codes is [var only] ? only : null;
}
