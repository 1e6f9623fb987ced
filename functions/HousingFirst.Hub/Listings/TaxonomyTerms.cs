using System.Text.Json.Nodes;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Listings;

/// <summary>The terms of taxonomies that stand by themselves, in one partition; those inside services stay there, as HSDS gives them.</summary>
internal sealed class TaxonomyTerms(ITables tables, string community)
{
    private readonly string partition = Keys.Of(community, "taxonomy");

    /// <summary>Every term with its place, a page at a time, by id.</summary>
    public async IAsyncEnumerable<(string Id, long Place, string Hash, Row Row)> AllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.EachAsync(Table.Directory, partition, cancellation))
        {
            RowVersions.Readable(row);
            yield return (Keys.Parts(row.Key)[0], row.Number("place") ?? 0, row.NeedText("hash"), row);
        }
    }

    /// <summary>The row of a term: a function of the term and of its place.</summary>
    public static Row ToRow(JsonObject term, string hash, long place) => WideColumns.Set(
        RowVersions.NewRow(Keys.Of(Listing.IdOf(term)))
            .With("name", ListingRows.Shown(Listing.Text(term, "name")))
            .With("code", ListingRows.Shown(Listing.Text(term, "code")))
            .With("place", place)
            .With("hash", hash),
        WideBody.Bytes(term));

    /// <summary>One term, or null.</summary>
    public async ValueTask<JsonObject?> GetAsync(string id, CancellationToken cancellation) =>
        await tables.GetAsync(Table.Directory, partition, Keys.Of(id), cancellation) is { } row ? WideBody.Read(RowVersions.Readable(row)) : null;

    /// <summary>Writes at most a batch of terms.</summary>
    public async ValueTask PutAsync(IReadOnlyCollection<Row> rows, CancellationToken cancellation) =>
        await tables.BatchAsync(Table.Directory, partition, [.. rows.Select(r => new RowWrite.Upsert(r))], cancellation);
}
