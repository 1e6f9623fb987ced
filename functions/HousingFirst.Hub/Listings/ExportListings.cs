using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Listings.Hsds;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Listings;

/// <summary>What is exported.</summary>
/// <param name="Tier">The most hidden that is given; more than public leaves an audit row.</param>
/// <param name="Shape">What the items are.</param>
/// <param name="Id">Only the item with this id, by itself; null gives a page of items.</param>
/// <param name="Page">Which page, from 1.</param>
/// <param name="Size">Items a page; null puts all on one.</param>
public sealed record ExportOptions(
    Confidentiality Tier = Confidentiality.Public, HsdsShape Shape = HsdsShape.Organization, string? Id = null, int Page = 1, int? Size = null);

/// <summary>Exports HSDS 3.0: an item by itself, or a page as HSDS's API gives it. One organisation is in memory at a time.</summary>
public sealed class ExportListings
{
    private const int FlushBytes = 64 * 1024;
    private const string Services = "services";
    private const string Places = "service_at_locations";

    private static readonly JsonWriterOptions Written = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ListingStore store;
    private readonly ListingIndex index;
    private readonly TaxonomyTerms terms;
    private readonly AuditLog audit;

    /// <summary>Over the table port.</summary>
    /// <param name="tables">The port.</param>
    /// <param name="community">The community.</param>
    /// <param name="audit">Where it is recorded that hidden listings were exported.</param>
    public ExportListings(ITables tables, string community, AuditLog audit)
    {
        store = new ListingStore(tables, community);
        index = new ListingIndex(tables, community);
        terms = new TaxonomyTerms(tables, community);
        this.audit = audit;
    }

    /// <summary>Writes them.</summary>
    /// <returns>How many items were written.</returns>
    public async ValueTask<int> RunAsync(Stream output, ExportOptions options, CancellationToken cancellation)
    {
        if (options.Tier > Confidentiality.Public) await audit.AddAsync("directory.export", ListingTiers.NameOf(options.Tier), cancellation);
        await using var json = new Utf8JsonWriter(output, Written);
        return options.Id is null ? await PageAsync(json, options, cancellation) : await OneAsync(json, options, options.Id.ToLowerInvariant(), cancellation);
    }

    private async ValueTask<int> OneAsync(Utf8JsonWriter json, ExportOptions options, string id, CancellationToken cancellation)
    {
        await foreach (var item in ItemsAsync(options, cancellation))
        {
            if (Listing.IdOf(item) != id) continue;
            item.WriteTo(json);
            return 1;
        }

        return 0;
    }

    private async ValueTask<int> PageAsync(Utf8JsonWriter json, ExportOptions options, CancellationToken cancellation)
    {
        var (total, written) = (0, 0);
        var size = options.Size ?? int.MaxValue;
        var skip = (options.Page - 1) * (long)size;
        json.WriteStartObject();
        json.WriteStartArray("contents");
        await foreach (var item in ItemsAsync(options, cancellation))
        {
            if (total++ < skip || written == size) continue;
            item.WriteTo(json);
            written++;
            if (json.BytesPending > FlushBytes) await json.FlushAsync(cancellation);
        }

        json.WriteEndArray();
        var pages = options.Size is { } each ? Math.Max(1, (total + each - 1) / each) : 1;
        json.WriteNumber("total_items", total);
        json.WriteNumber("total_pages", pages);
        json.WriteNumber("page_number", options.Page);
        json.WriteNumber("size", written);
        json.WriteBoolean("first_page", options.Page == 1);
        json.WriteBoolean("last_page", options.Page >= pages);
        json.WriteBoolean("empty", written == 0);
        json.WriteEndObject();
        return written;
    }

    private IAsyncEnumerable<JsonObject> ItemsAsync(ExportOptions options, CancellationToken cancellation) => options.Shape switch
    {
        HsdsShape.TaxonomyTerm => TermsAsync(cancellation),
        HsdsShape.Service => ServicesAsync(options, cancellation),
        HsdsShape.ServiceAtLocation => PlacesAsync(options, cancellation),
        _ => OrganisationsAsync(options.Tier, options.Id, cancellation),
    };

    private async IAsyncEnumerable<JsonObject> OrganisationsAsync(Confidentiality tier, string? only, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var known = new List<(long Place, string Id)>();
        if (only is not null) known.Add((0, only.ToLowerInvariant()));
        else await foreach (var page in index.PagesAsync(cancellation)) known.AddRange(page.Page.Where(l => l.Tier <= tier).Select(l => (l.Place, l.Id)));
        known.Sort();
        foreach (var (_, id) in known)
        {
            // The organisation says itself who may see it; the index may be of the moment before.
            if ((await store.ReadAsync(id, null, cancellation)).Listing?.Whole() is { } whole && TierView.Narrow(whole, tier)) yield return whole;
        }
    }

    private async IAsyncEnumerable<JsonObject> ServicesAsync(ExportOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var organisation in OrganisationsAsync(options.Tier, null, cancellation))
        {
            var services = Take(organisation, Services);
            foreach (var service in services)
            {
                service["organization"] = organisation.DeepClone();
                yield return service;
            }
        }
    }

    private async IAsyncEnumerable<JsonObject> PlacesAsync(ExportOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var service in ServicesAsync(options, cancellation))
        {
            var places = Take(service, Places);
            foreach (var place in places)
            {
                place["service"] = service.DeepClone();
                yield return place;
            }
        }
    }

    private async IAsyncEnumerable<JsonObject> TermsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var known = new List<(long Place, string Id)>();
        await foreach (var (id, place, _, _) in terms.AllAsync(cancellation)) known.Add((place, id));
        known.Sort();
        foreach (var (_, id) in known)
        {
            if (await terms.GetAsync(id, cancellation) is { } term) yield return term;
        }
    }

    /// <summary>Takes a list off an object: its items, each by itself.</summary>
    private static JsonObject[] Take(JsonObject item, string list)
    {
        if (item[list] is not JsonArray items) return [];
        item.Remove(list);
        JsonObject[] taken = [.. items.OfType<JsonObject>()];
        items.Clear();
        return taken;
    }
}
