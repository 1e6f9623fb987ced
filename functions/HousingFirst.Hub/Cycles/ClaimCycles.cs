using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;

namespace HousingFirst.Hub.Cycles;

/// <summary>
/// Sees to it that the cycle of this month is claimed: each month claims the next, so that this is for a hub's first start, and for what an operator or
/// an older version left without one. A claimed cycle whose due row is gone is woken.
/// </summary>
public sealed class ClaimCycles(CycleStore cycles, ContactStages contacts, DirectoryCache directory, DueStore due)
{
    /// <summary>Claims it, and wakes whatever is not done.</summary>
    public async ValueTask RunAsync(CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var month = ContactPlan.Id(at.Today.ToYearMonth());
        var open = await cycles.OpenAsync(cancellation);
        DueItem[] wakes = [.. open.Where(c => c.Id != month).Select(c => new DueItem(c.NextAt!.Value, DueKind.Cycle, c.Id) { About = c.Id })];
        if (wakes.Length > 0) await due.AddAsync(wakes, null, cancellation);
        await contacts.ClaimAsync(month, at, cancellation);
    }
}
