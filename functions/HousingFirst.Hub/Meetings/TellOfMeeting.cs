using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Tells an agency's guests of the agenda, of tomorrow, of the minutes: how much waits for them, and the link behind which it is. Who has declined hears
/// of the minutes only. The mail first, then the mark.
/// </summary>
public sealed class TellOfMeeting(MeetingStore meetings, MailLinks links, IMailer mailer)
{
    /// <summary>Tells them, unless that was done.</summary>
    public async ValueTask RunAsync(Meeting meeting, IReadOnlyList<Guest> guests, string stage, Surroundings at, CancellationToken cancellation)
    {
        var waiting = guests.Where(g => !g.Told.Contains(stage)).ToArray();
        if (waiting.Length == 0) return;
        var agency = waiting[0].Agency;
        var counts = (await meetings.CountsAsync(meeting.Id, cancellation)).GetValueOrDefault(agency) ?? MeetingCounts.None;
        foreach (var guest in waiting)
        {
            if (at.Directory.Contact(agency, guest.Contact) is { } contact && ComposeMail.IsMailable(contact)
                && (stage == MeetingPlan.Minutes || guest.Answer != GuestAnswer.Declined))
            {
                await mailer.SendAsync(
                    new MailContent.Meeting(
                        $"{meeting.Id}.{agency}.{guest.Contact}.{stage}", ComposeMail.Recipient(contact), at.Now, KindOf(stage),
                        SendInvitations.TimeOf(meeting, at), Callers.OfLead(contact.Language, at), links.Meeting(meeting.Id, contact, at.Now))
                    {
                        Needed = stage == MeetingPlan.Minutes ? 0 : counts.Needed,
                        Overdue = counts.Overdue,
                        Actions = counts.Actions,
                    },
                    cancellation);
            }

            // Where the guest answered meanwhile, the step is done again, and the same mail is one.
            if (await meetings.WriteAsync(meeting.Id, guest with { Told = guest.Told.Add(stage) }, cancellation) is null)
                throw new IOException("A guest answered while being told of a meeting. Try again.");
        }
    }

    private static MeetingMailKind KindOf(string stage) => stage switch
    {
        MeetingPlan.Agenda => MeetingMailKind.Agenda,
        MeetingPlan.Remind => MeetingMailKind.Reminder,
        MeetingPlan.Minutes => MeetingMailKind.Minutes,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No mail tells of this stage."),
    };
}
