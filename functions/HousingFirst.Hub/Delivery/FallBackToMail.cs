using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Specialists;

namespace HousingFirst.Hub.Delivery;

/// <summary>
/// A queue unread for two working days falls back to mail and tells the specialist (rule 12): enqueued isn't told. Where the queue says nothing of what
/// is taken, it is looked at first; in doubt the mail goes.
/// </summary>
/// <param name="clients">The notices.</param>
/// <param name="sendDueMail">Sends the mail.</param>
/// <param name="specialist">Tells the specialist.</param>
/// <param name="taken">Looks at the queue; null where it says by itself what is taken.</param>
public sealed class FallBackToMail(ClientStore clients, SendDueMail sendDueMail, TellSpecialist specialist, ITakenNotices? taken)
{
    /// <summary>Sends by mail what nobody fetched.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        if (taken is not null) await LookAsync(taken, item, at, cancellation);
        foreach (var id in item.Notices) await OneAsync(item, id, at, cancellation);
    }

    /// <summary>Records as fetched what its agency has taken since: one look a queue, whatever is due of it. What may never have come there isn't looked for.</summary>
    private async ValueTask LookAsync(ITakenNotices look, DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var client = item.Client!.Value;
        var unread = new List<Notice>();
        foreach (var id in item.Notices)
        {
            if (await clients.NoticeAsync(client, id, cancellation) is { State: NoticeState.Sent, Queue: Leg.Sent, Mail: Leg.None } notice) unread.Add(notice);
        }

        foreach (var queue in unread.GroupBy(n => n.Recipient!.Agency))
        {
            var gone = await look.TakenAsync(queue.Key, [.. queue.Select(n => n.Id)], cancellation);
            await clients.MoveAsync(client, [.. queue.Where(n => gone.Contains(n.Id))], now => now.AfterFetch(at.Now), null, cancellation);
        }
    }

    private async ValueTask OneAsync(DueItem item, NoticeId id, Surroundings at, CancellationToken cancellation)
    {
        var client = item.Client!.Value;
        if (await clients.NoticeAsync(client, id, cancellation) is not { } notice) return;
        if (notice.State is NoticeState.Sent or NoticeState.Unknown && notice.Mail == Leg.None)
            await clients.MoveAsync(client, [notice], now => now with { Mail = Leg.Pending, MailAt = at.Now }, null, cancellation);
        else if (notice.Mail != Leg.Pending) return;

        await sendDueMail.RunAsync(item with { About = id.ToString(), Attempt = 1 }, at, cancellation);
        await specialist.RunAsync(SpecialistTaskKind.QueueUnread, notice.MessageId, notice.Recipient!.Agency, null, at, cancellation);
    }
}
