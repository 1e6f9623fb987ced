using HousingFirst.Core.Calendars;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Notices;
using NodaTime;

namespace HousingFirst.Hub.Digests;

/// <summary>
/// An urgent notice that no person has answered by the next morning is a line in its reader's next digest, once: it went by itself, was perhaps
/// not seen, and is still theirs to answer. A stop is not: whom nothing more may be told gets no second mail about it.
/// </summary>
public sealed class RemindOfUrgent(ClientStore clients, DigestStore digests, DueStore due)
{
    /// <summary>Before the first digests of a day leave.</summary>
    private static readonly LocalTime Early = new(6, 0);

    /// <summary>The due row that looks for answers the next morning; null where nothing urgent was mailed.</summary>
    internal static DueItem? Due(ClientId client, StoredChange change, IEnumerable<Notice> waiting, Surroundings at)
    {
        if (change.Code.IsStop) return null;
        Notice[] urgent = [.. waiting.Where(n => n is { Mail: Leg.Pending, State: NoticeState.Pending, Urgency: Urgency.U3 or Urgency.U4, SentTo: not null })];
        if (urgent.Length == 0) return null;
        var decided = urgent[0].Decided;
        var early = WorkingHours.At(at.Community.Today(decided), Early, at.Community.Zone);
        if (early <= decided) early = WorkingHours.At(at.Community.Today(decided).PlusDays(1), Early, at.Community.Zone);
        return DueItem.OfNotices(early, DueKind.Digest, urgent[0].MessageId, urgent.Select(n => n.Id)) with { Client = client };
    }

    /// <summary>Whether a notice is an urgent one without an answer, in the hands of a contact.</summary>
    internal static bool IsOpen(Notice notice, string contact) =>
        notice is { Urgency: Urgency.U3 or Urgency.U4, State: NoticeState.Sent or NoticeState.Unknown or NoticeState.Fetched, Acknowledged: null }
        && notice.SentTo == contact;

    /// <summary>Puts those without an answer into their readers' next digests.</summary>
    public async ValueTask RunAsync(DueItem work, Surroundings at, CancellationToken cancellation)
    {
        var (client, ids) = (work.Client!.Value, work.Notices.ToHashSet());
        var lines = new List<(Instant Slot, DigestItem Item)>();
        foreach (var change in ids.GroupBy(i => i.Change))
        {
            foreach (var notice in await clients.NoticesAsync(client, change.Key, cancellation))
            {
                if (!ids.Contains(notice.Id) || notice.SentTo is not { } contact || !IsOpen(notice, contact)) continue;
                var slot = at.Directory.Contact(notice.Recipient!.Agency, contact)?.Slot ?? DigestSlot.Default;
                var next = Clocks.NextSlot(work.At, slot, contact, at.Community.Zone);
                lines.Add((next, DigestItem.Of(notice, next, client, at)));
            }
        }

        foreach (var slot in lines.GroupBy(l => l.Slot)) await digests.AddAsync(slot.Key, slot.Select(l => l.Item), cancellation);
        if (lines.Count > 0) await due.AddAsync([.. lines.Select(l => DigestRun.Due(l.Slot, l.Item.Spread))], null, cancellation);
    }
}
