using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Delivery;

/// <summary>Sends a notice's mail at its hour, or again after a failure: decided again first, on what is known now.</summary>
public sealed class SendDueMail(ClientStore clients, SendMail sendMail)
{
    private const int MostTries = 25;

    /// <summary>Sends one mail, unless the notice no longer waits for it.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var client = item.Client!.Value;
        var id = item.Notice;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var notice = await clients.NoticeAsync(client, id, cancellation);
            if (notice is not { Mail: Leg.Pending } || await clients.ChangeAsync(client, id.Change, cancellation) is not { } change) return;
            var known = await clients.ReadAsync(client, cancellation);
            var again = DecideAgain.Run(notice, change, known.State, at);
            if (again.Mail != Leg.Pending)
            {
                await clients.MoveAsync(client, [notice], now => DecideAgain.Apply(now, notice, again), null, cancellation);
                return;
            }

            if (await clients.LeaveAsync(known, [again], at.Now, cancellation) is not { } left) continue;
            var sent = await sendMail.RunAsync(left.Notices[0], change, known.State, at, Math.Max(1, item.Attempt), cancellation);
            await clients.MoveAsync(client, left.Notices, now => sent(now), null, cancellation);
            return;
        }

        throw new IOException($"The client or the notice moved {MostTries} times while one mail was to leave. The next tick tries again.");
    }
}
