using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Puts what was not talked about on the next meeting's agenda: an item that waits for someone, or one of a meeting that was cancelled. There first, then
/// marked here: cut off in between, the same item is added again, which is once.
/// </summary>
public sealed class PutOffItems(MeetingStore meetings)
{
    /// <summary>Puts them off; where no meeting follows they stay.</summary>
    public async ValueTask RunAsync(Meeting meeting, Surroundings at, CancellationToken cancellation)
    {
        if (MeetingCalendar.After(meeting, at.Community) is not { } next) return;
        var stored = await meetings.ReadAsync(meeting.Id, cancellation);
        foreach (var item in stored.Items.Where(i => i is { State: ItemState.Open, IsPurged: false }))
        {
            await meetings.AddAsync(next.Id, item with { From = item.From ?? meeting.Id }, cancellation);
            if (!await meetings.WriteAsync(meeting.Id, item with { State = ItemState.PutOff }, stored.ETags[MeetingRows.ItemKey(item.Id)], cancellation))
                throw new IOException("An item moved while it was put off. Try again.");
        }
    }
}
