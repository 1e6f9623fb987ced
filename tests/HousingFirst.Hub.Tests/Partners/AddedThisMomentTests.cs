using HousingFirst.Contracts.Teams;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Teams;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Partners;

/// <summary>
/// A hub knows the directory as it was within the last minute. Who was added since, beside it, by a command or another instance, is refused nothing for that.
/// </summary>
public sealed class AddedThisMomentTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_programs_first_sheet_is_taken_though_the_program_is_new()
    {
        var (world, beside) = await WorldsAsync();
        var river = (await beside.Hub.Directory.NowAsync(Stop)).Directory.Find("river-icm")!;
        await beside.Hub.Directory.PutAsync(river with { Id = "new-icm", NameEn = "New ICM" }, Stop);
        var queued = Assert.IsType<TeamsImport.Queued>(await beside.ImportAsync(TeamsSteps.Heads + "NI-0001,,,,,,,,,,,,,,\n", "new-icm"));
        Assert.NotEmpty(queued.Messages);

        await world.TakeOwnAsync(queued.Messages);

        Assert.NotEmpty(await world.Hub.References.AllAsync("new-icm", Stop));
    }

    [Fact]
    public async Task A_partner_joins_a_team_though_it_is_new()
    {
        var (world, beside) = await WorldsAsync();
        var office = (await beside.Hub.Directory.NowAsync(Stop)).Directory.Find("income-support")!;
        await beside.Hub.Directory.PutAsync(office with { Id = "new-office", NameEn = "New office" }, Stop);

        var joined = await world.ReceiveAsync(world.Change(
            "river-icm", "HF-7Q2K", "team.joined", $$"""
            "member":{"organisation":"new-office","contact":"{{office.Contacts[0].Id}}","role":"INC","visits":false,"theirRef":"NO-200"}
            """));

        Assert.IsType<Settlement.Complete>(joined);
    }

    [Fact]
    public async Task A_contact_with_a_partner_counts_though_it_is_new()
    {
        var (world, beside) = await WorldsAsync();
        var office = (await beside.Hub.Directory.NowAsync(Stop)).Directory.Find("income-support")!;
        await beside.Hub.Directory.PutAsync(office with { Id = "new-office", NameEn = "New office" }, Stop);

        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Activity(
            "river-icm", MessageTypes.ContactMade, "\"with\":\"new-office\",\"on\":\"2026-12-01\",\"outcome\":\"made\",\"mode\":\"phone\"")));
    }

    [Fact]
    public async Task What_is_wrong_all_the_same_is_refused_once()
    {
        var (world, beside) = await WorldsAsync();
        var office = (await beside.Hub.Directory.NowAsync(Stop)).Directory.Find("income-support")!;
        await beside.Hub.Directory.PutAsync(office with { NameEn = "Renamed" }, Stop);

        Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Change(
            "river-icm", "HF-7Q2K", "team.joined", "\"member\":{\"organisation\":\"nobody\",\"contact\":\"x\",\"role\":\"INC\",\"visits\":false,\"theirRef\":\"NO-200\"}")));

        Assert.Single(await world.Hub.DeadLetters.ListAsync(10, Stop));
        Assert.Equal("Renamed", world.Hub.Directory.Latest!.Directory.Find("income-support")!.NameEn);
    }

    /// <summary>A hub that knows the directory, and another over the same tables, some seconds later.</summary>
    private static async Task<(HubWorld World, HubWorld Beside)> WorldsAsync()
    {
        var world = await HubWorld.CreateAsync();
        await world.Hub.Directory.NowAsync(Stop);
        world.Clock.Advance(Duration.FromSeconds(5));
        return (world, await world.RestartAsync());
    }
}
