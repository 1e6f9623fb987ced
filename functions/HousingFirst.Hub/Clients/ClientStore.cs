using System.Runtime.CompilerServices;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Clients;

/// <summary>
/// One client's partition: head, team, consents, changes, notices, journal. Everything that must hold together about a client is written in
/// one batch here.
/// </summary>
public sealed class ClientStore(ITables tables, string community)
{
    /// <summary>Head, team and consents, in one request. A client never met has no rows and an empty state.</summary>
    public async ValueTask<StoredClient> ReadAsync(ClientId client, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        await foreach (var row in tables.EachAsync(Table.Clients, Partition(client), string.Empty, ClientRows.StateEnd, cancellation)) rows.Add(row);
        return StoredClient.Read(client, rows);
    }

    /// <summary>One accepted change, or null.</summary>
    public async ValueTask<StoredChange?> ChangeAsync(ClientId client, string change, CancellationToken cancellation) =>
        await tables.GetAsync(Table.Clients, Partition(client), StoredChange.RowKey(change), cancellation) is { } row
            ? StoredChange.Read(row)
            : null;

    /// <summary>Every accepted change of the client whose inbox key is kept, without its body: one request a thousand.</summary>
    public async ValueTask<IReadOnlyList<StoredChange>> ChangesAsync(ClientId client, CancellationToken cancellation)
    {
        var changes = new List<StoredChange>();
        await foreach (var change in EachChangeAsync(client, cancellation)) changes.Add(change with { Body = null });
        return changes;
    }

    /// <summary>The agencies that sent another change whose notices are not handed over yet: their message will come again.</summary>
    public async ValueTask<IReadOnlySet<string>> SendersAtWorkAsync(ClientId client, string except, CancellationToken cancellation)
    {
        var senders = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var change in EachChangeAsync(client, cancellation))
        {
            if (!change.HandedOver && change.Key != except) senders.Add(change.Sender);
        }

        return senders;
    }

    /// <summary>The notices of one change, in coverage order, newest generation of each line only.</summary>
    public async ValueTask<IReadOnlyList<Notice>> NoticesAsync(ClientId client, string change, CancellationToken cancellation) =>
        Newest(await NoticeRangeAsync(client, NoticeRows.Of(change), cancellation));

    /// <summary>Every notice about the client, newest generation of each line only, in the order they were decided.</summary>
    public async ValueTask<IReadOnlyList<Notice>> NoticesAsync(ClientId client, CancellationToken cancellation) =>
        [.. Newest(await NoticeRangeAsync(client, NoticeRows.All, cancellation)).OrderBy(n => n.Decided)];

    /// <summary>One notice, its newest generation, or null.</summary>
    public async ValueTask<Notice?> NoticeAsync(ClientId client, NoticeId id, CancellationToken cancellation) =>
        Newest(await NoticeRangeAsync(client, Keys.Prefix("n", id.Change, id.Line), cancellation)) is [var notice, ..] ? notice : null;

    /// <summary>Writes one batch in the client's partition.</summary>
    public ValueTask<BatchOutcome> WriteAsync(ClientId client, IReadOnlyList<RowWrite> writes, CancellationToken cancellation) =>
        tables.BatchAsync(Table.Clients, Partition(client), writes, cancellation);

    /// <summary>
    /// Moves notices on, each by its ETag. A notice that someone else has moved meanwhile (an agency that fetched it the moment it was sent)
    /// is read again and moved from there.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="notices">The notices as last read, at most 90.</param>
    /// <param name="move">What each becomes; null leaves it as it is.</param>
    /// <param name="extra">A further write of the same batch, tried once only; null for none.</param>
    /// <param name="cancellation">Stops the write.</param>
    public async ValueTask MoveAsync(
        ClientId client, IReadOnlyList<Notice> notices, Func<Notice, Notice?> move, RowWrite? extra, CancellationToken cancellation)
    {
        var current = notices.ToList();
        while (true)
        {
            var writes = new List<RowWrite>();
            foreach (var notice in current)
            {
                if (move(notice) is { } moved && moved != notice)
                    writes.Add(new RowWrite.Update(NoticeRows.ToRow(moved), notice.ETag ?? throw new InvalidOperationException("A notice moves only from where it was read.")));
            }

            if (extra is not null) writes.Add(extra);
            if (writes.Count == 0) return;
            if (await WriteAsync(client, writes, cancellation) is not BatchOutcome.Conflict conflict) return;
            if (extra is not null && conflict.Index == writes.Count - 1) extra = null;
            else current = await ReadAgainAsync(client, current, cancellation);
        }
    }

    /// <summary>
    /// Marks notices as leaving, guarded by the head they were decided under: a withdrawal accepted before makes this fail, one accepted after
    /// sees the marks and tells their recipients to stop.
    /// </summary>
    /// <returns>The client and the notices with their new ETags, or null where either has moved: read again and decide again.</returns>
    public async ValueTask<(StoredClient Client, IReadOnlyList<Notice> Notices)?> LeaveAsync(
        StoredClient known, IReadOnlyList<Notice> notices, Instant now, CancellationToken cancellation)
    {
        var leaving = notices.Select(n => n with { Leaving = n.Leaving ?? now }).ToArray();
        RowWrite[] writes =
        [
            new RowWrite.Update(ClientRows.OfHead(known.State.Head), known.ETags[ClientRows.HeadKey]),
            .. leaving.Select(n => new RowWrite.Update(NoticeRows.ToRow(n), n.ETag!)),
        ];
        if (await WriteAsync(known.State.Head.Client, writes, cancellation) is not BatchOutcome.Committed committed) return null;
        var etags = new Dictionary<string, string>(known.ETags, StringComparer.Ordinal) { [ClientRows.HeadKey] = committed.ETags[0]! };
        return (known with { ETags = etags }, [.. leaving.Select((n, i) => n with { ETag = committed.ETags[i + 1] })]);
    }

    /// <summary>Removes every notice of a change, all generations.</summary>
    public async ValueTask ForgetNoticesAsync(ClientId client, string change, CancellationToken cancellation)
    {
        var notices = await NoticeRangeAsync(client, NoticeRows.Of(change), cancellation);
        foreach (var batch in notices.Select(n => (RowWrite)new RowWrite.Delete(n.Id.RowKey(n.Generation), null)).Chunk(Limits.BatchRows))
            await WriteAsync(client, batch, cancellation);
    }

    private async ValueTask<List<Notice>> ReadAgainAsync(ClientId client, List<Notice> notices, CancellationToken cancellation)
    {
        var fresh = new List<Notice>();
        foreach (var notice in notices)
        {
            var row = await tables.GetAsync(Table.Clients, Partition(client), notice.Id.RowKey(notice.Generation), cancellation);
            if (row is not null) fresh.Add(NoticeRows.Read(row));
        }

        return fresh;
    }

    private async IAsyncEnumerable<StoredChange> EachChangeAsync(ClientId client, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.EachAsync(Table.Clients, Partition(client), StoredChange.All, Keys.End(StoredChange.All), cancellation))
            yield return StoredChange.Read(row);
    }

    private async ValueTask<List<Notice>> NoticeRangeAsync(ClientId client, string prefix, CancellationToken cancellation)
    {
        var notices = new List<Notice>();
        await foreach (var row in tables.EachAsync(Table.Clients, Partition(client), prefix, Keys.End(prefix), cancellation)) notices.Add(NoticeRows.Read(row));
        return notices;
    }

    private static IReadOnlyList<Notice> Newest(List<Notice> notices) =>
        [.. notices.GroupBy(n => n.Id).Select(g => g.MaxBy(n => n.Generation)!).OrderBy(n => n.Order).ThenBy(n => n.Replaces is not null)];

    private string Partition(ClientId client) => ClientRows.Partition(community, client);
}
