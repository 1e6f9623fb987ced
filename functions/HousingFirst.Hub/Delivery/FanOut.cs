using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Delivery;

/// <summary>
/// Writes and hands over the lines that did not fit into a change's own batch, ninety at a time: a stop, a correction or an end speaks to
/// everyone who was told, however many they were. The cursor is a hint: a line that is there is not written again.
/// </summary>
public sealed class FanOut(ClientStore clients, DueStore due, HandOver handOver)
{
    /// <summary>Writes the next lines, and leaves a due row for the rest.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var client = item.Client!.Value;
        if (await clients.ChangeAsync(client, item.About!, cancellation) is not { Overflow: { } overflow } change) return;
        var lines = NoticeOverflow.Read(overflow).OrderBy(n => n.Order).ToArray();
        var next = lines.Where(n => n.Order >= item.Cursor).Take(AcceptChange.FirstLines).ToArray();
        if (next.Length == 0) return;

        var known = (await clients.NoticesAsync(client, change.Key, cancellation)).Select(n => n.Id).ToHashSet();
        var missing = next.Where(n => !known.Contains(n.Id)).Select(n => (RowWrite)new RowWrite.Insert(NoticeRows.ToRow(n))).ToArray();
        if (missing.Length > 0 && await clients.WriteAsync(client, missing, cancellation) is BatchOutcome.Conflict)
            throw new IOException("Lines of a fan-out were written by another run at the same time: the next tick goes on.");

        var ids = next.Select(n => n.Id).ToHashSet();
        var written = (await clients.NoticesAsync(client, change.Key, cancellation)).Where(n => ids.Contains(n.Id)).ToArray();
        var state = (await clients.ReadAsync(client, cancellation)).State;
        await handOver.RunAsync(client, change with { HandedOver = true }, written, state, at, cancellation);
        if (next[^1].Order < lines[^1].Order)
            await due.AddAsync([item with { Id = $"{change.Key}-{next[^1].Order + 1}", Cursor = next[^1].Order + 1 }], null, cancellation);
    }
}
