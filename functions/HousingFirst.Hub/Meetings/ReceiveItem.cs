using System.Security.Cryptography;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.Messaging;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Takes an item for a meeting. Its inbox row comes first and is marked last, so that a repeat goes to the meeting that was next when it first came.
/// </summary>
public sealed class ReceiveItem(MessageInbox inbox, MeetingStore meetings, CheckOpenText check, FindTeamMember find, DueStore due)
{
    private static readonly Decision.Refused NoMeeting = Invalid("data.meeting", "no meeting that is still to come", "leave it out for the next, or ask the specialist which there are");

    private static readonly Decision.Refused NoAgency = Invalid("data.needs", "no organisation that is invited to meetings", "write agency ids");

    private static readonly Decision.Refused SourceOnly = new(
        RefusalReasons.SenderNotAllowed, [new Defect("data", "your organisation brings no items to meetings", "call the specialist")]);

    /// <summary>Takes it.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public async ValueTask<Decision.Refused?> RunAsync(ItemMessage message, ReadOnlyMemory<byte> body, Surroundings at, CancellationToken cancellation)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(body.Span));
        var taken = await inbox.TakeAsync(message.Sender, message.Key, hash, at.Now, cancellation);
        if (taken is TakenMessage.AnotherBody) return Refusals.IdReused;
        if (taken is not TakenMessage.ToDo work) return null;
        await due.AddAsync([Retention.Purge.OfMessage(message.Sender, message.Key, work.Received)], null, cancellation);
        if (at.Directory.Find(message.Sender) is not { } sender || sender.Kind == OrganisationKind.SourceOnly) return SourceOnly;
        if (MeetingOf(message, at, work.Received) is not { } meeting) return NoMeeting;
        // Cut off, and come again after its meeting's words were forgotten: nobody would forget these.
        if (meeting.On.PlusDays(MeetingSeries.PurgeDays) <= at.Today) return NoMeeting;
        if (message.Needs.Any(a => at.Directory.Find(a) is not { } needed || !SendInvitations.IsInvited(needed, meeting, at))) return NoAgency;
        ClientId? client = null;
        if (message.Part == MeetingPart.Open)
        {
            if (await check.RunAsync([("data.text", message.Text.Value)], [message.Sender], at, cancellation) is { Length: > 0 } defects)
                return new Decision.Refused(RefusalReasons.DataInvalid, defects);
        }
        else if (await find.RunAsync(message.Sender, message.Subject!.Value, at, cancellation) is { State.Head.Deceased: null } found)
        {
            client = found.Client;
        }
        else
        {
            // Of a client who has died the answer is the same: whoever is no longer told learns nothing from it.
            return Refusals.NotYours;
        }

        await meetings.AddAsync(
            meeting.Id,
            new AgendaItem(message.Key, message.Part, message.Sender, work.Received)
            {
                Text = message.Text,
                Client = client,
                Facet = message.Facet,
                Needs = message.Needs,
                Voice = message.Voice,
                VoiceText = message.VoiceText,
                Body = hash,
            },
            cancellation);
        await inbox.DoneAsync(work, cancellation);
        return null;
    }

    private static Meeting? MeetingOf(ItemMessage message, Surroundings at, NodaTime.Instant received) => message.Meeting is { } id
        ? MeetingCalendar.Find(id, at.Community) is { IsOff: false } named && named.End > received ? named : null
        : MeetingCalendar.Next(at.Community, received);

    private static Decision.Refused Invalid(string path, string rule, string mend) => new(RefusalReasons.DataInvalid, [new Defect(path, rule, mend)]);
}
