using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Digests;

/// <summary>
/// The lines that wait for a digest: one partition a slot, one row a line, sorted by contact and then most urgent first, so that a run is one
/// range and can resume after the last contact.
/// </summary>
public sealed class DigestStore(ITables tables, string community)
{
    /// <summary>Puts lines into a slot: one batch, unless there are over a hundred.</summary>
    public async ValueTask AddAsync(Instant slot, IEnumerable<DigestItem> items, CancellationToken cancellation)
    {
        foreach (var batch in items.Select(i => (RowWrite)new RowWrite.Upsert(i.ToRow())).Chunk(Limits.BatchRows))
            await tables.BatchAsync(Table.Digests, Partition(slot), batch, cancellation);
    }

    /// <summary>A slot's lines from <paramref name="from"/> on, a page.</summary>
    public async ValueTask<(IReadOnlyList<DigestItem> Items, string? Next)> PageAsync(Instant slot, string from, CancellationToken cancellation)
    {
        var page = await tables.RangeAsync(Table.Digests, Partition(slot), from, null, Limits.PageRows, cancellation);
        return ([.. page.Rows.Select(DigestItem.Read)], page.Next);
    }

    /// <summary>Takes lines off that were sent, or are no longer to be told.</summary>
    public async ValueTask RemoveAsync(Instant slot, IEnumerable<DigestItem> items, CancellationToken cancellation)
    {
        foreach (var batch in items.Select(i => (RowWrite)new RowWrite.Delete(i.Key, null)).Chunk(Limits.BatchRows))
            await tables.BatchAsync(Table.Digests, Partition(slot), batch, cancellation);
    }

    private string Partition(Instant slot) => Keys.Of(community, Keys.Time(slot));
}

/// <summary>A line waiting for a digest: key <c>contact|rank|notice</c>.</summary>
/// <param name="Contact">The person the digest goes to.</param>
/// <param name="Urgency">How soon: the most urgent first.</param>
/// <param name="Notice">The notice.</param>
/// <param name="Client">The client, to decide again.</param>
public sealed record DigestItem(string Contact, Urgency Urgency, NoticeId Notice, ClientId Client)
{
    internal string Key => Keys.Of(Contact, (9 - (int)Urgency).ToString(System.Globalization.CultureInfo.InvariantCulture), Notice.ToString());

    internal Row ToRow() => RowVersions.NewRow(Key).With("client", Client.Value).With("urgency", Urgency.ToString());

    internal static DigestItem Read(Row row)
    {
        RowVersions.Readable(row);
        var parts = Keys.Parts(row.Key);
        return new DigestItem(
            parts[0],
            Enum.Parse<Urgency>(row.NeedText("urgency")),
            NoticeId.TryParse(parts[2]) ?? throw new InvalidDataException("A digest row names no notice: run `hub check`."),
            new ClientId(row.NeedText("client")));
    }
}
