using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Specialists;

namespace HousingFirst.Hub.Delivery;

/// <summary>A queue unread for two working days falls back to mail and tells the specialist (rule 12): enqueued isn't told.</summary>
public sealed class FallBackToMail(ClientStore clients, SendDueMail sendDueMail, TellSpecialist specialist)
{
    /// <summary>Sends by mail what nobody fetched.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        foreach (var id in item.Notices) await OneAsync(item, id, at, cancellation);
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
