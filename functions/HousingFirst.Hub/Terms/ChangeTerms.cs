using System.Collections.Immutable;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Terms;

/// <summary>Maps an agency's own terms to codes, one or a whole sheet of them, and takes mappings back. Doing the same again changes nothing.</summary>
public sealed class ChangeTerms(TermCache cache)
{
    /// <summary>Maps terms; a term that meant another code means the new one.</summary>
    /// <param name="agency">Whose.</param>
    /// <param name="mappings">Each checked by <see cref="AgencyTerms.Check"/> here too.</param>
    /// <param name="keepKnown">Whether a term that is mapped already stays as it is.</param>
    /// <param name="dryRun">Whether only to say what would change.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<TermOutcome> MapAsync(
        string agency, IReadOnlyList<AgencyTerm> mappings, bool keepKnown, bool dryRun, CancellationToken cancellation)
    {
        ImmutableArray<Defect> defects = [.. mappings.SelectMany(m => AgencyTerms.Check(m))];
        if (!defects.IsEmpty) return new TermOutcome.Refused(defects);
        TermOutcome.Changed? outcome = null;
        var tooMany = 0;
        TermChange Change(AgencyTerms before)
        {
            outcome = Compare(before, mappings, keepKnown);
            tooMany = before.Count + outcome.Added.Length - AgencyTerms.Most;
            return dryRun || tooMany > 0 ? new TermChange([], []) : new TermChange([.. outcome.Added, .. outcome.Replaced.Select(c => c.Now)], []);
        }

        await cache.Store.ChangeAsync(agency, Change, cancellation);
        cache.Forget(agency);
        return tooMany > 0
            ? new TermOutcome.Refused(
                [new Defect("term", $"more than {AgencyTerms.Most} terms with those the agency has", "unmap some that are no longer written")])
            : outcome!;
    }

    /// <summary>Takes a mapping back.</summary>
    /// <returns>What it was, or null where there was none.</returns>
    public async ValueTask<AgencyTerm?> UnmapAsync(string agency, string term, CancellationToken cancellation)
    {
        AgencyTerm? known = null;
        TermChange Change(AgencyTerms before)
        {
            known = before.Mapping(term);
            return new TermChange([], known is null ? [] : [term]);
        }

        await cache.Store.ChangeAsync(agency, Change, cancellation);
        cache.Forget(agency);
        return known;
    }

    /// <summary>An agency's table as it is stored now.</summary>
    public ValueTask<AgencyTerms> ReadAsync(string agency, CancellationToken cancellation) => cache.Store.ReadAsync(agency, cancellation);

    private static TermOutcome.Changed Compare(AgencyTerms before, IReadOnlyList<AgencyTerm> mappings, bool keepKnown)
    {
        var added = ImmutableArray.CreateBuilder<AgencyTerm>();
        var changed = ImmutableArray.CreateBuilder<(AgencyTerm Was, AgencyTerm Now)>();
        var same = 0;
        foreach (var mapping in mappings.DistinctBy(m => Folding.Of(m.Term), StringComparer.Ordinal))
        {
            if (before.Mapping(mapping.Term) is not { } known) added.Add(mapping);
            else if (known.Code == mapping.Code || keepKnown) same++;
            else changed.Add((known, mapping));
        }

        return new TermOutcome.Changed(added.ToImmutable(), changed.ToImmutable(), same);
    }
}

/// <summary>What became of mappings.</summary>
public abstract record TermOutcome
{
    private TermOutcome()
    {
    }

    /// <summary>They stand.</summary>
    /// <param name="Added">Terms that were not mapped before.</param>
    /// <param name="Replaced">Terms that meant another code.</param>
    /// <param name="Same">How many were so before.</param>
    public sealed record Changed(ImmutableArray<AgencyTerm> Added, ImmutableArray<(AgencyTerm Was, AgencyTerm Now)> Replaced, int Same) : TermOutcome;

    /// <summary>At least one breaks a rule; nothing was changed.</summary>
    public sealed record Refused(ImmutableArray<Defect> Defects) : TermOutcome;
}
