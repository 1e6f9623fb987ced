using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.Meetings;

/// <summary>How many of a program's partners of the month come to the next meeting: there it can talk with all of them in one afternoon.</summary>
public sealed class CountComing(MeetingStore meetings)
{
    /// <summary>Counts them: one request while a meeting is called, none otherwise.</summary>
    /// <returns>Null where no meeting is called, or nobody has said yet that they come.</returns>
    public async ValueTask<ComingPartners?> RunAsync(ProgramMonth month, Surroundings at, CancellationToken cancellation)
    {
        var partners = month.Obligations.Where(o => o is { Owed: true, Released: false }).Select(o => o.Partner).ToHashSet(StringComparer.Ordinal);
        if (partners.Count == 0 || MeetingCalendar.Next(at.Community, at.Now) is not { } next || next.On > at.Today.PlusDays(at.Community.Meetings!.CallDays)) return null;
        var coming = (await meetings.GuestsAsync(next.Id, cancellation))
            .Where(g => g.Answer == GuestAnswer.Accepted && partners.Contains(g.Agency)).Select(g => g.Agency).Distinct(StringComparer.Ordinal).Count();
        return coming == 0 ? null : new ComingPartners(next.On, coming, partners.Count);
    }
}
