using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Delivery;

/// <summary>A death that was reported in error: what it stopped is decided again and goes on its way (<c>person.deceased</c>, last clause).</summary>
public sealed class ResumeAfterDeath(ClientStore clients, HandOver handOver)
{
    /// <summary>Puts every line that the death stopped back, unless it may no longer be told.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var client = item.Client!.Value;
        var state = (await clients.ReadAsync(client, cancellation)).State;
        if (state.Head.Deceased is not null) return;
        var stopped = CancelReasons.Code(CancelledBecause.ClientDeceased);
        var all = await clients.NoticesAsync(client, cancellation);
        foreach (var change in all.Where(n => n.State == NoticeState.Cancelled && n.Reason == stopped).GroupBy(n => n.Id.Change))
        {
            if (await clients.ChangeAsync(client, change.Key, cancellation) is not { } stored) continue;
            foreach (var lines in change.Chunk(AcceptChange.FirstLines))
            {
                Notice[] revived = [.. lines.Select(n => DecideAgain.Run(n with { State = NoticeState.Pending }, stored, state, at))];
                await handOver.RunAsync(client, stored with { HandedOver = true }, lines, revived, state, at, cancellation);
            }
        }
    }
}
