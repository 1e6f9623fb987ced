using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Cycles;
using HousingFirst.Hub.DueWork;

namespace HousingFirst.Hub.Meetings;

/// <summary>Claims the meetings of the weeks ahead, each a cycle, and plans their first wakes. Each meeting that is called does the same again.</summary>
public sealed class ClaimMeetings(CycleStore cycles, DueStore due)
{
    /// <summary>One more meeting than the longest series has between two.</summary>
    private const int DaysAhead = 120;

    /// <summary>How many meetings are claimed ahead: this one's successor and the one after, so that moving one leaves none unclaimed.</summary>
    private const int Ahead = 3;

    /// <summary>Claims them: one request for each that is claimed already.</summary>
    public async ValueTask RunAsync(Surroundings at, CancellationToken cancellation)
    {
        var added = at.Community.Meetings?.Changes.Count(c => c.Kind == MeetingChangeKind.Added && c.On >= at.Today) ?? 0;
        foreach (var meeting in MeetingCalendar.Between(at.Today, at.Today.PlusDays(DaysAhead), at.Community).Where(m => !m.IsOff).Take(Ahead + added))
        {
            if (await cycles.ReadAsync(meeting.Id, cancellation) is not null) continue;
            var begins = MeetingPlan.Of(meeting.Id, at.Community).Stages[0].At;
            await due.AddAsync([new DueItem(begins, DueKind.Cycle, meeting.Id) { About = meeting.Id }], null, cancellation);
            await cycles.ClaimAsync(meeting.Id, begins, cancellation);
        }
    }
}
