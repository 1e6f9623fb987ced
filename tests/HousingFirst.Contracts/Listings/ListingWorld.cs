using System.Text;
using System.Text.Json.Nodes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Listings.Hsds;
using HousingFirst.Hub.Tables;
using NodaTime.Testing;

namespace HousingFirst.Contracts.Listings;

/// <summary>A directory over a store, with a clock that a test moves.</summary>
public sealed class ListingWorld(ITables tables, FakeClock? clock = null)
{
    public const string Community = "lethbridge";

    public FakeClock Clock { get; } = clock ?? new FakeClock(HubWorld.Start);

    public ITables Tables => tables;

    private AuditLog Audit => new(tables, Community, Clock);

    public ListingSearch Search() => new(tables, Community, Clock);

    public async Task<IReadOnlyList<ImportedItem>> ImportAsync(Stream file, ImportOptions? options = null, ImportCounts? counts = null)
    {
        var items = new List<ImportedItem>();
        await foreach (var item in new ImportListings(tables, Community, Audit, Clock).RunAsync(file, options ?? new ImportOptions(), counts ?? new ImportCounts(), CancellationToken.None))
            items.Add(item);
        return items;
    }

    public Task<IReadOnlyList<ImportedItem>> ImportAsync(params JsonNode[] items) => ImportAsync(MadeUpDirectory.File(items));

    public Task<IReadOnlyList<ImportedItem>> ImportTextAsync(string text, ImportOptions? options = null) =>
        ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), options);

    public async Task<JsonObject?> ExportAsync(ExportOptions options)
    {
        using var output = new MemoryStream();
        await new ExportListings(tables, Community, Audit).RunAsync(output, options, CancellationToken.None);
        return output.Length == 0 ? null : JsonNode.Parse(output.ToArray())!.AsObject();
    }

    /// <summary>Every organisation, as the specialist may see them.</summary>
    public async Task<JsonArray> AllAsync(Confidentiality tier = Confidentiality.Specialist, HsdsShape shape = HsdsShape.Organization) =>
        (await ExportAsync(new ExportOptions(tier, shape)))!["contents"]!.AsArray();

    public async Task<JsonObject?> OneAsync(string id, Confidentiality tier = Confidentiality.Specialist, HsdsShape shape = HsdsShape.Organization) =>
        await ExportAsync(new ExportOptions(tier, shape, id));

    public async Task<IReadOnlyList<LoggedChange>> LogAsync(string id) => await new ReadListingLog(tables, Community).RunAsync(id, CancellationToken.None);

    /// <summary>Everything the directory's partitions hold, as lines to compare: without what two runs may rightly differ in, which is the time.</summary>
    public async Task<string> StateAsync()
    {
        var lines = new List<string>();
        await foreach (var (partition, row) in ((ITableScan)tables).ScanAsync(Table.Directory, CancellationToken.None))
        {
            if (partition.Contains("|audit|", StringComparison.Ordinal) || (partition.EndsWith("|listings", StringComparison.Ordinal) && row.Key == "0")) continue;
            var key = row.Key.StartsWith("m|", StringComparison.Ordinal) ? "m|" + string.Join('|', row.Key.Split('|')[2..]) : row.Key;
            var columns = row.Columns.Where(c => c.Value is not NodaTime.Instant).OrderBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => $"{c.Key}={(c.Value is byte[] bytes ? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)) : c.Value)}");
            lines.Add($"{partition} {key} {string.Join(' ', columns)}");
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }
}
