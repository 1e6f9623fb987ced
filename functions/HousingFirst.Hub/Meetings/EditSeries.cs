using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using NodaTime;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Changes the series, or one meeting of it. What follows - another day for every stage, new invitations - is put among the due work first, for the next
/// minute: cut off after the change, it is done all the same; cut off before, it finds nothing to do.
/// </summary>
public sealed class EditSeries(SeriesStore series, DirectoryStore partners, DirectoryCache directory, ClaimMeetings claim, DueStore due)
{
    private const int MostTries = 25;

    private static readonly Duration Soon = Duration.FromMinutes(1);

    /// <summary>Sets the rule. Meetings that were called stay as they are.</summary>
    /// <returns>Everything that is wrong with it; none where it was set.</returns>
    public async ValueTask<IReadOnlyList<Defect>> SetAsync(MeetingSeries rule, Surroundings at, CancellationToken cancellation)
    {
        if (rule.Check(at.Directory).ToArray() is { Length: > 0 } defects) return defects;
        var wrong = await EditAsync(null, known => (SeriesEdits.WithRule(known, rule, at.Community, at.Now), null), at, cancellation);
        return wrong is null ? [] : [wrong];
    }

    /// <summary>Moves a meeting that is still to come. It keeps its id.</summary>
    /// <param name="meeting">Its id.</param>
    /// <param name="on">The day.</param>
    /// <param name="time">When it begins, local time; null as before.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>What is wrong, or null.</returns>
    public ValueTask<Defect?> MoveAsync(string meeting, LocalDate on, LocalTime? time, Surroundings at, CancellationToken cancellation) => EditAsync(
        meeting,
        known => With(at, known) is var community && MeetingCalendar.Find(meeting, community) is { } before
            ? SeriesEdits.Move(meeting, on, time ?? before.At, community, at.Now)
            : SeriesEdits.Move(meeting, on, time ?? LocalTime.Midnight, community, at.Now),
        at,
        cancellation);

    /// <summary>Cancels a meeting that is still to come.</summary>
    /// <returns>What is wrong, or null.</returns>
    public ValueTask<Defect?> CancelAsync(string meeting, Surroundings at, CancellationToken cancellation) =>
        EditAsync(meeting, known => SeriesEdits.Cancel(meeting, With(at, known), at.Now), at, cancellation);

    /// <summary>Adds a meeting.</summary>
    /// <returns>What is wrong, or null.</returns>
    public ValueTask<Defect?> AddAsync(LocalDate on, LocalTime? time, Surroundings at, CancellationToken cancellation) => EditAsync(
        MeetingCalendar.Id(on), known => SeriesEdits.Add(on, time ?? known?.At ?? LocalTime.Midnight, With(at, known), at.Now), at, cancellation);

    private static Core.Partners.Community With(Surroundings at, MeetingSeries? known) => at.Community with { Meetings = known };

    private async ValueTask<Defect?> EditAsync(
        string? meeting, Func<MeetingSeries?, (MeetingSeries? Series, Defect? Wrong)> edit, Surroundings at, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var (known, etag) = await series.ReadAsync(cancellation);
            var (next, wrong) = edit(known);
            if (next is null) return wrong;
            if (meeting is not null) await due.AddAsync(FollowUp(meeting, at.Now + Soon), null, cancellation);
            if (!await series.WriteAsync(next with { Changes = SeriesEdits.Live(next, at.Today) }, etag, cancellation)) continue;
            await partners.PutAsync([], cancellation);
            directory.Forget();
            await claim.RunAsync(await directory.NowAsync(cancellation), cancellation);
            return null;
        }

        throw new IOException($"The series of meetings moved {MostTries} times while it was edited. Try again.");
    }

    private static DueItem[] FollowUp(string meeting, Instant at) =>
    [
        new(at, DueKind.Meeting, meeting) { About = meeting },
        new(at, DueKind.Cycle, meeting) { About = meeting },
    ];
}
