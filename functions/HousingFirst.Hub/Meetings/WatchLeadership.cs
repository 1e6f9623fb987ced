using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Sees when the energy of the series falls (practice 11): fewer agencies three meetings in a row. The chair hears of it first, alone; when it has fallen
/// once more, the specialist. Before a term ends the chair is reminded to hand over. None of it is ever on a shared page.
/// </summary>
public sealed class WatchLeadership(MeetingStore meetings, MailLinks links, IMailer mailer, TellSpecialist specialist)
{
    /// <summary>Meetings in a row with fewer agencies than the one before.</summary>
    public const int Falls = 3;

    /// <summary>Days before the end of a term on which the chair is reminded, at the first meeting after.</summary>
    public const int TermDays = 45;

    private const int DaysBack = 400;

    /// <summary>Looks at the meetings up to one that was just held.</summary>
    public async ValueTask RunAsync(Meeting meeting, Surroundings at, CancellationToken cancellation)
    {
        if (at.Community.Meetings is not { } series || meeting.IsOff || Chair(series, at) is not { } chair) return;
        if (series.ChairUntil is { } until && until <= at.Today.PlusDays(TermDays)) await MailAsync(MeetingMailKind.TermEnds, chair, meeting, at, cancellation);
        var counts = await CountsAsync(meeting, at, cancellation);
        var fallen = FallsIn(counts);
        if (fallen == Falls) await MailAsync(MeetingMailKind.EnergyFalls, chair, meeting, at, cancellation);
        else if (fallen > Falls) await specialist.RunAsync(SpecialistTaskKind.AttendanceFalls, meeting.Id, at.Community.LeadOrganisation, null, at, cancellation);
    }

    /// <summary>How often in a row, up to the last, there were fewer than before.</summary>
    /// <param name="counts">Agencies that were there, the last meeting first.</param>
    public static int FallsIn(IReadOnlyList<int> counts)
    {
        var fallen = 0;
        while (fallen + 1 < counts.Count && counts[fallen] < counts[fallen + 1]) fallen++;
        return fallen;
    }

    /// <summary>The chair, or null where nobody chairs or the chair can't be written to.</summary>
    public static Contact? Chair(MeetingSeries series, Surroundings at) =>
        series.Chair is { } chair ? at.Directory.Entries(chair).FirstOrDefault(ComposeMail.IsMailable) : null;

    /// <summary>How many agencies were at the last meetings, this one first: where nobody noted who was there, how many said that they come.</summary>
    public async ValueTask<IReadOnlyList<int>> CountsAsync(Meeting meeting, Surroundings at, CancellationToken cancellation)
    {
        var before = MeetingCalendar.Between(meeting.On.PlusDays(-DaysBack), meeting.On, at.Community)
            .Where(m => !m.IsOff && m.Start <= meeting.Start)
            .OrderByDescending(m => m.Start)
            .Take(Falls + 2);
        var counts = new List<int>();
        foreach (var held in before)
        {
            var guests = (await meetings.ReadAsync(held.Id, cancellation)).Guests;
            if (guests.Count == 0) break;
            var noted = guests.Any(g => g.WasThere is not null);
            counts.Add(guests.Where(g => noted ? g.WasThere == true : g.Answer == GuestAnswer.Accepted).Select(g => g.Agency).Distinct(StringComparer.Ordinal).Count());
        }

        return counts;
    }

    private async ValueTask MailAsync(MeetingMailKind kind, Contact chair, Meeting meeting, Surroundings at, CancellationToken cancellation) => await mailer.SendAsync(
        new MailContent.Meeting(
            $"{meeting.Id}.chair.{kind}", ComposeMail.Recipient(chair), at.Now, kind, SendInvitations.TimeOf(meeting, at), Callers.OfLead(chair.Language, at),
            links.Meeting(meeting.Id, chair, at.Now)),
        cancellation);
}
