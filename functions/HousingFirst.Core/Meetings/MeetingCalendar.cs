using HousingFirst.Core.Calendars;
using HousingFirst.Core.Partners;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Core.Meetings;

/// <summary>Which meetings a community has.</summary>
public static class MeetingCalendar
{
    private const string Prefix = "meetings-";
    private const int DaysOfAWeek = 7;

    /// <summary>The id of the meeting that the rule gives a day: <c>meetings-2026-12-09</c>.</summary>
    public static string Id(LocalDate day) => Prefix + LocalDatePattern.Iso.Format(day);

    /// <summary>The day an id was made from, or null where the text is no such id.</summary>
    public static LocalDate? DayOf(string id) =>
        id.StartsWith(Prefix, StringComparison.Ordinal) && LocalDatePattern.Iso.Parse(id[Prefix.Length..]).TryGetValue(default, out var day) ? day : null;

    /// <summary>
    /// A meeting by its id, or null where the text is no id. One that neither the rule nor a change of the specialist's knows is off: a rule that was
    /// changed leaves nothing running.
    /// </summary>
    public static Meeting? Find(string id, Community community)
    {
        if (DayOf(id) is not { } day) return null;
        if (community.Meetings is not { } series) return new Meeting(id, day, LocalTime.Midnight, 0, community.Zone) { IsOff = true };
        foreach (var change in series.Changes)
        {
            if (change.Meeting == id) return Changed(change, series, community.Zone);
        }

        return Regular(day, series, community) with { IsOff = !IsOfRule(day, series) };
    }

    /// <summary>The meetings held, or that would have been held, from one day to another, both included; in their order.</summary>
    public static IEnumerable<Meeting> Between(LocalDate from, LocalDate to, Community community)
    {
        if (community.Meetings is not { } series) return [];
        var changed = series.Changes.Select(c => c.Meeting).ToHashSet(StringComparer.Ordinal);
        return Days(from.PlusDays(-DaysOfAWeek), to.PlusDays(DaysOfAWeek), series)
            .Where(day => !changed.Contains(Id(day)))
            .Select(day => Regular(day, series, community))
            .Concat(series.Changes.Select(c => Changed(c, series, community.Zone)))
            .Where(m => from <= m.On && m.On <= to)
            .OrderBy(m => m.Start)
            .ThenBy(m => m.Id, StringComparer.Ordinal);
    }

    /// <summary>The next meeting that takes place and has not ended, or null where none does in the months ahead.</summary>
    public static Meeting? Next(Community community, Instant now)
    {
        const int Months = 6;
        var today = community.Today(now);
        return Between(today.PlusDays(-1), today.PlusMonths(Months), community).FirstOrDefault(m => !m.IsOff && m.End > now);
    }

    /// <summary>The meeting that takes place after another, or null.</summary>
    public static Meeting? After(Meeting meeting, Community community)
    {
        const int Months = 6;
        return Between(meeting.On, meeting.On.PlusMonths(Months), community).FirstOrDefault(m => !m.IsOff && m.Id != meeting.Id && m.Start > meeting.Start);
    }

    private static bool IsOfRule(LocalDate day, MeetingSeries series) =>
        day >= series.First && Period.DaysBetween(series.First, day) % (series.Weeks * DaysOfAWeek) == 0;

    private static IEnumerable<LocalDate> Days(LocalDate from, LocalDate to, MeetingSeries series)
    {
        var every = series.Weeks * DaysOfAWeek;
        var behind = Math.Max(0, Period.DaysBetween(series.First, from));
        for (var day = series.First.PlusDays((behind + every - 1) / every * every); day <= to; day = day.PlusDays(every)) yield return day;
    }

    private static Meeting Regular(LocalDate day, MeetingSeries series, Community community) =>
        new(Id(day), WorkingDay(day, community.Holidays), series.At, series.Minutes, community.Zone);

    private static Meeting Changed(MeetingChange change, MeetingSeries series, DateTimeZone zone) =>
        new(change.Meeting, change.On, change.At, series.Minutes, zone) { IsOff = change.Kind == MeetingChangeKind.Cancelled };

    private static LocalDate WorkingDay(LocalDate day, HolidayCalendar holidays)
    {
        var end = day.DayOfWeek == IsoDayOfWeek.Sunday ? day : day.Next(IsoDayOfWeek.Sunday);
        for (var next = day; next <= end; next = next.PlusDays(1))
        {
            if (holidays.IsWorkingDay(next)) return next;
        }

        return Mornings.Before(day, holidays);
    }
}
