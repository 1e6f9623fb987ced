using HousingFirst.Core.Calendars;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Planning;
using NodaTime;

namespace HousingFirst.Core.Meetings;

/// <summary>
/// The plan of one meeting: items are called for, the agenda goes, people are reminded, minutes and actions go, and the text of case items is
/// forgotten. All but the last on working mornings.
/// </summary>
public static class MeetingPlan
{
    /// <summary>The stages' names.</summary>
    public const string Call = "call", Agenda = "agenda", Remind = "remind", Minutes = "minutes", Purge = "purge";

    private static readonly LocalTime Early = new(6, 0);

    /// <summary>The plan of a meeting. One that is off has the same stages, in which nothing is done but forgetting.</summary>
    /// <exception cref="ArgumentException">The text is no meeting's id.</exception>
    public static CyclePlan Of(string id, Community community)
    {
        var meeting = MeetingCalendar.Find(id, community) ?? throw new ArgumentException("No meeting has such an id.", nameof(id));
        var series = community.Meetings ?? new MeetingSeries(meeting.On, 2, meeting.At, 0, "-");
        var (zone, holidays) = (community.Zone, community.Holidays);
        return new CyclePlan(
            id,
            [
                new Stage(Call, Morning(OnOrBefore(meeting.On.PlusDays(-series.CallDays)))),
                new Stage(Agenda, Morning(OnOrBefore(meeting.On.PlusDays(-series.AgendaDays)))),
                new Stage(Remind, Morning(Mornings.Before(meeting.On, holidays)), IsReminder: true),
                new Stage(Minutes, Instant.Max(meeting.End, Morning(OnOrAfter(meeting.On.PlusDays(series.MinutesDays))))),
                new Stage(Purge, WorkingHours.At(meeting.On.PlusDays(MeetingSeries.PurgeDays), Early, zone)),
            ]);

        Instant Morning(LocalDate day) => WorkingHours.At(day, WorkingHours.Start, zone);

        LocalDate OnOrBefore(LocalDate day) => holidays.IsWorkingDay(day) ? day : Mornings.Before(day, holidays);

        LocalDate OnOrAfter(LocalDate day)
        {
            while (!holidays.IsWorkingDay(day)) day = day.PlusDays(1);
            return day;
        }
    }
}
