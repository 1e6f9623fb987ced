using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Retention;
using NodaTime;

namespace HousingFirst.Hub.MonthEnd;

/// <summary>
/// Counts the coverage of a month's client changes. Each accepted change has a due row for the day on which its body is forgotten, so that a month's
/// changes are a span of due rows: accepting a change costs nothing more, and counting a month costs one request a thousand changes and one a change.
/// </summary>
public sealed class CountCoverage(ClientStore clients, DueStore due)
{
    /// <summary>Read at once: the counting of a large month waits for storage, mostly.</summary>
    private const int AtOnce = 20;

    /// <summary>Whether a month can still be counted: the due rows of its first day have not moved on yet.</summary>
    public static bool CanCount(YearMonth month, Surroundings at) => at.Now < Start(month, at) + Purge.Bodies;

    /// <summary>Counts it, as its coverage is now.</summary>
    public async ValueTask<CoverageMonth> RunAsync(YearMonth month, Surroundings at, CancellationToken cancellation)
    {
        var count = new CoverageCount();
        var some = new List<DueItem>(AtOnce);
        await foreach (var item in due.BetweenAsync(Start(month, at) + Purge.Bodies, Start(month.PlusMonths(1), at) + Purge.Bodies, cancellation))
        {
            if (item is not { Kind: DueKind.Purge, Client: not null }) continue;
            some.Add(item);
            if (some.Count == AtOnce) await AddAsync(some, count, cancellation);
        }

        await AddAsync(some, count, cancellation);
        return count.Month();
    }

    private async ValueTask AddAsync(List<DueItem> changes, CoverageCount count, CancellationToken cancellation)
    {
        var read = await Task.WhenAll(changes.Select(c => clients.NoticesAsync(c.Client!.Value, c.About!, cancellation).AsTask()));
        for (var i = 0; i < changes.Count; i++) count.Add(changes[i].Client!.Value, [.. read[i].Select(Line).OfType<(Role, CoverageEnd, string?)>()]);
        changes.Clear();
    }

    /// <summary>
    /// What became of a line; null for one that counts nowhere: who sent the change knows it, who left or was corrected need not know any more, an alternate
    /// stands in for a line that counts already, and what is only recorded is told to nobody.
    /// </summary>
    private static (Role Role, CoverageEnd End, string? Reason)? Line(Notice notice) => notice switch
    {
        { Replaces: not null } or { Urgency: Urgency.U0 } => null,
        { State: NoticeState.Source or NoticeState.Cancelled } => null,
        { State: NoticeState.Gap } => (notice.Role, CoverageEnd.Gap, null),
        { State: NoticeState.Withheld } => (notice.Role, CoverageEnd.Withheld, notice.Reason),
        { State: NoticeState.Acknowledged } => (notice.Role, CoverageEnd.Acknowledged, null),
        { State: NoticeState.Sent or NoticeState.Unknown or NoticeState.Fetched } => (notice.Role, CoverageEnd.Told, null),
        _ => (notice.Role, CoverageEnd.NotReached, null),
    };

    private static Instant Start(YearMonth month, Surroundings at) =>
        month.OnDayOfMonth(1).AtStartOfDayInZone(at.Community.Zone).ToInstant();
}
