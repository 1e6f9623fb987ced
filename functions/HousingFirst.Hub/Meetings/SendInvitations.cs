using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Brings invitations up to what a meeting is now. What a guest's calendar is to hold is written first, with its sequence, then mailed, then marked as
/// sent: cut off anywhere, the same mail goes again, which is once.
/// </summary>
public sealed class SendInvitations(MeetingStore meetings, InvitedProspects prospects, MailLinks links, IMailer mailer, TellSpecialist specialist)
{
    private const int MostTries = 25;

    /// <summary>Brings everyone's up to date who was invited; a meeting nobody was invited to yet waits for its call.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        if (MeetingCalendar.Find(item.About!, at.Community) is not { } meeting) return;
        var guests = (await meetings.ReadAsync(meeting.Id, cancellation)).Guests;
        foreach (var agency in guests.Select(g => g.Agency).Distinct(StringComparer.Ordinal)) await InviteAsync(meeting, agency, at, cancellation);
    }

    /// <summary>Whether an organisation is invited to a meeting: it takes part, under an agreement in force, and is no mere source.</summary>
    public static bool IsInvited(Organisation organisation, Meeting meeting, Surroundings at) =>
        organisation.Kind != OrganisationKind.SourceOnly && organisation.IsTold(at.Today) && organisation.IsTold(meeting.On);

    /// <summary>
    /// Invites an agency: who answers for it and can be written to; where that person declines, their alternate as well. Who was invited and is so no
    /// longer keeps what is in their calendar, unless the meeting is off.
    /// </summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="agency">The agency, or a prospect as <see cref="InvitedProspects"/> names it: then the one person of it whom somebody named.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>The agency's guests.</returns>
    public async ValueTask<IReadOnlyList<Guest>> InviteAsync(Meeting meeting, string agency, Surroundings at, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var known = await meetings.GuestsOfAsync(meeting.Id, agency, cancellation);
            var organisation = at.Directory.Find(agency);
            var prospect = await prospects.FindAsync(agency, at, cancellation);
            var wanted = prospect is var (person, isInvited) ? isInvited && !meeting.IsOff ? [person] : [] : Wanted(organisation, meeting, known, at);
            var all = known.Select(g => (Guest: g, Contact: prospect?.Person ?? organisation?.Contact(g.Contact)))
                .Concat(wanted.Where(c => known.All(g => g.Contact != c.Id)).Select(c => (Guest: new Guest(agency, c.Id), Contact: (Contact?)c)));
            var (moved, guests) = (false, new List<Guest>());
            foreach (var (guest, contact) in all)
            {
                var sent = contact is not null && ComposeMail.IsMailable(contact) ? await SendAsync(meeting, guest, contact, at, cancellation) : guest;
                if (sent is null) moved = true;
                else guests.Add(sent);
            }

            if (!moved) return guests;
        }

        throw new IOException($"The guests of a meeting moved {MostTries} times while they were invited. Try again.");
    }

    private static IEnumerable<Contact> Wanted(Organisation? organisation, Meeting meeting, IReadOnlyList<Guest> known, Surroundings at)
    {
        if (meeting.IsOff || organisation is null || !IsInvited(organisation, meeting, at)) yield break;
        if (organisation.Contacts.FirstOrDefault(ComposeMail.IsMailable) is not { } first) yield break;
        yield return first;
        if (known.FirstOrDefault(g => g.Contact == first.Id) is { Answer: GuestAnswer.Declined } && first.Alternate is { } alternate
            && organisation.Contact(alternate) is { } standIn && ComposeMail.IsMailable(standIn)) yield return standIn;
    }

    /// <summary>Sends one guest what their calendar is to hold, unless it holds that.</summary>
    /// <returns>The guest as it is now, or null where it moved meanwhile.</returns>
    private async ValueTask<Guest?> SendAsync(
        Meeting meeting, Guest guest, Contact contact, Surroundings at, CancellationToken cancellation)
    {
        var shape = ShapeOf(meeting, at);
        var isNew = guest.ETag is null;
        if (guest.Shape == shape && guest.IsSent) return guest;
        if (guest.Shape != shape)
        {
            // What was never sent needs no update: the first mail says how it is now.
            var sequence = isNew || (!guest.IsSent && guest.Sequence == 0) ? 0 : guest.Sequence + 1;
            if (await meetings.WriteAsync(meeting.Id, guest with { Shape = shape, Sequence = sequence, IsSent = false }, cancellation) is not { } written) return null;
            guest = written;
        }

        // Somebody who was never told of a meeting needn't hear that it is off; once it is over nobody needs to hear anything.
        if ((guest.Sequence > 0 || !meeting.IsOff) && at.Now < meeting.End)
        {
            var kind = meeting.IsOff ? MeetingMailKind.Cancelled : guest.Sequence == 0 ? MeetingMailKind.Call : MeetingMailKind.Moved;
            if (await mailer.SendAsync(Mail(meeting, guest, contact, kind, at), cancellation) == MailOutcome.Refused)
            {
                // A prospect has no entry to mend: `hub meeting show` says that the invitation has not left.
                if (guest.Agency[0] == InvitedProspects.Mark) return guest;
                await specialist.RunAsync(
                    SpecialistTaskKind.AddressStopped, ComposeMail.AddressCause(guest.Agency, contact.Id, at.Now, at) ?? meeting.Id, guest.Agency, contact.Id, at, cancellation);
            }
        }

        return await meetings.WriteAsync(meeting.Id, guest with { IsSent = true }, cancellation);
    }

    private MailContent.Meeting Mail(Meeting meeting, Guest guest, Contact contact, MeetingMailKind kind, Surroundings at)
    {
        var organiser = ComposeMail.SpecialistContact(at);
        var isProspect = guest.Agency[0] == InvitedProspects.Mark;
        var who = isProspect ? "prospect." + guest.Agency[1..] : $"{guest.Agency}.{guest.Contact}";
        return new MailContent.Meeting(
            string.Create(CultureInfo.InvariantCulture, $"{meeting.Id}.{who}.{guest.Sequence}"),
            ComposeMail.Recipient(contact), at.Now, kind, TimeOf(meeting, at), Callers.OfLead(contact.Language, at), isProspect ? null : links.Meeting(meeting.Id, contact, at.Now))
        {
            Calendar = new CalendarEntry(
                $"{meeting.Id}.{at.Community.Id}@housing-first",
                guest.Sequence,
                meeting.IsOff,
                at.Directory.Find(at.Community.LeadOrganisation)?.Name(contact.Language) ?? (at.Community.NameEn),
                organiser?.Address ?? contact.Address!),
        };
    }

    /// <summary>The next meeting, once it is called, where one of these organisations is invited to it; null otherwise. It asks nothing of storage.</summary>
    public static MeetingTime? NextFor(IEnumerable<Organisation> organisations, Surroundings at) =>
        MeetingCalendar.Next(at.Community, at.Now) is { } next && next.On <= at.Today.PlusDays(at.Community.Meetings!.CallDays) && organisations.Any(o => IsInvited(o, next, at))
            ? TimeOf(next, at)
            : null;

    /// <summary>When and where a meeting is.</summary>
    internal static MeetingTime TimeOf(Meeting meeting, Surroundings at) => new(
        meeting.Id, meeting.Start.InZone(at.Community.Zone), meeting.End.InZone(at.Community.Zone), at.Community.Meetings?.Venue ?? string.Empty, at.Community.Meetings?.Link);

    private static string ShapeOf(Meeting meeting, Surroundings at)
    {
        var series = at.Community.Meetings;
        var what = meeting.IsOff
            ? "off"
            : string.Create(CultureInfo.InvariantCulture, $"{meeting.Start.ToUnixTimeSeconds()}\n{meeting.Minutes}\n{series?.Venue}\n{series?.Link?.AbsoluteUri}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..16];
    }
}
