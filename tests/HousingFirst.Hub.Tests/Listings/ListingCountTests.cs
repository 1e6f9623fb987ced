using System.Text.Json.Nodes;
using HousingFirst.Contracts.Listings;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Listings;

/// <summary>What an import and a search ask of storage.</summary>
public sealed class ListingCountTests
{
    private readonly CountingTables tables;
    private readonly ListingWorld world;

    public ListingCountTests()
    {
        tables = new CountingTables(new MemoryTables());
        world = new ListingWorld(tables);
    }

    /// <summary>What an import takes whatever it brings: the index read, a page a thousand organisations; the index written; the audit row.</summary>
    private const int Every = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    public async Task A_new_organisation_takes_one_read_and_one_batch(int organisations)
    {
        await world.ImportAsync(All(organisations));
        Same(Every + (2 * organisations));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    public async Task An_unchanged_one_takes_one_read_and_no_write(int organisations)
    {
        await world.ImportAsync(All(organisations));
        tables.Reset();
        await world.ImportAsync(All(organisations));
        Same(Every - 1 + organisations);
        Assert.Single(tables.Requests, r => r.StartsWith("batch", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    public async Task A_changed_one_takes_two_reads_and_one_batch(int organisations)
    {
        await world.ImportAsync(All(organisations));
        tables.Reset();
        await world.ImportAsync(All(organisations, "new"));
        Same(Every + (3 * organisations));
        Assert.Contains("batch Directory of 2", tables.Requests); // its head and one line of its log: what didn't change isn't written
    }

    [Fact]
    public async Task A_large_one_takes_its_batches_and_two_for_its_head()
    {
        await world.ImportAsync(MadeUpDirectory.Organisation(1, contacts: 390));
        Same(Every + 1 + 1 + 4 + 1); // a read; begun; 395 rows; switched
    }

    [Fact]
    public async Task A_service_by_itself_takes_what_its_organisation_would()
    {
        await world.ImportAsync(MadeUpDirectory.Organisation(1));
        var service = MadeUpDirectory.Service(5, 1000);
        service["organization_id"] = MadeUpDirectory.Id("organisation", 1);
        tables.Reset();
        await world.ImportAsync(service);
        Same(Every + 3);
    }

    [Fact]
    public async Task A_hundred_terms_take_one_batch()
    {
        await world.ImportAsync([.. Enumerable.Range(0, 100).Select(i => (JsonNode)new JsonObject { ["id"] = MadeUpDirectory.Id("term", i), ["name"] = "A", ["description"] = "B", ["code"] = "C" })]);
        Same(Every - 1 + 2); // no index; the terms read, and written
    }

    [Fact]
    public async Task A_dry_run_only_reads()
    {
        await world.ImportAsync(MadeUpDirectory.File(All(20)), new ImportOptions(DryRun: true));
        Assert.DoesNotContain(tables.Requests, r => r.StartsWith("batch", StringComparison.Ordinal));
        Same(1 + 20);
    }

    [Fact]
    public async Task An_export_reads_the_index_and_two_ranges_an_organisation()
    {
        await world.ImportAsync(All(20));
        tables.Reset();
        await world.AllAsync(Confidentiality.Public);
        Same(1 + (2 * 20));
    }

    [Fact]
    public async Task A_search_takes_none_while_it_is_fresh_one_a_minute_later_and_the_index_where_that_has_moved()
    {
        await world.ImportAsync(All(30));
        var search = world.Search();
        tables.Reset();

        async Task FindAsync(int requests)
        {
            Assert.NotEmpty(await search.FindAsync(new ListingQuery("organisation"), TestContext.Current.CancellationToken));
            Same(requests);
            tables.Reset();
        }

        await FindAsync(1);
        await FindAsync(0);
        world.Clock.Advance(Duration.FromSeconds(61));
        await FindAsync(1);
        await FindAsync(0);
        await world.ImportAsync(All(30, "new"));
        tables.Reset();
        await FindAsync(0);
        world.Clock.Advance(Duration.FromSeconds(61));
        await FindAsync(2);
    }

    private static JsonNode[] All(int count, string text = "") => [.. Enumerable.Range(0, count).Select(i => (JsonNode)MadeUpDirectory.Organisation(i, text: text))];

    private void Same(int expected) =>
        Assert.True(expected == tables.Requests.Count, $"{tables.Requests.Count} requests, not {expected}:\n{string.Join('\n', tables.Requests)}");
}
