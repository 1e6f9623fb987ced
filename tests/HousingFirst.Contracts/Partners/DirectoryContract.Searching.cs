using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Directory.Searching;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Partners;

public abstract partial class DirectoryContract
{
    [Fact]
    public Task A_search_asks_storage_for_nothing_within_a_minute_and_once_after_it() => CountedAsync(async (world, tables) =>
    {
        await FindAsync(world, "hopital");
        Assert.Empty(tables.Requests);

        world.Clock.Advance(Duration.FromSeconds(61));
        await FindAsync(world, "hopital");
        Assert.Equal(["get Directory 0"], tables.Requests);

        // Another process changes the directory: the version, the settings, the cards.
        await (await HubWorld.CreateAsync(world.Tables, load: false, clock: world.Clock)).DoneAsync("river-icm", "agency.change", o => o with { NameEn = "Riverside" });
        world.Clock.Advance(Duration.FromSeconds(61));
        tables.Reset();
        Assert.Equal(["river-icm"], await FindAsync(world, "riverside"));
        Assert.Equal(["get Directory 0", "range Directory ", "range Directory "], tables.Requests);
    });

    [Theory]
    [InlineData(false, 6)]
    [InlineData(true, 7)]
    public Task An_edit_takes_six_requests_and_after_an_earlier_one_seven(bool edited, int requests) => CountedAsync(async (world, tables) =>
    {
        if (edited) await world.DoneAsync("river-icm", "agency.change", o => o with { Location = "1 River Road" });
        tables.Reset();

        await world.DoneAsync("river-icm", "agency.change", o => o with { Phone = "+1 403 555 0001" });

        // The card, what the log has of the edit before; the version, the batch; audit and log; the snapshot again.
        Assert.True(requests == tables.Requests.Count, string.Join('\n', tables.Requests));
    });

    [Fact]
    public Task Partners_are_found_by_name_person_role_area_and_language_without_accents_and_case() => InAsync(async world =>
    {
        Assert.IsType<EditOutcome.Done>(await world.Hub.EditOrganisation.AddAsync(world.Shelter() with { Tier = Confidentiality.Public }, By, Stop));

        Assert.Equal(["prairie-hospital"], await FindAsync(world, "HOPITAL pra"));
        Assert.Equal(["prairie-hospital"], await FindAsync(world, "marie eve"));
        Assert.Equal(["prairie-hospital"], await FindAsync(world, "prairie-hosp"));
        Assert.Empty(await FindAsync(world, "ospital"));
        Assert.Equal(["haven"], await FindAsync(world, "quiet havre"));
        Assert.Equal(["haven"], await FindAsync(world, null, area: "cote nord"));
        Assert.Equal(["bridge-outreach", "haven"], await FindAsync(world, null, role: Role.OUT));
        Assert.Equal(["bridge-outreach", "coordinated-access", "haven", "specialist", "prairie-hospital"], await FindAsync(world, null, language: Language.French));
        Assert.Equal(["bridge-outreach"], await FindAsync(world, "equipe", role: Role.OUT, language: Language.French));

        // The name's own words go before a person's.
        await world.DoneAsync("legal-aid", "agency.change", o => o with { NameEn = "Robin Legal Aid" });
        Assert.Equal(["legal-aid", "specialist"], await FindAsync(world, "robin"));

        var unconfirmed = await world.Hub.SearchDirectory.RunAsync(new DirectoryQuery(null, null, null, null, Today), Viewer.Operator, Stop);
        Assert.Equal(["coordinated-access", "haven", "income-support"], unconfirmed.Select(l => l.Id));
    });

    [Fact]
    public Task A_shelter_is_listed_and_where_it_is_only_its_tier_sees_and_finds() => InAsync(async world =>
    {
        var shelter = world.Shelter();
        foreach (var (tier, sees) in new[] { (Confidentiality.Public, 3), (Confidentiality.Network, 2), (Confidentiality.Specialist, 1) })
        {
            await world.Hub.Directory.PutAsync(shelter with { Tier = tier }, Stop);
            var at = (await world.Hub.Directory.NowAsync(Stop)).Directory;
            Viewer[] viewers = [Viewer.Of(at.Find("specialist")!), Viewer.Of(at.Find("river-icm")!), new Viewer("stranger", Confidentiality.Public)];
            for (var i = 0; i < viewers.Length; i++)
            {
                var (viewer, allowed) = (viewers[i], i < sees);
                Assert.Equal(["haven"], await FindAsync(world, "haven", viewer: viewer));
                Assert.Equal(allowed ? ["haven"] : [], await FindAsync(world, "quiet", viewer: viewer));
                Assert.Equal(allowed ? ["haven"] : [], await FindAsync(world, null, area: "Côte Nord", viewer: viewer));
                var seen = viewer.See(at.Find("haven")!);
                Assert.Equal(allowed ? ("12 Quiet Street", 1) : (null, 0), (seen.Location, seen.Areas.Length));
                Assert.Equal(viewer.Tier == Confidentiality.Public ? [] : ["haven"], await FindAsync(world, "ari", viewer: viewer));
                Assert.Equal(viewer.Tier == Confidentiality.Public ? 0 : 1, seen.Contacts.Count);
            }

            Assert.Equal("12 Quiet Street", Viewer.Of(at.Find("haven")!).See(at.Find("haven")!).Location);
            Assert.Equal(["haven"], await FindAsync(world, "quiet", viewer: Viewer.Of(at.Find("haven")!)));
        }
    });

    [Fact]
    public Task Who_is_suspended_is_shown_to_operators_only_and_sees_what_everyone_does() => InAsync(async world =>
    {
        await world.SuspendAsync("prairie-hospital");
        var at = (await world.Hub.Directory.NowAsync(Stop)).Directory;

        Assert.Equal(["prairie-hospital"], await FindAsync(world, "prairie"));
        Assert.Empty(await FindAsync(world, "prairie", viewer: Viewer.Of(at.Find("river-icm")!)));
        Assert.Equal(Confidentiality.Public, Viewer.Of(at.Find("prairie-hospital")!).Tier);
    });

    private static async Task<string[]> FindAsync(
        HubWorld world, string? text, Role? role = null, string? area = null, Language? language = null, Viewer? viewer = null) =>
        [.. (await world.Hub.SearchDirectory.RunAsync(new DirectoryQuery(text, role, area, language), viewer ?? Viewer.Operator, Stop)).Select(l => l.Id)];

    private Task CountedAsync(Func<HubWorld, CountingTables, Task> does)
    {
        CountingTables? counting = null;
        return InAsync(
            async world =>
            {
                await FindAsync(world, null);
                counting!.Reset();
                await does(world, counting);
            },
            p => p with { Tables = counting = new CountingTables(p.Tables) });
    }
}
