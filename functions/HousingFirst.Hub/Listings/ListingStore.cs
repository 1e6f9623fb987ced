using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Listings;

/// <summary>
/// The organisations of the directory as HSDS describes them: a partition each. A reader gets one version of an organisation or another, never a
/// mix: what it read is held against the head that it read first, and read again where the two don't agree.
/// </summary>
internal sealed class ListingStore(ITables tables, string community)
{
    private const int MostTries = 100;
    private static readonly string Contacts = PartKind.Contact.Letter + "|";
    private static readonly string AfterServices = Keys.End(PartKind.Service.Letter + "|");

    /// <summary>Reads an organisation. Two requests, and one more for every thousand rows; one where the hash is known.</summary>
    /// <param name="id">Its id, in lower case.</param>
    /// <param name="hash">The hash at which the reader needs to know no more.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<StoredListing> ReadAsync(string id, string? hash, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var rows = await RangeAsync(id, ListingHead.Key, ListingRows.Log, cancellation);
            if (rows is not [{ Key: ListingHead.Key } first, ..]) return StoredListing.None(id);
            var head = ListingHead.Read(first);
            if (hash is not null && head.Hash == hash && !head.HasLeftovers) return StoredListing.OfHead(id, head);
            rows.AddRange(await RangeAsync(id, Contacts, AfterServices, cancellation));
            if (Whole(id, head, rows) is { } stored) return stored;
        }

        throw new InvalidDataException($"The rows of organisation {id} don't agree with one another. The data is damaged: restore the last backup.");
    }

    /// <summary>Every key of an organisation's parts, of whatever generation.</summary>
    public async ValueTask<IEnumerable<string>> PartKeysAsync(string id, CancellationToken cancellation)
    {
        var rows = await RangeAsync(id, PartKind.Location.Letter + "|", ListingRows.Log, cancellation);
        rows.AddRange(await RangeAsync(id, Contacts, AfterServices, cancellation));
        return rows.Select(r => r.Key);
    }

    /// <summary>The rows of a range, a request a page.</summary>
    public async ValueTask<List<Row>> RangeAsync(string id, string from, string before, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        await foreach (var row in tables.EachAsync(Table.Directory, PartitionOf(id), from, before, cancellation)) rows.Add(row);
        return rows;
    }

    /// <summary>One batch in an organisation's partition.</summary>
    public ValueTask<BatchOutcome> BatchAsync(string id, IReadOnlyList<RowWrite> writes, CancellationToken cancellation) =>
        tables.BatchAsync(Table.Directory, PartitionOf(id), writes, cancellation);

    /// <summary>What was changed in an organisation, newest first.</summary>
    public async ValueTask<IReadOnlyList<LoggedChange>> LogAsync(string id, CancellationToken cancellation) =>
        [.. (await RangeAsync(id, ListingRows.Log, Keys.End(ListingRows.Log), cancellation)).Select(LoggedChange.Read)];

    private static StoredListing? Whole(string id, ListingHead head, List<Row> rows)
    {
        var (parts, foreign) = (new Dictionary<string, Row>(StringComparer.Ordinal), 0);
        var known = PartKind.All.ToDictionary(k => k, _ => new List<(long Place, ListingPart Part)>());
        foreach (var row in rows.Where(r => r.Key != ListingHead.Key))
        {
            var key = Keys.Parts(row.Key);
            if (key[1] != head.Generation)
            {
                foreign++;
                continue;
            }

            if (RowVersions.Readable(row).Number("version") > head.Version) return null;
            var kind = PartKind.All.Single(k => k.Letter == key[0]);
            known[kind].Add((row.Number("place") ?? 0, new ListingPart(kind, key[2], WideBody.Read(row))));
            parts[row.Key] = row;
        }

        if (parts.Count != head.Parts) return null;
        var listing = head.Generation is null
            ? null
            : Listing.Of(Parse(head), [.. PartKind.All.SelectMany(k => known[k].OrderBy(p => p.Place).Select(p => p.Part))], head.Lists);
        return new StoredListing(id, head, listing, parts, head.HasLeftovers || foreign > 0);
    }

    private static JsonObject Parse(ListingHead head)
    {
        try
        {
            return JsonNode.Parse(head.Body)!.AsObject();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("An organisation's head row is no JSON object. The data is damaged: run `hub check`.", error);
        }
    }

    private string PartitionOf(string id) => Keys.Of(community, "listing", id);
}
