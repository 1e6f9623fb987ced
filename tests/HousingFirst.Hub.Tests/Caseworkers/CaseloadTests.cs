using HousingFirst.Contracts.World;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Caseworkers;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Retention;
using NodaTime;
using Xunit;
using static HousingFirst.Hub.Tests.Caseworkers.TellSteps;

namespace HousingFirst.Hub.Tests.Caseworkers;

/// <summary>What a caseworker chooses from and sees afterwards: their own program's, nothing else, and what it costs.</summary>
public sealed class CaseloadTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dana", "river-icm/HF-7Q2K river-icm/HF-9ZTD")]
    [InlineData("sam", "river-icm/HF-7Q2K river-icm/HF-9ZTD")]
    [InlineData("priya", "coulee-act/HF-3MXB")]
    [InlineData("luc", "")]
    public async Task The_clients_are_those_whose_program_it_is(string contact, string clients)
    {
        var world = await HubWorld.CreateAsync();
        var caseload = await world.Hub.ReadCaseload.RunAsync(await world.CaseworkerAsync(contact), Stop);
        Assert.Equal(clients, string.Join(' ', caseload.Clients.Select(c => c.Key)));
    }

    [Fact]
    public async Task The_codes_used_most_come_first_and_the_rest_are_everyday_ones()
    {
        var world = await HubWorld.CreateAsync();
        var before = await world.Hub.ReadCaseload.RunAsync(await world.CaseworkerAsync("dana"), Stop);
        Assert.Equal("client.notSeen", before.Often[0].Code);
        await world.ReceiveAsync(world.Change("river-icm", "HF-9ZTD", "housing.moveIn"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.unsafe"));
        world.Clock.Advance(Duration.FromMinutes(1));
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.unsafe"));
        var caseload = await world.Hub.ReadCaseload.RunAsync(await world.CaseworkerAsync("dana"), Stop);
        Assert.Equal(["program.worker", "housing.moveIn", "client.notSeen"], caseload.Often.Take(3).Select(c => c.Code));
        Assert.Equal(8, caseload.Often.Distinct().Count());
        Assert.Equal(["HF-7Q2K", "HF-9ZTD"], caseload.Recent.Select(c => c.Reference.Value));

        world.Clock.Advance(Purge.Bodies + Duration.FromDays(1));
        Assert.Equal(before.Often, (await world.Hub.ReadCaseload.RunAsync(await world.CaseworkerAsync("dana"), Stop)).Often);
    }

    [Fact]
    public async Task The_list_holds_what_was_told_of_own_clients_whoever_sent_it_and_what_was_sent()
    {
        var world = await HubWorld.CreateAsync();
        var hospital = world.Change("prairie-hospital", "PH-0018", "away.hospital.in");
        var own = world.Change("river-icm", "HF-9ZTD", "program.worker");
        var outreach = world.Change("bridge-outreach", "BO-311", "client.notSeen");
        foreach (var message in new[] { hospital, own, outreach })
        {
            await world.ReceiveAsync(message);
            world.Clock.Advance(Duration.FromMinutes(1));
        }

        Assert.Equal([(HubWorld.KeyOf(own), "HF-9ZTD"), (HubWorld.KeyOf(hospital), "HF-7Q2K")], await ListAsync(world, "dana"));
        Assert.Equal([(HubWorld.KeyOf(outreach), "HF-3MXB")], await ListAsync(world, "priya"));
        Assert.Equal([(HubWorld.KeyOf(outreach), "BO-311")], await ListAsync(world, "luc"));
        Assert.IsType<CoverageView.Whole>(await world.ToldAsync(HubWorld.KeyOf(hospital)));
        Assert.Equal(new CoverageView.ProgramOnly(null, HasProgram: true), await world.ToldAsync(HubWorld.KeyOf(outreach), "luc"));
        Assert.IsType<CoverageView.NotYours>(await world.ToldAsync(HubWorld.KeyOf(hospital), "priya"));
        Assert.IsType<CoverageView.NotYours>(await world.ToldAsync("nothing", "dana"));
    }

    [Fact]
    public async Task Nobody_sees_in_any_coverage_more_than_their_program_may()
    {
        var world = await HubWorld.CreateAsync();
        var canaries = new[]
        {
            world.Change("river-icm", "HF-7Q2K", "person.documents"), world.Change("coulee-act", "HF-3MXB", "housing.arrears"),
            world.Change("prairie-hospital", "PH-0055", "safety.crisis"), world.Change("southside-housing", "SH-7A", "housing.unsafe"),
        };
        foreach (var message in canaries) await world.ReceiveAsync(message);
        foreach (var message in canaries)
        {
            foreach (var contact in new[] { "dana", "sam", "priya", "luc", "amina" })
            {
                var caseworker = await world.CaseworkerAsync(contact);
                var view = await world.Hub.ReadTold.RunAsync(caseworker, HubWorld.KeyOf(message), Stop);
                var program = message == canaries[0] || message == canaries[2] ? "river-icm" : "coulee-act";
                Assert.Equal(caseworker.IsOf(program), view is CoverageView.Whole);
                if (view is CoverageView.Own own) Assert.All(own.Lines, l => Assert.True(caseworker.IsOf(l.Agency!)));
                Assert.False(view is CoverageView.ProgramOnly);
            }
        }
    }

    [Fact]
    public async Task A_program_that_changes_takes_its_list_along()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0055", "away.hospital.in"));
        Assert.Single(await ListAsync(world, "dana"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-9ZTD", "team.left", "\"member\":{\"organisation\":\"river-icm\",\"contact\":\"dana\"}"));
        await world.ReceiveAsync(world.Change("coulee-act", "HF-9ZTD", "program.enrolled"));
        Assert.Equal(["team.left"], (await world.Hub.ReadTold.RunAsync(await world.CaseworkerAsync("dana"), Stop)).Select(r => r.Code.Code));
        Assert.Equal(["coulee-act/HF-3MXB", "coulee-act/HF-9ZTD"], (await world.Hub.ReadCaseload.RunAsync(await world.CaseworkerAsync("priya"), Stop)).Clients.Select(c => c.Key));
    }

    [Fact]
    public async Task The_list_forgets_after_90_days()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("river-icm", "HF-7Q2K", "program.worker");
        await world.ReceiveAsync(message);
        async Task<bool> IsListedAsync() => (await world.Hub.Due.RecentAsync("river-icm", HubWorld.Start - Duration.FromDays(1), 100, Stop)).Any(r => r.Change == HubWorld.KeyOf(message));
        Assert.True(await IsListedAsync());
        world.Clock.Advance(Purge.Bodies);
        await world.Hub.Tick.RunAsync(Stop);
        Assert.False(await IsListedAsync());
    }

    [Fact]
    public async Task A_link_opens_for_its_purpose_its_epoch_and_a_contact_of_an_active_program_only()
    {
        var world = await HubWorld.CreateAsync();
        var signer = new LinkSigner(world.Keys);
        string Token(string contact, LinkPurpose purpose, int epoch = 0, int days = 30) =>
            signer.Sign(new LinkToken("-", contact, purpose, epoch, world.Clock.GetCurrentInstant() + Duration.FromDays(days)));
        async Task<string> OpensAsync(string token) => (await world.Hub.FindCaseworker.RunAsync(token, Stop)).GetType().Name;

        Assert.Equal("Known", await OpensAsync(Token("dana", LinkPurpose.Team)));
        foreach (var purpose in Enum.GetValues<LinkPurpose>().Except([LinkPurpose.Team])) Assert.Equal("Unknown", await OpensAsync(Token("dana", purpose)));
        foreach (var token in new[] { Token("dana", LinkPurpose.Team, 1), Token("marieve", LinkPurpose.Team), Token("nobody", LinkPurpose.Team), "x", "x.y", "" })
            Assert.Equal("Unknown", await OpensAsync(token));
        Assert.Equal("Expired", await OpensAsync(Token("dana", LinkPurpose.Team, days: 0)));

        await world.ChangeContactAsync("river-icm", "dana", c => c with { LinkEpoch = 1 });
        Assert.Equal("Unknown", await OpensAsync(Token("dana", LinkPurpose.Team)));
        Assert.Equal("Known", await OpensAsync(Token("dana", LinkPurpose.Team, 1)));
        await world.ChangeAsync("river-icm", o => o with { Standing = new Standing(StandingKind.Suspended, world.Clock.GetCurrentInstant()) });
        Assert.Equal("Unknown", await OpensAsync(Token("dana", LinkPurpose.Team, 1)));
        Assert.Null(await world.Hub.FindCaseworker.LinkAsync("dana", Stop));
    }

    [Fact]
    public async Task What_each_page_asks_of_storage()
    {
        CountingTables? tables = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = tables = new CountingTables(p.Tables) });
        await world.WithoutWarningsAsync();
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.in"));
        var dana = await world.CaseworkerAsync("dana");
        var form = Form("person.documents");
        async Task<int> CostAsync(Func<Task> does)
        {
            tables!.Reset();
            await does();
            return tables.Requests.Count;
        }

        // References and the list; each of two clients.
        Assert.Equal(4, await CostAsync(async () => await world.Hub.ReadCaseload.RunAsync(dana, Stop)));
        // The reference, the client.
        TellOutcome.Shown? shown = null;
        Assert.Equal(2, await CostAsync(async () => shown = (TellOutcome.Shown)await world.Hub.TellTeam.PreviewAsync(dana, form, Stop)));
        // Whether it was taken already; the preview; who did it. The queue is no table.
        string? key = null;
        Assert.Equal(4, await CostAsync(async () => key = ((TellOutcome.Sent)await world.Hub.TellTeam.SendAsync(dana, form with { Seen = shown!.Seen }, Stop)).Change));
        await world.TakeAsync();
        // The pointer, the notices, the change, the client.
        Assert.Equal(4, await CostAsync(async () => await world.Hub.ReadTold.RunAsync(dana, key!, Stop)));
        // The list; each client in it.
        Assert.Equal(2, await CostAsync(async () => await world.Hub.ReadTold.RunAsync(dana, Stop)));
    }

    private static async Task<IEnumerable<(string, string)>> ListAsync(HubWorld world, string contact) =>
        (await world.Hub.ReadTold.RunAsync(await world.CaseworkerAsync(contact), Stop)).Select(r => (r.Change, r.Reference.Value));
}
