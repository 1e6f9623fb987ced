using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.MonthEnd;

/// <summary>A month's coverage as a report may show it.</summary>
/// <param name="Changes">Changes of which somebody had to know.</param>
/// <param name="HadToKnow">Everyone who had to know.</param>
/// <param name="Told">Who was told, those who answered among them.</param>
/// <param name="Acknowledged">Who answered.</param>
/// <param name="Withheld">Not told, by reason.</param>
/// <param name="NotReached">Who was not reached so far.</param>
/// <param name="Gaps">Roles that nobody held.</param>
public sealed record ShownCoverage(int Changes, int HadToKnow, int Told, int Acknowledged, Shown<string> Withheld, int NotReached, Shown<Role> Gaps)
{
    /// <summary>The coverage as it may be shown, or null for a month whose changes are about fewer than six clients: any number of it would be about them.</summary>
    public static ShownCoverage? Of(CoverageMonth month) => month.Clients < SmallNumbers.Fewest
        ? null
        : new ShownCoverage(
            month.Changes,
            month.HadToKnow,
            month.Told,
            month.Acknowledged,
            SmallNumbers.Of(month.Reasons, Enum.GetValues<WithheldKind>().Length),
            month.NotReached,
            SmallNumbers.Of(month.Gaps, Enum.GetValues<Role>().Length));
}
