using System.Text.Json.Nodes;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Listings.Hsds;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Listings;

/// <summary>The taxonomy's terms during one import: read at the first, written many at a time.</summary>
internal sealed class TermUpdates(TaxonomyTerms terms)
{
    private const int MostBytes = 3_000_000;

    private readonly Dictionary<string, (long Place, string Hash)> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Row> waiting = new(StringComparer.Ordinal);
    private bool isOpen;
    private int bytes;
    private long lastPlace;

    /// <summary>Takes a checked term.</summary>
    public async ValueTask<ImportedItem> TakeAsync(HsdsItem item, bool dryRun, CancellationToken cancellation)
    {
        await OpenAsync(cancellation);
        var term = JsonObject.Create(item.Document!.RootElement)!;
        var (id, hash, name) = (Listing.IdOf(term), ListingHash.Of(term), Listing.Text(term, "name"));
        ImportedItem Done(ImportResult result, IReadOnlyList<FieldChange> changes) =>
            new(item.Line, HsdsShape.TaxonomyTerm, id, name, result, changes, [], 0);

        var isKnown = known.TryGetValue(id, out var before);
        if (isKnown && before.Hash == hash) return Done(ImportResult.Unchanged, []);
        IReadOnlyList<FieldChange> changes = isKnown && await terms.GetAsync(id, cancellation) is { } stored
            ? Differences.Between(stored, term)
            : [new FieldChange("$", null, ListingRows.Shown(name))];
        known[id] = (isKnown ? before.Place : ++lastPlace, hash);
        if (!dryRun) await AddAsync(id, TaxonomyTerms.ToRow(term, hash, known[id].Place), cancellation);
        return Done(isKnown ? ImportResult.Changed : ImportResult.Added, changes);
    }

    /// <summary>Writes what waits.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        if (waiting.Count == 0) return;
        await terms.PutAsync(waiting.Values, cancellation);
        waiting.Clear();
        bytes = 0;
    }

    private async ValueTask AddAsync(string id, Row row, CancellationToken cancellation)
    {
        var size = WideColumns.SizeOf(row);
        if (bytes + size > MostBytes) await FlushAsync(cancellation);
        waiting[id] = row;
        bytes += size;
        if (waiting.Count == Limits.BatchRows) await FlushAsync(cancellation);
    }

    private async ValueTask OpenAsync(CancellationToken cancellation)
    {
        if (isOpen) return;
        isOpen = true;
        await foreach (var (id, place, hash, _) in terms.AllAsync(cancellation))
        {
            known[id] = (place, hash);
            lastPlace = Math.Max(lastPlace, place);
        }
    }
}
