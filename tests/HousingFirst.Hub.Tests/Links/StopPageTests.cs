using System.Net;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using Xunit;

namespace HousingFirst.Hub.Tests.Links;

/// <summary>Ending mail with one click (RFC 8058).</summary>
public sealed class StopPageTests
{
    [Theory]
    [InlineData("urlencoded")]
    [InlineData("multipart")]
    public async Task A_mail_programs_own_button_ends_it_at_once_without_cookie_or_redirect(string encoding)
    {
        await using var pages = await LinkWorld.StartAsync();
        using HttpContent body = encoding == "multipart"
            ? new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } }
            : new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        var page = await pages.SendAsync(HttpMethod.Post, Stop(pages), body);

        Assert.Equal((HttpStatusCode.OK, null, null), (page.Status, page.SetCookie, page.Location));
        Assert.NotNull((await pages.World.ContactAsync("bridge-outreach", "luc")).Stopped);
        var once = await pages.StateAsync();
        await pages.PostAsync(Stop(pages), ("List-Unsubscribe", "One-Click"));
        Assert.Equal(once, await pages.StateAsync());
    }

    [Fact]
    public async Task Following_the_link_ends_nothing_nor_does_another_body()
    {
        await using var pages = await LinkWorld.StartAsync();
        var before = await pages.StateAsync();
        var page = await pages.GetAsync(Stop(pages));
        Assert.Contains("<button name=\"List-Unsubscribe\" value=\"One-Click\">", page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await pages.PostAsync(Stop(pages))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await pages.PostAsync(Stop(pages), ("List-Unsubscribe", "Two-Clicks"))).Status);
        Assert.Equal(before, await pages.StateAsync());
    }

    [Fact]
    public async Task The_way_out_of_a_mail_works_longer_than_its_other_links_and_then_offers_a_new_one()
    {
        await using var pages = await LinkWorld.StartAsync();
        await pages.World.AdvanceAsync(MailLinks.Life * 2);
        var same = (await pages.GetAsync(Stop(pages))).Html;
        await pages.World.AdvanceAsync(MailLinks.UnsubscribeLife - (MailLinks.Life * 2));
        Assert.Equal(same, (await pages.GetAsync(Stop(pages))).Html);
        Assert.Contains("Ce lien est ancien", (await pages.PostAsync(Stop(pages), ("List-Unsubscribe", "One-Click"))).Text, StringComparison.Ordinal);
        Assert.Null((await pages.World.ContactAsync("bridge-outreach", "luc")).Stopped);
        await pages.PostAsync(Stop(pages), ("do", "newLink"));
        var link = pages.World.Mailer.To("luc").OfType<MailContent.NewLink>().Single().Link;
        await pages.PostAsync(link.AbsolutePath, ("List-Unsubscribe", "One-Click"));
        Assert.NotNull((await pages.World.ContactAsync("bridge-outreach", "luc")).Stopped);
    }

    private static string Stop(LinkWorld pages) => pages.Mail.Footer!.Unsubscribe.AbsolutePath;
}
