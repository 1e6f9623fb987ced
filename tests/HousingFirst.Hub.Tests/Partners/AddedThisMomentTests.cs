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

    /// <summary>A directory is typed in command by command: the hub may have seen any part of it.</summary>
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    public async Task A_sheet_is_taken_whatever_part_of_a_new_town_was_seen(bool program, bool partner, bool contact)
    {
        var world = await HubWorld.CreateAsync();
        var known = (await world.Hub.Directory.NowAsync(Stop)).Directory;
        var icm = known.Find("river-icm")! with { Id = "new-icm", NameEn = "New ICM" };
        var hospital = known.Find("prairie-hospital")! with { Id = "new-hospital", NameEn = "New hospital" };
        if (program) await world.Hub.Directory.PutAsync(icm with { Contacts = partner ? icm.Contacts : [] }, Stop);
        if (partner) await world.Hub.Directory.PutAsync(hospital with { Contacts = contact ? hospital.Contacts : [] }, Stop);
        world.Clock.Advance(Duration.FromSeconds(5));
        var beside = await world.RestartAsync();
        await beside.Hub.Directory.NowAsync(Stop);
        await beside.Hub.Directory.PutAsync(icm, Stop);
        await beside.Hub.Directory.PutAsync(hospital, Stop);
        var queued = Assert.IsType<TeamsImport.Queued>(await beside.ImportAsync(
            "client,partner,contact,role,visits,partner_reference,allows,from,to,method,form\nNI-0001,,,,,,,,,,\n"
            + $"NI-0001,new-hospital,{hospital.Contacts[0].Id},HLT,no,NH-0001,B housing,2026-12-01,2027-11-30,written,2026-1\n",
            "new-icm"));

        await world.TakeOwnAsync(queued.Messages);

        Assert.Single((await world.ClientAsync("NI-0001", "new-icm")).Memberships, m => m.Agency == "new-hospital");
    }

    /// <summary>A client needs someone at its program who answers: that is said, and is not a failure of the hub.</summary>
    [Fact]
    public async Task A_program_without_anyone_enrols_nobody_and_is_told_why()
    {
        var world = await HubWorld.CreateAsync();
        var river = (await world.Hub.Directory.NowAsync(Stop)).Directory.Find("river-icm")!;
        await world.Hub.Directory.PutAsync(river with { Id = "new-icm", NameEn = "New ICM", Contacts = [] }, Stop);

        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Change("new-icm", "NI-0001", "program.enrolled")));
        Assert.Equal("data.invalid", refused.Reason);
        Assert.Contains("no contact", refused.Description, StringComparison.Ordinal);

        await world.Hub.Directory.PutAsync(river with { Id = "new-icm", NameEn = "New ICM" }, Stop);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Change("new-icm", "NI-0001", "program.enrolled")));
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
