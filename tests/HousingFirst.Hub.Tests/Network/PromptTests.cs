using HousingFirst.Contracts.World;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Specialists;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Network;

/// <summary>The specialist is asked, privately and once, when a day has come.</summary>
public sealed class PromptTests
{
    private static readonly ProspectId Library = new("galt-street-library");

    [Fact]
    public async Task On_the_day_they_named_the_specialist_is_asked_once()
    {
        var world = await WithLibraryAsync();
        await StepAsync(world, RecruitmentState.NotNow, askAgain: 10);
        await world.AdvanceToAsync(10, 5, 59);
        Assert.Empty(await PromptsAsync(world));

        await world.AdvanceToAsync(10, 6, 0);
        var task = Assert.Single(await PromptsAsync(world));
        Assert.Equal((SpecialistTaskKind.AskAgain, "Galt Street Library"), (task.Kind, task.Organisation));
        Assert.Equal("step-1", (await world.Hub.Network.ReadAsync(Library, CancellationToken.None))!.Prospect.Prompted);

        await world.AdvanceAsync(Duration.FromDays(200));
        Assert.Single(await PromptsAsync(world));
        Assert.True((await world.Hub.ReadNetwork.FindAsync("Galt Street Library", CancellationToken.None))!.IsDue);
    }

    [Fact]
    public async Task A_rest_lapses_by_itself_after_ninety_days_and_the_specialist_hears_of_it_once()
    {
        var world = await WithLibraryAsync();
        await StepAsync(world, RecruitmentState.WellInformed);
        await StepAsync(world, RecruitmentState.Resting);
        await world.AdvanceAsync(Duration.FromDays(89));
        Assert.Empty(await PromptsAsync(world));
        Assert.Equal(RecruitmentState.Resting, (await ViewAsync(world)).Standing!.State);

        await world.AdvanceAsync(Duration.FromDays(1));
        Assert.Equal(SpecialistTaskKind.RestOver, Assert.Single(await PromptsAsync(world)).Kind);
        Assert.Equal(RecruitmentState.WellInformed, (await ViewAsync(world)).Standing!.State);
        await world.AdvanceAsync(Duration.FromDays(300));
        Assert.Single(await PromptsAsync(world));
    }

    [Fact]
    public async Task A_later_step_takes_back_what_an_earlier_one_asked_for()
    {
        var world = await WithLibraryAsync();
        await StepAsync(world, RecruitmentState.NotNow, askAgain: 10);
        await StepAsync(world, RecruitmentState.NotNow, askAgain: 30);
        await world.AdvanceAsync(Duration.FromDays(12));
        Assert.Empty(await PromptsAsync(world));
        await StepAsync(world, RecruitmentState.Contributing);
        await world.AdvanceAsync(Duration.FromDays(60));
        Assert.Empty(await PromptsAsync(world));
        Assert.Null((await ViewAsync(world)).Prompt);
    }

    [Fact]
    public async Task Not_now_said_again_is_asked_again_on_its_own_day()
    {
        var world = await WithLibraryAsync();
        await StepAsync(world, RecruitmentState.NotNow, askAgain: 5);
        await world.AdvanceAsync(Duration.FromDays(5));
        await StepAsync(world, RecruitmentState.NotNow, askAgain: 5);
        await world.AdvanceAsync(Duration.FromDays(5));
        Assert.Equal(2, (await PromptsAsync(world)).Count);
    }

    [Fact]
    public async Task A_suggestion_nobody_takes_up_reaches_the_specialist_the_next_morning_and_one_taken_up_does_not()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Suggest("river-icm", "Galt Street Library"));
        await world.ReceiveAsync(world.Suggest("prairie-hospital", "Galt Street Library"));
        await world.ReceiveAsync(world.Suggest("river-icm", "Food Bank"));
        await StepAsync(world, RecruitmentState.Identified, id: "food-bank");
        await world.AdvanceToAsync(1, 6, 0);
        await world.ReceiveAsync(world.Suggest("coulee-act", "Galt Street Library"));
        await world.AdvanceAsync(Duration.FromDays(10));

        var task = Assert.Single(await PromptsAsync(world));
        Assert.Equal((SpecialistTaskKind.PartnerSuggested, "Galt Street Library"), (task.Kind, task.Organisation));
    }

    [Fact]
    public async Task It_waits_for_the_morning_mail_whatever_becomes_of_the_mailer_and_of_who_works_there()
    {
        var world = await WithLibraryAsync();
        await StepAsync(world, RecruitmentState.NotNow, askAgain: 1);
        await world.ChangeAsync("specialist", o => o with { Contacts = [] });
        world.Mailer.Answer = mail => mail is MailContent.SpecialistTask ? throw new IOException("down") : MailOutcome.Sent;
        await world.AdvanceAsync(Duration.FromDays(1));
        Assert.Single(await PromptsAsync(world));
        Assert.Equal("step-1", (await world.Hub.Network.ReadAsync(Library, CancellationToken.None))!.Prospect.Prompted);
    }

    [Fact]
    public async Task Two_ticks_at_once_ask_once()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var world = await HubWorld.CreateAsync(through: p => p with { Tables = new YieldingTables(p.Tables, seed) });
            await AddAsync(world);
            await StepAsync(world, RecruitmentState.NotNow, askAgain: 1);
            world.Clock.Advance(Duration.FromDays(1));
            await Task.WhenAll(world.Hub.Tick.RunAsync(CancellationToken.None).AsTask(), world.Hub.Tick.RunAsync(CancellationToken.None).AsTask());
            Assert.Single(await PromptsAsync(world));
            Assert.Equal("step-1", (await world.Hub.Network.ReadAsync(Library, CancellationToken.None))!.Prospect.Prompted);
        }
    }

    [Fact]
    public async Task A_community_whose_zone_is_set_anew_asks_on_its_own_morning()
    {
        var world = await HubWorld.CreateAsync();
        await SetZoneAsync(world, "America/Toronto");
        await AddAsync(world);
        await StepAsync(world, RecruitmentState.NotNow, askAgain: 10);
        await SetZoneAsync(world, "America/Edmonton");
        await world.AdvanceToAsync(10, 5, 59);
        Assert.Empty(await PromptsAsync(world));
        await world.AdvanceToAsync(10, 6, 0);
        Assert.Single(await PromptsAsync(world));
    }

    [Fact]
    public async Task A_rest_that_was_over_when_it_was_recorded_asks_nobody()
    {
        var world = await WithLibraryAsync();
        await StepAsync(world, RecruitmentState.Resting, ago: 120);
        await world.AdvanceAsync(Duration.FromDays(1));
        Assert.Empty(await PromptsAsync(world));
        Assert.Null((await ViewAsync(world)).Standing);
    }

    [Fact]
    public async Task A_step_with_nobody_or_against_the_rules_records_nothing()
    {
        var world = await WithLibraryAsync();
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        var step = new RecruitmentStep(0, RecruitmentState.NotNow, at.Today, "Robin", null, null);
        Assert.IsType<RecordOutcome.Refused>(await world.Hub.RecordStep.RunAsync(Library, step, at, CancellationToken.None));
        Assert.IsType<RecordOutcome.Unknown>(await world.Hub.RecordStep.RunAsync(
            new ProspectId("nobody"), step with { State = RecruitmentState.Identified }, at, CancellationToken.None));
        Assert.Empty((await ViewAsync(world)).Prospect.Steps);
    }

    private static async Task SetZoneAsync(HubWorld world, string zone)
    {
        var settings = (await world.Hub.Partners.CommunityAsync(CancellationToken.None))!;
        await world.Hub.Partners.PutAsync(settings with { Zone = DateTimeZoneProviders.Tzdb[zone] }, CancellationToken.None);
        await world.Hub.Partners.PutAsync([], CancellationToken.None);
        world.Clock.Advance(Duration.FromMinutes(2));
        await world.Hub.Tick.RunAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_partner_that_rests_is_owed_nothing_until_its_rest_is_over()
    {
        var world = await HubWorld.CreateAsync();
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        var (prospect, _) = await world.Hub.SuggestPartner.RunAsync("clinique d'aide JURIDIQUE", new SuggestionText(null, "Robin", null, null, null, null), at, CancellationToken.None);
        Assert.Empty(await world.Hub.ReadNetwork.RestingAsync(CancellationToken.None));

        await StepAsync(world, RecruitmentState.Resting, id: prospect.Id.Value);
        Assert.Equal(["legal-aid"], await world.Hub.ReadNetwork.RestingAsync(CancellationToken.None));

        world.Clock.Advance(Duration.FromDays(Recruitment.RestDays + 1));
        Assert.Empty(await world.Hub.ReadNetwork.RestingAsync(CancellationToken.None));
    }

    private static async Task<IReadOnlyList<SpecialistTask>> PromptsAsync(HubWorld world) =>
        [.. (await world.Hub.Tasks.AllAsync(CancellationToken.None)).Where(t => t.Kind.IsOfNetwork())];

    private static async Task<HubWorld> WithLibraryAsync()
    {
        var world = await HubWorld.CreateAsync();
        await AddAsync(world);
        return world;
    }

    private static async Task AddAsync(HubWorld world)
    {
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        await world.Hub.SuggestPartner.RunAsync("Galt Street Library", new SuggestionText(null, "Robin", null, null, null, null), at, CancellationToken.None);
    }

    private static async Task<ProspectView> ViewAsync(HubWorld world) => (await world.Hub.ReadNetwork.FindAsync(Library.Value, CancellationToken.None))!;

    private static async Task StepAsync(HubWorld world, RecruitmentState state, int? askAgain = null, int ago = 0, string? id = null)
    {
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        var step = new RecruitmentStep(0, state, at.Today.PlusDays(-ago), "Robin", null, askAgain is { } days ? at.Today.PlusDays(days) : null);
        Assert.IsType<RecordOutcome.Recorded>(await world.Hub.RecordStep.RunAsync(id is null ? Library : new ProspectId(id), step, at, CancellationToken.None));
    }
}
