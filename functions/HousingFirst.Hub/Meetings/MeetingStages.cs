using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Planning;
using HousingFirst.Hub.Cycles;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// What the stages of a meeting do: invite and call for items, tell of the agenda, remind, put off what was not talked about and tell of the minutes,
/// forget. Whom a stage concerns is counted when it begins, so that who joins in between is invited as well.
/// </summary>
public sealed class MeetingStages(
    SendInvitations invite, InvitedProspects prospects, TellOfMeeting tell, CountForMeeting count, PutOffItems putOff, WatchLeadership leadership, PurgeMeeting purge, ActionStore actions, ClaimMeetings claim) : ICycleKind
{
    /// <inheritdoc/>
    public bool Knows(string cycle) => MeetingCalendar.DayOf(cycle) is not null;

    /// <inheritdoc/>
    public CyclePlan Plan(string cycle, Community community) => MeetingPlan.Of(cycle, community);

    /// <inheritdoc/>
    public async ValueTask<StoredCycle> BeginAsync(StoredCycle cycle, Stage stage, Surroundings at, CancellationToken cancellation)
    {
        var meeting = MeetingCalendar.Find(cycle.Id, at.Community)!;
        var members = stage.Name == MeetingPlan.Purge || meeting.IsOff ? [] : Members(meeting, at);
        if (stage.Name == MeetingPlan.Call && !meeting.IsOff) members = [.. members, .. await prospects.AllAsync(cancellation)];
        if (stage.Name is not (MeetingPlan.Call or MeetingPlan.Purge) && !meeting.IsOff) await count.RunAsync(meeting, at, cancellation);
        return cycle with { Members = members, State = cycle.State.Begun(stage, members.Length + ExtraSteps(stage.Name)) };
    }

    /// <inheritdoc/>
    public async ValueTask StepAsync(StoredCycle cycle, string stage, int step, Surroundings at, CancellationToken cancellation)
    {
        var meeting = MeetingCalendar.Find(cycle.Id, at.Community)!;
        switch (stage)
        {
            case MeetingPlan.Purge:
                await purge.RunAsync(meeting.Id, at, cancellation);
                await actions.ForgetAsync(at.Today, cancellation);
                break;

            // The first step of the minutes: what was not talked about goes to the next meeting, and the chair hears where energy falls.
            case MeetingPlan.Minutes when step == 0:
                await putOff.RunAsync(meeting, at, cancellation);
                await leadership.RunAsync(meeting, at, cancellation);
                break;
            default:
                var member = cycle.Members[step - ExtraSteps(stage)];
                var guests = await invite.InviteAsync(meeting, member, at, cancellation);
                if (stage != MeetingPlan.Call) await tell.RunAsync(meeting, guests, stage, at, cancellation);
                break;
        }
    }

    /// <summary>A meeting that was called sees to it that the next ones are claimed.</summary>
    public async ValueTask<StoredCycle> FinishAsync(StoredCycle cycle, Stage stage, Surroundings at, CancellationToken cancellation)
    {
        if (stage.Name == MeetingPlan.Call) await claim.RunAsync(at, cancellation);
        return cycle;
    }

    /// <summary>Every organisation that is invited now.</summary>
    public static ImmutableArray<string> Members(Meeting meeting, Surroundings at) =>
        [.. at.Directory.Organisations.Where(o => SendInvitations.IsInvited(o, meeting, at)).Select(o => o.Id).Order(StringComparer.Ordinal)];

    private static int ExtraSteps(string stage) => stage is MeetingPlan.Minutes or MeetingPlan.Purge ? 1 : 0;
}
