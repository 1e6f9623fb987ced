using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Counts;

/// <summary>What growing the network and agencies' own terms ask of storage.</summary>
public sealed class NetworkCountTests
{
    [Theory]
    [InlineData("prairie-hospital", false)]
    [InlineData("river-icm", true)]
    public async Task A_change_in_codes_asks_nothing_more_whether_its_sender_has_terms_or_not(string agency, bool hasTerms)
    {
        var (world, tables) = await WarmAsync();
        if (hasTerms) await MapAsync(world, agency);
        tables.Reset();
        await world.ReceiveAsync(world.Change(agency, agency == "river-icm" ? "HF-7Q2K" : "PH-0018", "away.hospital.in"));
        Assert.Equal(5, tables.Requests.Count);
        Assert.DoesNotContain(tables.Requests, r => r.Contains(" t|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_in_a_mapped_term_asks_one_more_the_first_time_and_once_a_minute()
    {
        var (world, tables) = await WarmAsync();
        await MapAsync(world, "prairie-hospital");
        Assert.Equal(6, await CountAsync(world, tables, world.Change("prairie-hospital", "PH-0018", "on the ward")));
        Assert.Equal(5, await CountAsync(world, tables, world.Change("prairie-hospital", "PH-0018", "on the ward")));
        world.Clock.Advance(Duration.FromMinutes(1));

        // Whether the directory has moved, and whether the terms have.
        Assert.Equal(7, await CountAsync(world, tables, world.Change("prairie-hospital", "PH-0018", "on the ward")));
    }

    [Fact]
    public async Task A_word_that_is_no_code_asks_one_more_than_its_refusal_once_a_minute()
    {
        var (world, tables) = await WarmAsync();
        Assert.Equal(2, await CountAsync(world, tables, world.Change("river-icm", "HF-7Q2K", "no.such.code")));
        Assert.Equal(1, await CountAsync(world, tables, world.Change("river-icm", "HF-7Q2K", "no.such.code")));
    }

    [Fact]
    public async Task A_suggestion_takes_six_one_more_for_a_prospect_with_a_step_five_and_a_repeat_two()
    {
        var (world, tables) = await WarmAsync();
        var message = world.Suggest("river-icm", "Galt Street Library");

        // Its inbox row, when to forget that, the prospect, when to ask, the prospect's batch, done.
        Assert.Equal(6, await CountAsync(world, tables, message));
        Assert.Equal(2, await CountAsync(world, tables, message with { DeliveryCount = 2 }));
        await StepAsync(world, RecruitmentState.Approached);
        Assert.Equal(5, await CountAsync(world, tables, world.Suggest("prairie-hospital", "Galt Street Library")));
    }

    [Fact]
    public async Task A_step_takes_two_or_with_a_day_to_ask_again_three_and_asking_seven()
    {
        var (world, tables) = await WarmAsync();
        await world.ReceiveAsync(world.Suggest("river-icm", "Galt Street Library"));
        tables.Reset();
        await StepAsync(world, RecruitmentState.Approached);
        Assert.Equal(2, tables.Requests.Count);
        tables.Reset();
        await StepAsync(world, RecruitmentState.NotNow, 3);
        Assert.Equal(3, tables.Requests.Count);
        await world.AdvanceAsync(Duration.FromDays(2));
        world.Clock.Advance(Duration.FromDays(1));
        tables.Reset();
        await world.Hub.Tick.RunAsync(CancellationToken.None);

        // What is due, whether the directory has moved; the prospect, the task, the prospect again to mark it, its batch; the due row off.
        Assert.Equal(7, tables.Requests.Count);
    }

    [Fact]
    public async Task A_list_of_two_hundred_prospects_takes_one()
    {
        var (world, tables) = await WarmAsync();
        for (var i = 0; i < 200; i++) await world.ReceiveAsync(world.Suggest("river-icm", $"Organisation {i}"));
        await world.Hub.Directory.NowAsync(CancellationToken.None);
        tables.Reset();
        Assert.Equal(200, (await world.Hub.ReadNetwork.ListAsync(CancellationToken.None)).Count);
        Assert.Single(tables.Requests);
    }

    private static async Task<int> CountAsync(HubWorld world, CountingTables tables, InboundMessage message)
    {
        tables.Reset();
        await world.ReceiveAsync(message);
        return tables.Requests.Count;
    }

    private static async Task StepAsync(HubWorld world, RecruitmentState state, int? askAgain = null)
    {
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        Assert.IsType<RecordOutcome.Recorded>(await world.Hub.RecordStep.RunAsync(
            new ProspectId("galt-street-library"),
            new RecruitmentStep(0, state, at.Today, "Robin", null, askAgain is { } days ? at.Today.PlusDays(days) : null),
            at,
            CancellationToken.None));
    }

    private static async Task MapAsync(HubWorld world, string agency) => await world.Hub.ChangeTerms.MapAsync(
        agency, [new AgencyTerm("on the ward", "away.hospital.in")], keepKnown: false, dryRun: false, CancellationToken.None);

    private static async Task<(HubWorld World, CountingTables Tables)> WarmAsync()
    {
        CountingTables? counting = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = counting = new CountingTables(p.Tables) });
        await world.WithoutWarningsAsync();
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.out"));
        await world.WithoutSilenceAsync();
        await world.AdvanceAsync(Duration.FromMinutes(30));
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        foreach (var organisation in at.Directory.Organisations)
            await world.Hub.Directory.ClientsOfAsync(organisation.Id, organisation.Contacts[0].Id, CancellationToken.None);
        await world.WithoutRemindersAsync();
        return (world, counting!);
    }
}
