using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Meetings;

namespace HousingFirst.Hub.Cycles;

/// <summary>
/// Sees to it that the cycle of this month is claimed, and those of the meetings ahead: each month claims the next, so that this is for a hub's first start, and for what an operator or
/// an older version left without one. A claimed cycle whose due row is gone is woken.
/// </summary>
public sealed class ClaimCycles(CycleStore cycles, ContactStages contacts, ClaimMeetings meetings, DirectoryCache directory)
{
    /// <summary>Claims them: of the month one request where that was done, three the first time.</summary>
    public async ValueTask RunAsync(CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        await meetings.RunAsync(at, cancellation);
        var cycle = ContactPlan.Id(at.Today.ToYearMonth());
        if (await cycles.ReadAsync(cycle, cancellation) is { NextAt: null }) return;
        await contacts.ClaimAsync(cycle, at, cancellation);
    }
}
