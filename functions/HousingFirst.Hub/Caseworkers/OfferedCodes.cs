using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Hub.Caseworkers;

/// <summary>The codes a caseworker's page offers: what a client's program may send, and a form of a few fields can say.</summary>
public static class OfferedCodes
{
    /// <summary>Where a program has sent too little to know its own: what happens most around people who were just housed.</summary>
    private static readonly string[] Everyday =
    [
        "client.notSeen", "client.found", "away.hospital.in", "away.hospital.out", "housing.notice", "housing.arrears", "income.changed", "concern.raised",
    ];

    /// <summary>
    /// Every one. Not among them: what the hub alone says, and enrolments, with which a client begins: their reference is no client's of the
    /// program yet.
    /// </summary>
    public static ImmutableArray<ChangeCode> All { get; } =
    [
        .. Vocabulary.Current.Codes.Where(c =>
            (c.MaySend & (MaySend.Team | MaySend.Program | MaySend.Sender)) != MaySend.None
            && c.Code != Codes.Enrolled),
    ];

    /// <summary>The offered code of this name, or null.</summary>
    public static ChangeCode? Find(string code) => All.FirstOrDefault(c => c.Code == code);

    /// <summary>Whether a code takes a field.</summary>
    public static bool Takes(ChangeCode code, ChangeField field) => code.Requires.Contains(field) || code.Optional.Contains(field);

    /// <summary>The codes used most, most used first, filled up with everyday ones.</summary>
    /// <param name="used">The codes as used.</param>
    public static IEnumerable<ChangeCode> Often(IEnumerable<ChangeCode> used) => used
        .GroupBy(c => c.Code)
        .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => Find(g.Key))
        .OfType<ChangeCode>()
        .Concat(Everyday.Select(code => Vocabulary.Current[code]))
        .Distinct()
        .Take(Caseload.OftenCount);
}
