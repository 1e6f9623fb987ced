using System.Collections.Immutable;

namespace HousingFirst.Core.MonthEnd;

/// <summary>
/// Finds the partners with whom nobody talks: those whom programs owed a contact in a month, and no program made it. Programs are added one by one; what
/// is kept is two sets of partners, however many programs there are.
/// </summary>
public sealed class QuietPartners
{
    private readonly HashSet<string> talked = new(StringComparer.Ordinal);
    private readonly HashSet<string> owed = new(StringComparer.Ordinal);

    /// <summary>Adds what one program made and owed.</summary>
    /// <param name="made">The partners it talked with.</param>
    /// <param name="wanting">The partners it owed a contact, and did not talk with.</param>
    public void Add(IEnumerable<string> made, IEnumerable<string> wanting)
    {
        talked.UnionWith(made);
        owed.UnionWith(wanting);
    }

    /// <summary>The partners that are quiet in this month and in the one before, by id.</summary>
    public ImmutableArray<string> AndBefore(QuietPartners before) =>
        [.. owed.Where(partner => IsQuiet(partner) && before.IsQuiet(partner)).Order(StringComparer.Ordinal)];

    private bool IsQuiet(string partner) => owed.Contains(partner) && !talked.Contains(partner);
}
