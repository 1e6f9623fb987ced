using HousingFirst.Contracts.World;
using HousingFirst.Core.Costing;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;
using static HousingFirst.Hub.Tests.Meetings.MeetingSteps;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>What a meeting asks of storage, from its call to its purge.</summary>
public sealed class MeetingCountTests
{
    [Fact]
    public async Task A_meeting_costs_so_much_an_agency_and_so_much_an_item_and_no_product_of_the_two()
    {
        var small = await CostAsync(agencies: 10, items: 20, actions: 20);
        var wide = await CostAsync(agencies: 50, items: 20, actions: 20);
        var full = await CostAsync(agencies: 50, items: 200, actions: 2000);
        var perAgency = (wide - small) / 40.0;
        var perItem = (full - wide) / 180.0;
        Assert.InRange(perAgency, OperationCounts.MeetingOfAgency * 0.8, OperationCounts.MeetingOfAgency);
        Assert.InRange(perItem, 1, 2.5);
        Assert.InRange(full, 1, 1400);
    }

    /// <summary>Requests of every stage of one meeting; every item asks for someone who doesn't come.</summary>
    private static async Task<int> CostAsync(int agencies, int items, int actions)
    {
        var counting = new CountingTables(new MemoryTables());
        var world = await OpenAsync(counting);
        var like = (await world.AtAsync()).Directory.Find("southside-housing")!;
        var more = Enumerable.Range(0, agencies - 8).Select(n => like with
        {
            Id = $"agency-{n:D2}",
            Agreement = Agreement.Until(new LocalDate(2028, 12, 31)),
            Contacts = [like.Contacts[0] with { Id = $"person-{n:D2}", Address = $"person{n}@agency.example", Alternate = null }],
        });
        await world.Hub.Partners.PutAsync([.. more], CancellationToken.None);
        world.Hub.Directory.Forget();
        await world.WithoutWarningsAsync();
        for (var i = 0; i < items; i++)
        {
            await world.Hub.Meetings.Store.AddAsync(
                First,
                new AgendaItem($"{i:D4}", MeetingPart.Case, "river-icm", Instant.FromUnixTimeSeconds(i)) { Body = "b", Text = new("words"), Client = new("HF-7Q2K"), Needs = ["income-support"] },
                CancellationToken.None);
        }

        for (var i = 0; i < actions; i++)
        {
            await world.Hub.Meetings.Actions.AddAsync(
                new MeetingAction($"a-{i:D4}", First, "river-icm", "a van", new LocalDate(2026, 12, 1), world.Clock.GetCurrentInstant()), CancellationToken.None);
        }

        // The next meeting is another's cost.
        Assert.Null(await world.Hub.Meetings.EditSeries.CancelAsync(Second, await world.AtAsync(), CancellationToken.None));
        await world.AdvanceAsync(Duration.FromMinutes(2));
        var cost = 0;
        foreach (var (day, hour) in new[] { (1, 9), (6, 9), (7, 9), (10, 9), (22, 7) })
        {
            counting.Reset();
            await world.AdvanceToAsync(day, hour, 0);
            cost += counting.Requests.Count;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{agencies} agencies, {items} items, {actions} actions: {cost} requests");
        Assert.NotNull((await world.Hub.Meetings.Store.ReadAsync(First, CancellationToken.None)).Purged);
        return cost;
    }
}
