using HousingFirst.Contracts.World;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Network;
using NodaTime;
using Xunit;
using static HousingFirst.Hub.Tests.Meetings.MeetingSteps;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>Possible partners at the open part.</summary>
public sealed class ProspectTests
{
    private const string Guest = "@galt-street-library";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_was_called_is_invited_and_told_of_a_move_and_of_nothing_else()
    {
        var world = await SuggestedAsync(RecruitmentState.Approached);
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K"));
        await world.AdvanceToAsync(1, 8, 31);
        var call = Assert.Single(world.MeetingMails(Guest));
        Assert.Equal((MeetingMailKind.Call, "lee@library.example", 0), (call.Kind, call.To.Address, call.Calendar!.Sequence));
        Assert.Null(call.Link);
        Assert.Null(call.Footer);
        Assert.Equal($"{First}.prospect.galt-street-library.0", call.MailId);
        await world.MoveAsync(new LocalDate(2026, 12, 10));
        await world.AdvanceAsync(Duration.FromMinutes(2));
        Assert.Equal((MeetingMailKind.Moved, 1), world.MeetingMails(Guest).Last() is var moved ? (moved.Kind, moved.Calendar!.Sequence) : default);
        await world.AdvanceToAsync(14, 9, 0);
        Assert.Equal(2, world.MeetingMails(Guest).Count(m => m.Time.Id == First));
        Assert.DoesNotContain((await world.Hub.Meetings.Store.ReadAsync(First, Stop)).Attending, v => v.Agency == Guest);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(RecruitmentState.Identified)]
    [InlineData(RecruitmentState.NotNow)]
    [InlineData(RecruitmentState.Resting)]
    public async Task One_that_nobody_called_or_that_waits_gets_no_mail(RecruitmentState? state)
    {
        var world = await SuggestedAsync(state);
        await world.AdvanceToAsync(1, 8, 31);
        Assert.NotEmpty(world.MeetingMails("dana"));
        Assert.Empty(world.MeetingMails(Guest));
    }

    [Fact]
    public async Task One_that_bears_the_name_of_a_partner_is_invited_as_the_partner()
    {
        var world = await SuggestedAsync(RecruitmentState.Contributing, "Southside Housing");
        await world.AdvanceToAsync(1, 8, 31);
        Assert.DoesNotContain((await world.Hub.Meetings.Store.ReadAsync(First, Stop)).Guests, g => g.Agency[0] == '@');
    }

    [Fact]
    public async Task A_prospect_in_no_case_sits_in_a_room()
    {
        var world = await SuggestedAsync(RecruitmentState.Approached);
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K"));
        await world.AdvanceToAsync(1, 8, 31);
        var agenda = await world.AgendaAsync(Guest, Guest);
        Assert.Empty(agenda.Cases);
        Assert.Empty(agenda.Shared);
        Assert.Empty(agenda.Hidden);
    }

    private static async Task<HubWorld> SuggestedAsync(RecruitmentState? state, string name = "Galt Street Library")
    {
        var world = await OpenAsync();
        var at = await world.AtAsync();
        var (prospect, _) = await world.Hub.SuggestPartner.RunAsync(
            name, new SuggestionText(null, "Robin", null, new ProspectContact("Lee Wu", "+1 403 555 0199", "lee@library.example"), null, null), at, Stop);
        if (state is { } led)
        {
            var step = new RecruitmentStep(0, led, at.Today, "Robin", null, led == RecruitmentState.NotNow ? at.Today.PlusDays(30) : null);
            Assert.IsType<RecordOutcome.Recorded>(await world.Hub.RecordStep.RunAsync(prospect.Id, step, at, Stop));
        }

        return world;
    }
}
