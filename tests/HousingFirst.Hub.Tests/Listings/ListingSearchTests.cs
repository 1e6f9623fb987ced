using System.Text.Json.Nodes;
using HousingFirst.Contracts.Listings;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Hub.Tests.Listings;

public sealed class ListingSearchTests
{
    private readonly ListingWorld world = new(new MemoryTables());

    [Theory]
    [InlineData("Équipe GIC Rivière", "EQUIPE GIC RIVIERE")]
    [InlineData("L’ŒUVRE   d'été", "L OEUVRE D ETE")]
    public void Text_is_compared_without_case_and_accents_an_elided_article_by_itself(string text, string folded) => Assert.Equal(folded, SearchText.Fold(text));

    [Fact]
    public async Task What_is_asked_for_must_all_fit_one_service_or_the_organisation()
    {
        await world.ImportAsync(MadeUpDirectory.Organisation(1), MadeUpDirectory.Organisation(2));

        Assert.Equal(["1000", "1002", "2000", "2002"], await NumbersAsync(new ListingQuery(Language: "francais")));
        Assert.Equal(["1001", "2001"], await NumbersAsync(new ListingQuery(Language: "BLA")));
        Assert.Equal(["1000", "1002"], await NumbersAsync(new ListingQuery("organisation 1", Language: "FR")));
        Assert.Equal(["1001"], await NumbersAsync(new ListingQuery(Term: $"bh {1001 % 7}", Area: "comte de leth", Text: "serv 1")));
        Assert.Equal(6, (await NumbersAsync(new ListingQuery(Area: "lethbridge"))).Length);
        Assert.Empty(await NumbersAsync(new ListingQuery(Area: "bridge")));
        Assert.Empty(await NumbersAsync(new ListingQuery("service 1001", Language: "fr")));
        Assert.Equal(["1001"], await NumbersAsync(new ListingQuery("service 1001", Term: MadeUpDirectory.Id("term", 0))));
    }

    [Fact]
    public async Task What_is_hidden_neither_is_found_nor_helps_to_find()
    {
        var organisation = MadeUpDirectory.Organisation(1, locations: 2, services: 2);
        organisation["services"]![0]!["name"] = "Haven";
        organisation["services"]![0]!["attributes"] = new JsonArray(MadeUpDirectory.Tier("network"));
        organisation["locations"]![1]!["attributes"] = new JsonArray(MadeUpDirectory.Tier("network"));
        organisation["locations"]![1]!["addresses"]![0]!["city"] = "Taber";
        organisation["services"]![1]!["service_areas"] = new JsonArray();
        organisation["services"]![1]!["service_at_locations"] = new JsonArray();
        var shelter = MadeUpDirectory.Organisation(2);
        shelter["name"] = "Refuge";
        shelter["attributes"] = new JsonArray(MadeUpDirectory.Tier("specialist"));
        await world.ImportAsync(organisation, shelter);

        Assert.Empty(await FindAsync(new ListingQuery("haven")));
        Assert.Single(await FindAsync(new ListingQuery("haven", Tier: Confidentiality.Network)));
        Assert.Empty(await FindAsync(new ListingQuery(Area: "taber")));
        Assert.Equal("Organisation 1", Assert.Single(await FindAsync(new ListingQuery(Area: "leth"))).Name);
        Assert.Empty(await FindAsync(new ListingQuery("refuge organisation 2", Tier: Confidentiality.Network)));
        Assert.Equal("Refuge", Assert.Single(await FindAsync(new ListingQuery("ref service 2000", Tier: Confidentiality.Specialist))).Name);
        Assert.Empty(await FindAsync(new ListingQuery(Area: "t1j", Tier: Confidentiality.Specialist)));
    }

    private async Task<IReadOnlyList<ListingHit>> FindAsync(ListingQuery query) => await world.Search().FindAsync(query, TestContext.Current.CancellationToken);

    private async Task<string[]> NumbersAsync(ListingQuery query) =>
        [.. (await FindAsync(query)).SelectMany(h => h.Services).Select(s => s.Name.Split(' ')[1]).Order(StringComparer.Ordinal)];
}
