using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Tests.ContactLists;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Specialists;

/// <summary>A party reads how its requests stand on the page of the month, by the link that it has.</summary>
public sealed class RequestPageTests
{
    private const string Heading = "Requests to the specialist";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_of_the_month_shows_a_party_how_it_stands_and_what_was_agreed_and_nothing_that_was_written()
    {
        await using var site = await ListSteps.OpenSiteAsync();
        var world = site.World;
        await world.ReceiveAsync(world.Activity(
            "prairie-hospital", MessageTypes.SpecialistRequested, "\"about\":\"mediation\",\"with\":\"river-icm\",\"note\":\"they want a form CANARYNOTE\"", "PH-0018"));
        var id = Assert.Single(await world.Hub.Tasks.OfKindAsync(SpecialistTaskKind.Asked, Stop)).Id;
        var (asker, other, stranger) = (await site.MonthLinkAsync("marieve"), await site.MonthLinkAsync("dana"), await site.MonthLinkAsync("gurpreet"));

        var asked = await site.GetAsync(asker + "?lang=en");
        Assert.Contains("Mediation , asked by Prairie Hospital Social Work on 1 December 2026", Plain(asked.Text), StringComparison.Ordinal);
        Assert.Contains("The specialist takes it up by 3 December 2026.", Plain(asked.Text), StringComparison.Ordinal);
        Assert.Contains("Demandes à la spécialiste ou au spécialiste", (await site.GetAsync(asker + "?lang=fr")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Heading, (await site.GetAsync(other)).Text, StringComparison.Ordinal);

        var at = await world.Hub.Directory.NowAsync(Stop);
        await world.Hub.MoveRequest.AgreeAsync(id, "one form for both", "river-icm", anew: false, "Robin", at, Stop);
        foreach (var link in (string[])[asker, other])
        {
            var page = await site.GetAsync(link + "?lang=en");
            Assert.Contains("Agreed: one form for both", page.Text, StringComparison.Ordinal);
            Assert.Contains("Who does it: River ICM Team", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("CANARYNOTE", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("PH-0018", page.Html, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Heading, (await site.GetAsync(stranger + "?lang=en")).Text, StringComparison.Ordinal);
        await world.Hub.MoveRequest.CloseAsync(id, "both use it", "Robin", at, Stop);
        Assert.Contains("What came of it: both use it", (await site.GetAsync(other + "?lang=en")).Text, StringComparison.Ordinal);
        world.Clock.Advance(Duration.FromDays(30));
        Assert.DoesNotContain(Heading, (await site.GetAsync(await site.MonthLinkAsync("dana") + "?lang=en")).Text, StringComparison.Ordinal);
    }

    private static string Plain(string text) => text.Replace('\u00a0', ' ');
}
