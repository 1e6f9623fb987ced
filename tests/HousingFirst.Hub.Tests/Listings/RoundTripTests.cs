using System.Text.Json.Nodes;
using HousingFirst.Contracts.Listings;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Listings.Hsds;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Hub.Tests.Listings;

/// <summary>HSDS's own examples go in and come out equal.</summary>
public sealed class RoundTripTests
{
    private readonly ListingWorld world = new(new MemoryTables());

    [Theory]
    [InlineData("organization_full", HsdsShape.Organization)]
    [InlineData("service_full", HsdsShape.Service)]
    [InlineData("service_at_location_full", HsdsShape.ServiceAtLocation)]
    public async Task An_item_by_itself(string example, HsdsShape shape)
    {
        var item = HsdsFiles.ExampleNode(example);

        await ImportAsync(example);

        Equal(item, await world.OneAsync((string)item["id"]!, Confidentiality.Public, shape));
        Assert.Equal(ImportResult.Unchanged, Assert.Single(await world.ImportTextAsync(HsdsFiles.Example(example))).Result);
    }

    [Theory]
    [InlineData("organization_list", HsdsShape.Organization)]
    [InlineData("service_list", HsdsShape.Service)]
    [InlineData("taxonomy_term_list", HsdsShape.TaxonomyTerm)]
    public async Task A_page_of_ten(string example, HsdsShape shape)
    {
        // The page says that it is the first of ten: nine more make it true.
        await ImportAsync(example);
        await world.ImportAsync([.. Enumerable.Range(1, 9).Select(i => Another(shape, i))]);

        Equal(HsdsFiles.ExampleNode(example), await world.ExportAsync(new ExportOptions(Shape: shape, Page: 1, Size: 1)));
    }

    [Fact]
    public async Task A_summary_takes_nothing_away_from_what_is_known_whole()
    {
        await ImportAsync("organization_full");
        await ImportAsync("organization_list");
        await ImportAsync("service_list");

        Equal(HsdsFiles.ExampleNode("organization_full"), await world.OneAsync((string)HsdsFiles.ExampleNode("organization_full")["id"]!));
    }

    [Fact]
    public async Task Every_way_of_writing_the_same_is_the_same()
    {
        var item = HsdsFiles.ExampleNode("organization_full");
        var id = (string)item["id"]!;
        string[] ways =
        [
            item.ToJsonString(), $"[{item}]", $"{{\"size\":1,\"contents\":[{item}],\"page_number\":1}}", $"{item.ToJsonString()}\n{item.ToJsonString()}\n", "\uFEFF" + item,
            $"[]\n{{\"contents\":[]}}\n[{item}]", Reversed(item).ToJsonString().Replace("MyCity", "\\u004dyCity", StringComparison.Ordinal),
        ];

        foreach (var way in ways)
        {
            var fresh = new ListingWorld(new MemoryTables());
            Assert.All(await fresh.ImportTextAsync(way), i => Assert.NotEqual(ImportResult.Refused, i.Result));
            Equal(item, await fresh.OneAsync(id, Confidentiality.Public));
            Assert.All(await fresh.ImportTextAsync(item.ToJsonString()), i => Assert.Equal(ImportResult.Unchanged, i.Result));
        }
    }

    private async Task ImportAsync(string example) =>
        Assert.All(await world.ImportTextAsync(HsdsFiles.Example(example)), i => Assert.True(i.Result != ImportResult.Refused, string.Join('\n', i.Defects)));

    private static JsonObject Another(HsdsShape shape, int number)
    {
        if (shape == HsdsShape.TaxonomyTerm)
            return new JsonObject { ["id"] = MadeUpDirectory.Id("term", number), ["name"] = "A", ["description"] = "B", ["code"] = "C" };
        var organisation = MadeUpDirectory.Organisation(number, services: 0);
        if (shape == HsdsShape.Organization) return organisation;
        organisation.Remove("services");
        var service = MadeUpDirectory.Service(number, number);
        service["organization"] = organisation;
        return service;
    }

    private static JsonObject Reversed(JsonObject item) => new(item.Reverse().Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));

    private static void Equal(JsonNode expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Expected:\n{expected}\nActual:\n{actual}");
}
