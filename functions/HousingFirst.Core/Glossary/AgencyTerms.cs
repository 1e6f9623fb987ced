using System.Collections.Frozen;
using System.Collections.Immutable;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Core.Glossary;

/// <summary>
/// An agency's own terms for codes, as its system or its people write them. Only that agency sees its table. A term is found whatever its
/// case, accents and punctuation; a code always means itself, so no term can stand for another one.
/// </summary>
public sealed class AgencyTerms
{
    /// <summary>The most terms of one agency: its table is read whole.</summary>
    public const int Most = 500;

    /// <summary>The longest term, in characters.</summary>
    public const int Longest = 80;

    private static readonly FrozenDictionary<string, string> CodesByFold =
        Vocabulary.Current.Codes.ToFrozenDictionary(c => Folding.Of(c.Code), c => c.Code, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, AgencyTerm> byFold;

    /// <summary>A table; of two terms that fold alike the later stands.</summary>
    public AgencyTerms(IEnumerable<AgencyTerm> terms, long version)
    {
        var known = new Dictionary<string, AgencyTerm>(StringComparer.Ordinal);
        foreach (var term in terms) known[Folding.Of(term.Term)] = term;
        byFold = known.ToFrozenDictionary(StringComparer.Ordinal);
        Version = version;
    }

    /// <summary>The table of an agency that has none.</summary>
    public static AgencyTerms None { get; } = new([], 0);

    /// <summary>Rises with every change of the table; 0 where there never was one.</summary>
    public long Version { get; }

    /// <summary>How many terms it holds.</summary>
    public int Count => byFold.Count;

    /// <summary>The terms, in alphabetical order.</summary>
    public ImmutableArray<AgencyTerm> Terms => [.. byFold.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Value)];

    /// <summary>The mapping of a term, or null.</summary>
    public AgencyTerm? Mapping(string written) => byFold.GetValueOrDefault(Folding.Of(written));

    /// <summary>The code an agency means by a term, or null where it mapped none, or to a code of another edition.</summary>
    public ChangeCode? Find(string written) =>
        byFold.Count > 0 && written.Length <= 2 * Longest && Mapping(written) is { } term ? Vocabulary.Current.Find(term.Code) : null;

    /// <summary>Everything that is wrong with a mapping.</summary>
    public static ImmutableArray<Defect> Check(AgencyTerm mapping)
    {
        var defects = ImmutableArray.CreateBuilder<Defect>();
        var folded = Folding.Of(mapping.Term);
        if (PlainText.Check("term", mapping.Term, Longest) is { } text) defects.Add(text);
        else if (folded.Length == 0) defects.Add(new Defect("term", "neither a letter nor a digit", "write the word as your system does"));
        if (Vocabulary.Current.Find(mapping.Code) is null)
            defects.Add(new Defect("code", "not a code", $"did you mean `{NearestCode.Of(mapping.Code).Code}`?"));
        else if (CodesByFold.TryGetValue(folded, out var own) && own != mapping.Code)
            defects.Add(new Defect("term", "a code's own name", $"a code means itself: use `{own}`, or another word"));
        return defects.ToImmutable();
    }
}

/// <summary>One term of an agency.</summary>
/// <param name="Term">As the agency writes it.</param>
/// <param name="Code">The code it means.</param>
public sealed record AgencyTerm(string Term, string Code);
