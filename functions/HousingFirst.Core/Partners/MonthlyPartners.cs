using NodaTime;

namespace HousingFirst.Core.Partners;

/// <summary>
/// The partners whom a funded program owes a contact every month, whether needed or not (practice 1). The rule: every external partner that takes
/// part under an agreement in force and isn't resting. A program's own list adds to it and takes from it.
/// </summary>
public static class MonthlyPartners
{
    /// <summary>Whom the program owes one, by id.</summary>
    /// <param name="program">The funded program.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="today">The day in the community.</param>
    /// <param name="rests">Whether an organisation rests: it asked for a pause, and is left in peace.</param>
    public static IReadOnlyList<Organisation> Of(
        Organisation program, PartnerDirectory directory, LocalDate today, Func<Organisation, bool> rests) =>
        program is not { Kind: OrganisationKind.FundedProgram, Standing.IsActive: true }
            ? []
            : [.. directory.Partners
                .Concat(program.AlsoContacts.Select(directory.Find).OfType<Organisation>())
                .Distinct()
                .Where(o => IsOwed(program, o, today) && !rests(o))
                .OrderBy(o => o.Id, StringComparer.Ordinal)];

    /// <summary>Whether the rule alone says so.</summary>
    public static bool IsOfTheRule(Organisation partner, LocalDate today) => partner.Kind == OrganisationKind.Partner && partner.IsTold(today);

    /// <summary>The program with a partner put on its list.</summary>
    public static Organisation With(Organisation program, Organisation partner, LocalDate today) => program with
    {
        NeverContacts = program.NeverContacts.Remove(partner.Id),
        AlsoContacts = IsOfTheRule(partner, today) || program.AlsoContacts.Contains(partner.Id)
            ? program.AlsoContacts
            : program.AlsoContacts.Add(partner.Id),
    };

    /// <summary>The program with a partner taken off its list.</summary>
    public static Organisation Without(Organisation program, Organisation partner) => program with
    {
        AlsoContacts = program.AlsoContacts.Remove(partner.Id),
        NeverContacts = partner.Kind != OrganisationKind.Partner || program.NeverContacts.Contains(partner.Id)
            ? program.NeverContacts
            : program.NeverContacts.Add(partner.Id),
    };

    private static bool IsOwed(Organisation program, Organisation partner, LocalDate today)
    {
        if (partner.Id == program.Id || !partner.Standing.IsActive || program.NeverContacts.Contains(partner.Id)) return false;
        return IsOfTheRule(partner, today) || program.AlsoContacts.Contains(partner.Id);
    }
}
