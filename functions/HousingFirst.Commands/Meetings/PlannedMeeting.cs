using HousingFirst.Core.Meetings;
using HousingFirst.Core.Planning;
using HousingFirst.Hub.Meetings;

namespace HousingFirst.Commands.Meetings;

/// <summary>What <c>hub plan</c> says of a meeting: its stages, by the series and the directory as they are now.</summary>
internal static class PlannedMeeting
{
    public static async Task<int> ShowAsync(CommandParts parts, OpenHub hub, string id, bool json, CancellationToken cancellation)
    {
        var meeting = MeetingCalendar.Find(id, hub.At.Community) ?? throw new CommandFailure($"The series has no meeting {id}. Show it: hub meeting series");
        var plan = MeetingPlan.Of(id, hub.At.Community);
        var stored = await hub.Hub.Cycles.ReadAsync(id, cancellation);
        string[] invited = meeting.IsOff ? [] : [.. MeetingStages.Members(meeting, hub.At)];
        string[] called = meeting.IsOff ? [] : [.. invited, .. await hub.Hub.Meetings.Prospects.AllAsync(cancellation)];
        var stages = plan.Stages.Select(s => (Stage: s, Over: plan.IsOver(s, stored?.State ?? CycleState.New), To: s.Name switch { MeetingPlan.Purge => [], MeetingPlan.Call => called, _ => invited })).ToArray();
        if (json)
        {
            parts.Terminal.Json(new
            {
                Cycle = id,
                Zone = hub.At.Community.Zone.Id,
                IsClaimed = stored is not null,
                meeting.On,
                meeting.At,
                meeting.IsOff,
                Stages = stages.Select(s => new { s.Stage.Name, s.Stage.At, Local = hub.Times.Of(s.Stage.At), s.Over, s.To }),
            });
            return ExitCodes.Done;
        }

        await parts.Terminal.Out.WriteLineAsync($"{id}: {hub.Times.Of(meeting.Start)}{(meeting.IsOff ? ", cancelled" : string.Empty)} ({hub.At.Community.Zone.Id})");
        parts.Terminal.Table(
            ["Stage", "Local", "UTC", "Stands", "To"],
            stages.Select(s => (string[])[s.Stage.Name, hub.Times.Of(s.Stage.At), s.Stage.At.ToString("uuuu-MM-dd HH:mm", null), s.Over ? "over" : "to come", string.Join(", ", s.To)]));
        return ExitCodes.Done;
    }
}
