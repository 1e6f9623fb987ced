using System.Collections.Immutable;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Core.Meetings;

/// <summary>What the specialist may do to the series and to single meetings.</summary>
public static class SeriesEdits
{
    /// <summary>
    /// The series under another rule. A meeting that was called and whose text is not forgotten yet keeps its day and hour: people have it in their
    /// calendars.
    /// </summary>
    public static MeetingSeries WithRule(MeetingSeries? known, MeetingSeries rule, Community community, Instant now)
    {
        if (known is null) return rule with { Changes = [] };
        var before = community with { Meetings = known };
        var today = community.Today(now);
        var running = MeetingCalendar.Between(today.PlusDays(-MeetingSeries.PurgeDays - 1), today.PlusDays(known.CallDays + 7), before)
            .Where(m => MeetingPlan.Of(m.Id, before).Stages is [var call, .., var last] && call.At <= now && last.At > now)
            .Where(m => known.Changes.All(c => c.Meeting != m.Id))
            .Select(m => new MeetingChange(m.Id, MeetingChangeKind.Kept, m.On, m.At));
        return rule with { Changes = [.. known.Changes, .. running] };
    }

    /// <summary>The series with a meeting on another day or at another hour.</summary>
    /// <returns>The series, or what is wrong.</returns>
    public static (MeetingSeries? Series, Defect? Wrong) Move(string id, LocalDate on, LocalTime at, Community community, Instant now)
    {
        if (Running(id, community, now) is not { } meeting) return (null, NoneToChange);
        if (on.At(at).InZoneLeniently(community.Zone).ToInstant() <= now) return (null, new Defect("to", "past", "choose a day to come"));
        if (!community.Holidays.IsWorkingDay(on)) return (null, new Defect("to", "no working day", "choose another day"));
        return (With(community.Meetings!, new MeetingChange(meeting.Id, KindOf(meeting.Id, community), on, at)), null);
    }

    /// <summary>The series with a meeting cancelled. Cancelled before, it is: what was cut off can be done again.</summary>
    /// <returns>The series, or what is wrong.</returns>
    public static (MeetingSeries? Series, Defect? Wrong) Cancel(string id, Community community, Instant now) =>
        community.Meetings is { } series && series.Changes.Any(c => c.Meeting == id && c.Kind == MeetingChangeKind.Cancelled) ? (series, null)
        : Running(id, community, now) is { } meeting
            ? (With(community.Meetings!, new MeetingChange(meeting.Id, MeetingChangeKind.Cancelled, meeting.On, meeting.At)), null)
            : (null, NoneToChange);

    /// <summary>The series with one meeting more.</summary>
    /// <returns>The series, or what is wrong.</returns>
    public static (MeetingSeries? Series, Defect? Wrong) Add(LocalDate on, LocalTime at, Community community, Instant now)
    {
        if (community.Meetings is not { } series) return (null, NoSeries);
        if (on.At(at).InZoneLeniently(community.Zone).ToInstant() <= now) return (null, new Defect("on", "past", "choose a day to come"));
        if (!community.Holidays.IsWorkingDay(on)) return (null, new Defect("on", "no working day", "choose another day"));
        var id = MeetingCalendar.Id(on);
        var same = new MeetingChange(id, MeetingChangeKind.Added, on, at);
        if (series.Changes.Contains(same)) return (series, null);
        return MeetingCalendar.Find(id, community) is { IsOff: false } || series.Changes.Any(c => c.Meeting == id)
            ? (null, new Defect("on", "there is, or was, a meeting by that day's name", "choose another day, or move the one there is"))
            : (With(series, same), null);
    }

    /// <summary>The changes that still say something: those of meetings whose text is forgotten are history.</summary>
    public static ImmutableArray<MeetingChange> Live(MeetingSeries series, LocalDate today)
    {
        const int Kept = 400;
        return [.. series.Changes.Where(c => c.On >= today.PlusDays(-Kept))];
    }

    private static Defect NoneToChange { get; } = new("meeting", "no meeting that is still to come", "`hub meeting list` shows those there are");

    private static Defect NoSeries { get; } = new("series", "there is none yet", "set one up: `hub meeting series FILE`");

    private static Meeting? Running(string id, Community community, Instant now) =>
        community.Meetings is not null && MeetingCalendar.Find(id, community) is { IsOff: false } meeting && meeting.Start > now ? meeting : null;

    private static MeetingChangeKind KindOf(string id, Community community) =>
        community.Meetings!.Changes.Any(c => c.Meeting == id && c.Kind == MeetingChangeKind.Added) ? MeetingChangeKind.Added : MeetingChangeKind.Moved;

    private static MeetingSeries With(MeetingSeries series, MeetingChange change) =>
        series with { Changes = [.. series.Changes.Where(c => c.Meeting != change.Meeting), change] };
}
