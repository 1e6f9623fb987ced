using System.Collections.Immutable;
using NodaTime;

namespace HousingFirst.Core.ContactCycle;

/// <summary>
/// Who should meet whom next: the committee's list, since it creates occasions (practice 4) and face to face is best (practice 8). It says nothing of how
/// well anybody works: a pair is on it because of time, and nobody is scored (promise 11).
/// </summary>
/// <param name="Newcomers">Organisations that no program has talked with yet, and who is theirs to meet, by id.</param>
/// <param name="Pairs">Programs and partners that have not met face to face for <see cref="Obligation.InPersonDays"/> days: never first, then the longest ago.</param>
public sealed record WhoNext(ImmutableArray<Newcomer> Newcomers, ImmutableArray<PairToMeet> Pairs)
{
    /// <summary>Reads it from the programs' months.</summary>
    /// <param name="months">The latest month of each program.</param>
    /// <param name="today">The day it is.</param>
    public static WhoNext Of(IEnumerable<ProgramMonth> months, LocalDate today)
    {
        var pairs = months
            .SelectMany(m => m.Obligations.Where(o => o is { Owed: true, Released: false }).Select(o => (m.Program, Obligation: o)))
            .ToArray();
        var newcomers = pairs
            .GroupBy(p => p.Obligation.Partner, StringComparer.Ordinal)
            .Where(g => g.All(p => p.Obligation.Last is null))
            .Select(g => new Newcomer(g.Key, [.. g.Select(p => p.Program).Order(StringComparer.Ordinal)]))
            .OrderBy(n => n.Organisation, StringComparer.Ordinal)
            .ToImmutableArray();
        var isNew = newcomers.Select(n => n.Organisation).ToHashSet(StringComparer.Ordinal);
        return new WhoNext(
            newcomers,
            [
                .. pairs
                    .Where(p => !isNew.Contains(p.Obligation.Partner) && p.Obligation.IsLongWithoutMeeting(today))
                    .Select(p => new PairToMeet(p.Program, p.Obligation.Partner, p.Obligation.Last?.InPersonOn, p.Obligation.Last?.On))
                    .OrderBy(p => p.MetOn ?? LocalDate.MinIsoValue)
                    .ThenBy(p => p.TalkedOn ?? LocalDate.MinIsoValue)
                    .ThenBy(p => p.Program, StringComparer.Ordinal)
                    .ThenBy(p => p.Partner, StringComparer.Ordinal),
            ]);
    }
}

/// <summary>An organisation that nobody has talked with yet.</summary>
/// <param name="Organisation">Its agency id.</param>
/// <param name="Programs">The programs whose partner it is.</param>
public sealed record Newcomer(string Organisation, ImmutableArray<string> Programs);

/// <summary>A program and a partner that should meet.</summary>
/// <param name="Program">The program's agency id.</param>
/// <param name="Partner">The partner's.</param>
/// <param name="MetOn">The last day face to face; null where they never met.</param>
/// <param name="TalkedOn">The last day they talked at all; null where they never did.</param>
public sealed record PairToMeet(string Program, string Partner, LocalDate? MetOn, LocalDate? TalkedOn);
