using System.Globalization;
using System.Runtime.CompilerServices;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Listings.Hsds;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Listings;

/// <summary>
/// Imports HSDS 3.0, one item at a time: memory follows the largest item. An item with a defect is refused whole, and the others go on: a town's
/// feed always has some, and 1,999 organisations need not wait for the one. Cut off anywhere and run again, it ends in the same directory.
/// </summary>
public sealed class ImportListings
{
    private readonly ListingStore store;
    private readonly ListingIndex index;
    private readonly TaxonomyTerms terms;
    private readonly WriteListing write;
    private readonly AuditLog audit;
    private readonly IClock clock;

    /// <summary>Over the table port.</summary>
    /// <param name="tables">The port.</param>
    /// <param name="community">The community.</param>
    /// <param name="audit">Where the import is recorded.</param>
    /// <param name="clock">The clock.</param>
    public ImportListings(ITables tables, string community, AuditLog audit, IClock clock)
    {
        store = new ListingStore(tables, community);
        index = new ListingIndex(tables, community);
        terms = new TaxonomyTerms(tables, community);
        write = new WriteListing(store);
        (this.audit, this.clock) = (audit, clock);
    }

    /// <summary>Imports a file, giving each item as it is done. It is done when the last has been taken.</summary>
    /// <param name="file">UTF-8 JSON: one item, a list, a page of an API, or any of these after one another.</param>
    /// <param name="options">How.</param>
    /// <param name="counts">Counted up as it goes on.</param>
    /// <param name="cancellation">Stops between two requests; what was imported stays, and running it again goes on.</param>
    public async IAsyncEnumerable<ImportedItem> RunAsync(
        Stream file, ImportOptions options, ImportCounts counts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var run = new Run(new IndexUpdates(index), new TermUpdates(terms), options);
        await run.Index.OpenAsync(cancellation);
        using var reader = new HsdsReader(file);
        await foreach (var item in reader.ReadAsync(cancellation))
        {
            using (item) yield return counts.Add(await TakeAsync(run, item, cancellation));
        }

        counts.LeftAlone = run.Index.Unseen;
        if (options.DryRun) yield break;
        await run.Terms.FlushAsync(cancellation);
        await run.Index.FlushAsync(cancellation);
        await audit.AddAsync(
            "directory.import",
            string.Create(CultureInfo.InvariantCulture, $"{counts.Added} added, {counts.Changed} changed, {counts.Unchanged} unchanged, {counts.Refused} refused"),
            cancellation);
    }

    private async ValueTask<ImportedItem> TakeAsync(Run run, HsdsItem item, CancellationToken cancellation)
    {
        if (item.Document is null) return Refused(item, null, [item.Broken!]);
        var root = item.Document.RootElement;
        var shape = run.Options.Shape ?? HsdsShapes.Of(root);
        Defect[] defects = [.. HsdsCheck.Of(root, HsdsObjects.Of(HsdsShapes.NameOf(shape)), item.Path), .. ListingDocument.Defects(shape, root, item.Path)];
        if (defects.Length > 0) return Refused(item, shape, defects);
        return shape == HsdsShape.TaxonomyTerm
            ? await run.Terms.TakeAsync(item, run.Options.DryRun, cancellation)
            : await TakeAsync(run, item, shape, ListingDocument.Of(shape, root), cancellation);
    }

    private async ValueTask<ImportedItem> TakeAsync(Run run, HsdsItem item, HsdsShape shape, ListingDocument document, CancellationToken cancellation)
    {
        var (id, dryRun) = (document.OrganisationId, run.Options.DryRun);
        run.Index.See(id);
        var alone = document.Everything is { } everything ? NewListing.Of(everything.DeepClone().AsObject()) : null;
        while (true)
        {
            var stored = run.LastOf(id) ?? await store.ReadAsync(id, alone?.Hash, cancellation);
            if (stored is { Exists: true, Listing: null })
            {
                // The hash was enough.
                if (!dryRun) await IndexAsync(run, alone!.Listing, stored.Head.Version, cancellation);
                return Done(item, shape, alone!, ImportResult.Unchanged, []);
            }

            var next = alone;
            if (stored.Listing is not null || next is null)
            {
                if (document.Into(stored.Listing) is not { } whole)
                {
                    return Refused(item, shape, [new Defect(
                        item.Path + ".organization_id", "the id of no organisation of the directory", "import the organisation first, or add it to the service")]);
                }

                next = NewListing.Of(whole);
            }

            next = next.Against(stored.Listing);
            if (TooLarge(next.Listing, item.Path) is { } large) return Refused(item, shape, [large]);
            var result = stored.Listing is null ? ImportResult.Added : next.Changes.Count == 0 ? ImportResult.Unchanged : ImportResult.Changed;
            if (dryRun)
            {
                run.Last = StoredListing.OfHead(id, stored.Head with { Generation = "dry" }) with { Listing = next.Listing };
                return Done(item, shape, next, result, next.Changes);
            }

            if (result == ImportResult.Unchanged && stored.HasLeftovers)
            {
                await write.SweepAsync(id, stored.Head, cancellation);
                continue;
            }

            if (result != ImportResult.Unchanged && !await write.RunAsync(stored, next, clock.GetCurrentInstant(), run.Options.By, cancellation)) continue;
            await IndexAsync(run, next.Listing, result == ImportResult.Unchanged ? stored.Head.Version : stored.Head.Version + 1, cancellation);
            return Done(item, shape, next, result, next.Changes);
        }
    }

    private static async ValueTask IndexAsync(Run run, Listing listing, long version, CancellationToken cancellation)
    {
        if (!run.Index.Holds(listing.Id, version)) await run.Index.AddAsync(IndexEntries.Of(listing, version), cancellation);
    }

    /// <summary>A row holds 1 MiB in Azure Tables, so that what is one row may not be more.</summary>
    private static Defect? TooLarge(Listing listing, string path)
    {
        string Most() => string.Create(CultureInfo.InvariantCulture, $"over {WideColumns.MostBytes / 1024} KiB");
        if (WideBody.Bytes(listing.Organisation).Length > WideColumns.MostBytes)
            return new Defect(path, $"an organisation of {Most()} without its services, locations and contacts", "shorten its texts");
        var large = listing.Parts.FirstOrDefault(p => WideBody.Bytes(p.Body).Length > WideColumns.MostBytes);
        return large is null ? null : new Defect($"{path}: {large.Kind.List}", $"one of {Most()}, the one with the id {large.Id}", "shorten its texts");
    }

    private static ImportedItem Done(HsdsItem item, HsdsShape shape, NewListing next, ImportResult result, IReadOnlyList<FieldChange> changes) =>
        new(item.Line, shape, next.Listing.Id, next.Listing.Name, result, changes, [], next.PlacesNotKept);

    private static ImportedItem Refused(HsdsItem item, HsdsShape? shape, IReadOnlyList<Defect> defects) =>
        new(item.Line, shape, string.Empty, string.Empty, ImportResult.Refused, [], defects, 0);

    /// <summary>What one import keeps.</summary>
    private sealed class Run(IndexUpdates index, TermUpdates terms, ImportOptions options)
    {
        public IndexUpdates Index => index;

        public TermUpdates Terms => terms;

        public ImportOptions Options => options;

        /// <summary>In a dry run, what the last item would have made: the next may be of the same organisation.</summary>
        public StoredListing? Last { get; set; }

        public StoredListing? LastOf(string id) => Last is { } last && last.Id == id ? last : null;
    }
}
