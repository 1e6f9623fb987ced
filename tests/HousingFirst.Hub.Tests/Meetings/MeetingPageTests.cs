using System.Net;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Tests.Links;
using NodaTime;
using Xunit;
using static HousingFirst.Hub.Tests.Meetings.MeetingSteps;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>The page behind the link of an invitation.</summary>
public sealed class MeetingPageTests
{
    [Fact]
    public async Task Following_the_link_answers_nothing_a_button_does_and_no_client_is_on_the_page()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, path) = await InvitedAsync(site);
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K", "words of the case part"));
        await world.ReceiveAsync(world.OpenItem("river-icm", "the intake form changes"));
        var before = await site.StateAsync();
        var page = await site.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(before, await site.StateAsync());
        Assert.Contains("mercredi", page.Text, StringComparison.Ordinal);
        Assert.Contains("the intake form changes", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("words of the case part", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("HF-7Q2K", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("BO-204", page.Html, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await site.PostAsync(path, ("do", "maybe"))).Status);
        Assert.Equal(GuestAnswer.None, await AnswerAsync(site));
        Assert.Equal(HttpStatusCode.OK, (await site.PostAsync(path, ("do", "comes"))).Status);
        Assert.Equal(GuestAnswer.Accepted, await AnswerAsync(site));
        Assert.Contains("Vous avez dit que vous venez.", (await site.GetAsync(path)).Text, StringComparison.Ordinal);
        await site.PostAsync(path, ("do", "declines"));
        Assert.Equal(GuestAnswer.Declined, await AnswerAsync(site));
        await world.AdvanceAsync(Duration.FromMinutes(1));
        Assert.Contains(world.MeetingMails("amina"), m => m.MailId.Contains("bridge-outreach", StringComparison.Ordinal)); // Luc's alternate.
    }

    [Fact]
    public async Task Once_it_is_over_or_off_nothing_is_taken()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, path) = await InvitedAsync(site);
        await world.Hub.Meetings.EditSeries.CancelAsync(First, await world.AtAsync(), CancellationToken.None);
        Assert.Contains("n’a pas lieu", (await site.GetAsync(path)).Text, StringComparison.Ordinal);
        await site.PostAsync(path, ("do", "comes"));
        Assert.Equal(GuestAnswer.None, await AnswerAsync(site));
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync(path[..^1])).Status);
    }

    private static async Task<(HousingFirst.Contracts.World.HubWorld World, string Path)> InvitedAsync(LinkWorld site)
    {
        var world = site.World;
        await world.Hub.Meetings.Claim.RunAsync(await world.AtAsync(), CancellationToken.None);
        await world.AdvanceToAsync(1, 8, 31);
        return (world, Assert.Single(world.MeetingMails("luc")).Link!.AbsolutePath);
    }

    private static async Task<GuestAnswer> AnswerAsync(LinkWorld site) =>
        (await site.World.Hub.Meetings.Store.GuestsOfAsync(First, "bridge-outreach", CancellationToken.None)).Single(g => g.Contact == "luc").Answer;
}
