using System.Text.Json.Nodes;
using HousingFirst.Contracts.Listings;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Listings.Hsds;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Listings;

public sealed class ImportTests
{
    private readonly ListingWorld world = new(new MemoryTables());

    [Fact]
    public async Task An_organisation_with_defects_is_left_as_it_was_and_the_others_go_on()
    {
        var (good, known, other) = (MadeUpDirectory.Organisation(1), MadeUpDirectory.Organisation(2), MadeUpDirectory.Organisation(3));
        await world.ImportAsync(known);
        var bad = known.DeepClone().AsObject();
        bad["name"] = "Changed";
        bad["services"]![1]!["status"] = "open";
        bad["services"]![2]!["organization_id"] = MadeUpDirectory.Id("organisation", 9);
        bad["contacts"]![1]!["id"] = ((string)bad["contacts"]![0]!["id"]!).ToUpperInvariant();

        var counts = new ImportCounts();
        var items = await world.ImportAsync(MadeUpDirectory.File(good, bad, other), counts: counts);

        Assert.Equal([ImportResult.Added, ImportResult.Refused, ImportResult.Added], items.Select(i => i.Result));
        Assert.Equal(
            ["$[1].contacts[1].id", "$[1].services[1].status", "$[1].services[2].organization_id"],
            items[1].Defects.Select(d => d.Path).Order(StringComparer.Ordinal));
        Assert.True(JsonNode.DeepEquals(known, await world.OneAsync((string)known["id"]!)));
        Assert.Equal((3, 2, 1, 1), (counts.Items, counts.Added, counts.Refused, counts.LeftAlone));
    }

    [Fact]
    public async Task What_is_no_JSON_ends_the_import_and_keeps_what_came_before()
    {
        var organisation = MadeUpDirectory.Organisation(1).ToJsonString();
        foreach (var (text, line) in ((string, int)[])[($"[{organisation},\n\nx]", 3), ($"{organisation}\n{{\"id\"", 2), ($"{{\"contents\":[{organisation}],\n\"contents\":[]}}", 2), ($"[{organisation}", 1)])
        {
            var fresh = new ListingWorld(new MemoryTables());
            var items = await fresh.ImportTextAsync(text);
            Assert.Equal([ImportResult.Added, ImportResult.Refused], items.Select(i => i.Result));
            Assert.Contains("not JSON", Assert.Single(items[1].Defects).Rule, StringComparison.Ordinal);
            Assert.Equal(line, items[1].Line);
            Assert.Single(await fresh.AllAsync());
        }

        Assert.Contains("empty file", Assert.Single((await world.ImportTextAsync(" \n")).Single().Defects).Rule, StringComparison.Ordinal);
        Assert.Contains("not an object", Assert.Single((await world.ImportTextAsync("7")).Single().Defects).Rule, StringComparison.Ordinal);
        Assert.Contains("over 16 MiB", Assert.Single((await world.ImportTextAsync($"{{\"id\":\"{new string('x', 17 * 1024 * 1024)}\"}}")).Single().Defects).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_of_nobody_and_one_too_large_for_a_row_are_refused_in_words()
    {
        var service = MadeUpDirectory.Service(1, 1);
        Assert.Equal("$[0].organization", Assert.Single((await world.ImportAsync(service)).Single().Defects).Path);
        service["organization_id"] = MadeUpDirectory.Id("organisation", 1);
        Assert.Equal("$[0].organization_id", Assert.Single((await world.ImportAsync(service)).Single().Defects).Path);

        var organisation = MadeUpDirectory.Organisation(1);
        organisation["services"]![0]!["description"] = new string('x', 1_000_000);
        Assert.Contains("over 896 KiB", Assert.Single((await world.ImportAsync(organisation)).Single().Defects).Rule, StringComparison.Ordinal);
        Assert.Empty(await world.AllAsync());

        await world.ImportAsync(MadeUpDirectory.Organisation(1));
        Assert.Equal(ImportResult.Changed, (await world.ImportAsync(service)).Single().Result);
        Assert.Equal(4, (await world.AllAsync()).Single()!["services"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_dry_run_says_what_an_import_would_and_changes_nothing()
    {
        await world.ImportAsync(MadeUpDirectory.Organisation(1), MadeUpDirectory.Organisation(2));
        var before = await world.StateAsync();
        JsonNode[] file = [MadeUpDirectory.Organisation(1, contacts: 2, text: "new"), MadeUpDirectory.Organisation(2), MadeUpDirectory.Organisation(3), .. ServicesOf(4)];

        var dry = await world.ImportAsync(MadeUpDirectory.File(file), new ImportOptions(DryRun: true));

        Assert.Equal(before, await world.StateAsync());
        var real = await world.ImportAsync(file);
        Assert.Equal(real.Select(Said), dry.Select(Said));
        Assert.Contains(dry, i => i.Result == ImportResult.Changed && i.Changes.Any(c => c is { Field: "description", Is: "What organisation 1 does. new" }));
    }

    /// <summary>A shelter for people fleeing violence is listed without a location, whatever comes in, in whatever order.</summary>
    [Fact]
    public async Task Where_a_hidden_service_is_is_kept_nowhere()
    {
        var open = MadeUpDirectory.Organisation(1, services: 3, locations: 3);
        var hidden = open.DeepClone().AsObject();
        hidden["services"]![1]!["attributes"]!.AsArray().Add(MadeUpDirectory.Tier("specialist"));
        JsonNode[] feeds = [open, .. ServicesOf(open), Summary(open), .. ServicesOf(open).Select(s => Summary(s.AsObject()))];

        await world.ImportAsync(hidden);
        Assert.DoesNotContain("1001 Secret Street", await EverythingAsync(), StringComparison.Ordinal);
        foreach (var feed in feeds)
        {
            // A feed that knows no tiers says again where everything is.
            world.Clock.Advance(Duration.FromMinutes(1));
            await world.ImportAsync(feed);
            Assert.DoesNotContain("1001 Secret Street", await EverythingAsync(), StringComparison.Ordinal);
            Assert.DoesNotContain("Service 1001", (await world.AllAsync(Confidentiality.Network)).ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Contains("1000 Secret Street", await EverythingAsync(), StringComparison.Ordinal);
        Assert.Contains("Service 1001", (await world.AllAsync()).ToJsonString(), StringComparison.Ordinal);
        Assert.True((await world.ImportAsync(open)).Single().PlacesNotKept > 0);
    }

    [Fact]
    public async Task What_becomes_hidden_is_hidden_from_the_log_too()
    {
        var organisation = MadeUpDirectory.Organisation(1, services: 1);
        var moved = organisation.DeepClone().AsObject();
        moved["locations"]![0]!["addresses"]![0]!["address_1"] = "7 New Secret Street";
        var hidden = moved.DeepClone().AsObject();
        hidden["attributes"] = new JsonArray(MadeUpDirectory.Tier("specialist"));
        foreach (var version in (JsonObject[])[organisation, moved])
        {
            await world.ImportAsync(version);
            world.Clock.Advance(Duration.FromMinutes(1));
        }

        Assert.Contains("Secret Street", await EverythingAsync(), StringComparison.Ordinal);
        await world.ImportAsync(hidden);
        Assert.DoesNotContain("Secret Street", await EverythingAsync(), StringComparison.Ordinal);
        Assert.Empty(await world.AllAsync(Confidentiality.Network));
        Assert.Single(await world.AllAsync());
        Assert.NotEmpty(await world.LogAsync((string)organisation["id"]!));
    }

    [Fact]
    public async Task Each_tier_gives_what_it_may_see()
    {
        var organisation = MadeUpDirectory.Organisation(1, contacts: 2, locations: 2);
        organisation["services"]![0]!["attributes"] = new JsonArray(MadeUpDirectory.Tier("network"));
        organisation["contacts"]![0]!["attributes"] = new JsonArray(MadeUpDirectory.Tier("specialist"));
        organisation["locations"]![1]!["attributes"] = new JsonArray(MadeUpDirectory.Tier("network"));
        var network = MadeUpDirectory.Organisation(2);
        network["attributes"] = new JsonArray(MadeUpDirectory.Tier("network"));
        await world.ImportAsync(organisation, network);

        async Task<(int, int, int, int)> CountAsync(Confidentiality tier)
        {
            var all = await world.AllAsync(tier);
            return (all.Count, all[0]!["services"]!.AsArray().Count, all[0]!["contacts"]!.AsArray().Count, all[0]!["locations"]!.AsArray().Count);
        }

        Assert.Equal((1, 2, 1, 1), await CountAsync(Confidentiality.Public));
        Assert.Equal((2, 3, 1, 2), await CountAsync(Confidentiality.Network));
        Assert.Equal((2, 3, 2, 2), await CountAsync(Confidentiality.Specialist));
        Assert.Null(await world.OneAsync((string)network["id"]!, Confidentiality.Public));
        Assert.Equal(2, (await world.AllAsync(Confidentiality.Public, HsdsShape.Service)).Count);
        Assert.Equal(6, (await world.AllAsync(Confidentiality.Network, HsdsShape.Service)).Count);
    }

    private static (ImportResult, string, string) Said(ImportedItem item) => (item.Result, item.Id, string.Join('\n', item.Changes.Select(c => c.ToString())));

    private static JsonNode[] ServicesOf(int number) => ServicesOf(MadeUpDirectory.Organisation(number));

    private static JsonNode[] ServicesOf(JsonObject organisation)
    {
        var bare = organisation.DeepClone().AsObject();
        bare.Remove("services");
        return [.. organisation["services"]!.AsArray().Select(s =>
        {
            var service = s!.DeepClone().AsObject();
            service["organization"] = bare.DeepClone();
            return (JsonNode)service;
        })];
    }

    private static JsonObject Summary(JsonObject item) =>
        new(item.Where(p => p.Value is not JsonArray).Select(p => KeyValuePair.Create(p.Key, p.Value is JsonObject inner ? Summary(inner) : p.Value?.DeepClone())));

    /// <summary>All that is stored, every byte of it as text.</summary>
    private async Task<string> EverythingAsync()
    {
        var text = new System.Text.StringBuilder();
        await foreach (var (_, row) in ((ITableScan)world.Tables).ScanAsync(Table.Directory, TestContext.Current.CancellationToken))
        {
            foreach (var (_, value) in row.Columns) text.Append(value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : value).Append('\n');
        }

        return text.ToString();
    }
}
