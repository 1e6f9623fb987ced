using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Puts what was not talked about on the next meeting's agenda: an item that waits for someone, or one of a meeting that was cancelled. There first, then
/// marked here: cut off in between, the same item is added again, which is once. What has no room any more, or was put off too often, is dropped: its
/// words are forgotten with this meeting.
/// </summary>
public sealed class PutOffItems(MeetingStore meetings, ReadAgenda agenda)
{
    /// <summary>Puts them off; where no meeting follows they stay.</summary>
    public async ValueTask RunAsync(Meeting meeting, Surroundings at, CancellationToken cancellation)
    {
        if (MeetingCalendar.After(meeting, at.Community) is not { } next) return;
        var stored = await meetings.ReadAsync(meeting.Id, cancellation);
        var open = stored.Items.Where(i => i is { State: ItemState.Open, IsPurged: false }).ToArray();
        var states = await agenda.StatesAsync(open.Select(i => i.Client).OfType<ClientId>(), cancellation);
        foreach (var item in open)
        {
            var goesOn = item.PutOffs < AgendaItem.MostPutOffs && (item.Client is not { } client || Room.Of(item, states[client], next.On, at).Seats.Length > 0);
            if (goesOn) await meetings.AddAsync(next.Id, item with { From = item.From ?? meeting.Id, PutOffs = item.PutOffs + 1 }, cancellation);
            if (!await meetings.WriteAsync(
                    meeting.Id, item with { State = goesOn ? ItemState.PutOff : ItemState.Dropped }, stored.ETags[MeetingRows.ItemKey(item.Id)], cancellation))
                throw new IOException("An item moved while it was put off. Try again.");
        }
    }
}
