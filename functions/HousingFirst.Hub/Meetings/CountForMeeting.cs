using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Counts what waits for each agency, once for a stage and not once for each of its mails: then it costs a request for each client that an item asks
/// someone for, however many agencies are told.
/// </summary>
public sealed class CountForMeeting(MeetingStore meetings, ReadAgenda agenda, ActionStore actions)
{
    /// <summary>Counts it.</summary>
    public async ValueTask RunAsync(Meeting meeting, Surroundings at, CancellationToken cancellation)
    {
        var stored = await meetings.ReadAsync(meeting.Id, cancellation);
        var needed = await agenda.NeededAsync(stored, meeting, at, cancellation);
        var open = (await actions.AllAsync(cancellation)).Where(a => a.Closed is null).ToLookup(a => a.Owner, StringComparer.Ordinal);
        var agencies = needed.Keys.Concat(open.Select(o => o.Key)).Distinct(StringComparer.Ordinal);
        await meetings.ShowAsync(
            meeting.Id,
            agencies.ToDictionary(
                a => a, a => new MeetingCounts(needed.GetValueOrDefault(a), open[a].Count(), open[a].Count(x => x.IsOverdue(at.Today))), StringComparer.Ordinal),
            cancellation);
    }
}
