using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Meetings;

namespace HousingFirst.Hub.Cycles;

/// <summary>
/// Sees to it that the cycle of this month is claimed, and those of the meetings ahead: each claims the next, so that this is for a hub's first start,
/// and for what an operator or an older version left without one. A claimed cycle whose due row is gone is woken.
/// </summary>
public sealed class ClaimCycles(CycleStore cycles, ContactStages contacts, ClaimMeetings meetings, DirectoryCache directory, DueStore due)
{
    /// <summary>Claims them, and wakes whatever is not done.</summary>
    public async ValueTask RunAsync(CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var month = ContactPlan.Id(at.Today.ToYearMonth());
        var open = await cycles.OpenAsync(cancellation);
        DueItem[] wakes = [.. open.Where(c => c.Id != month).Select(c => new DueItem(c.NextAt!.Value, DueKind.Cycle, c.Id) { About = c.Id })];
        if (wakes.Length > 0) await due.AddAsync(wakes, null, cancellation);
        await contacts.ClaimAsync(month, at, cancellation);
        await meetings.RunAsync(at, cancellation);
    }
}
