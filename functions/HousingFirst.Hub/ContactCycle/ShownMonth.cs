using System.Collections.Immutable;
using HousingFirst.Core.ContactCycle;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>What the month shows of one program: made from the program's own month, which is the truth.</summary>
/// <param name="Program">The program's agency id.</param>
/// <param name="Counts">Its numbers.</param>
/// <param name="Made">The partners it talked with; empty while the month is open.</param>
/// <param name="Wanting">The partners it owed a contact and did not talk with; empty while the month is open.</param>
public sealed record ShownMonth(string Program, MonthCounts Counts, ImmutableArray<string> Made, ImmutableArray<string> Wanting)
{
    /// <summary>What is shown of a month: while it is open its numbers only, which are what changes with every contact.</summary>
    public static ShownMonth Of(ProgramMonth month) => month.Closed is null
        ? new ShownMonth(month.Program, month.Counts(), [], [])
        : new ShownMonth(
            month.Program,
            month.Counts(),
            [.. month.Obligations.Where(o => o.Standing(null).State == ObligationState.Made).Select(o => o.Partner)],
            [.. month.Obligations.Where(o => o is { Owed: true, Released: false } && o.Standing(null).State != ObligationState.Made).Select(o => o.Partner)]);
}
