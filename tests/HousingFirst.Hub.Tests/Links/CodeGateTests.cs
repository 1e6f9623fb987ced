using System.Net;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.SigningIn;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Links;

/// <summary>The page that asks for a one-time code, before the whole address is shown.</summary>
public sealed class CodeGateTests
{
    private const string Whole = "luc@bridge-outreach.example";

    [Theory]
    [InlineData("http://127.0.0.1:7071/", "; path=/; samesite=lax; httponly")]
    [InlineData("https://hub.town.example/hf/", "; path=/hf/; secure; samesite=lax; httponly")]
    public async Task The_right_code_makes_the_device_known_for_thirty_days(string publicUrl, string attributes)
    {
        await using var pages = await LinkWorld.StartAsync(publicUrl);
        var path = pages.Mail.Footer!.Settings.AbsolutePath + "?lang=en&ask=address";
        var asked = await pages.GetAsync(path);
        Assert.Contains("Send me a code", asked.Text, StringComparison.Ordinal);
        Assert.Contains("action=\"?lang=en&amp;ask=address&amp;code=send\"", asked.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Whole, asked.Html, StringComparison.Ordinal);
        Assert.Empty(pages.World.Mailer.To("luc").OfType<MailContent.Code>());

        var sent = await pages.PostAsync(path + "&code=send");
        Assert.Contains("l***@bridge-outreach.example", sent.Text, StringComparison.Ordinal);
        var code = pages.World.Mailer.To("luc").OfType<MailContent.Code>().Single().Digits;
        Assert.DoesNotContain(code, sent.Html, StringComparison.Ordinal);
        Assert.Contains("not the code", (await pages.PostAsync(path + "&code=enter", ("digits", "000000"))).Text, StringComparison.Ordinal);

        var right = await pages.PostAsync(path + "&code=enter", ("digits", code));
        Assert.Equal((HttpStatusCode.SeeOther, path), (right.Status, right.Location));
        Assert.StartsWith("hf-device=", right.SetCookie, StringComparison.Ordinal);
        Assert.Contains("max-age=2592000", right.SetCookie, StringComparison.Ordinal);
        Assert.EndsWith(attributes, right.SetCookie, StringComparison.Ordinal);

        pages.Cookie = right.SetCookie!.Split(';')[0];
        Assert.Contains(Whole, (await pages.GetAsync(path)).Text, StringComparison.Ordinal);
        // The browser's "back", and the button again: nothing is tried, the page just opens.
        Assert.Equal(HttpStatusCode.SeeOther, (await pages.PostAsync(path + "&code=enter", ("digits", code))).Status);
        pages.World.Clock.Advance(OneTimeCodes.DeviceLife);
        Assert.DoesNotContain(Whole, (await pages.GetAsync(path)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_link_and_no_other_contacts_device_opens_it()
    {
        await using var pages = await LinkWorld.StartAsync();
        var path = pages.Mail.Footer!.Settings.AbsolutePath + "?ask=address";
        foreach (var cookie in (string[])["", "x", pages.Mail.Footer.Settings.AbsolutePath[4..], pages.Mail.Footer.Ask.AbsolutePath[5..]])
        {
            pages.Cookie = "hf-device=" + cookie;
            Assert.DoesNotContain(Whole, (await pages.GetAsync(path)).Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_page_says_when_a_code_is_over_or_was_asked_for_too_often()
    {
        await using var pages = await LinkWorld.StartAsync();
        var path = pages.Mail.Footer!.Settings.AbsolutePath + "?lang=en&ask=address";
        Assert.Contains("works no longer", (await pages.PostAsync(path + "&code=enter", ("digits", "123456"))).Text, StringComparison.Ordinal);
        for (var asked = 0; asked < OneTimeCodes.MostAnHour; asked++) await pages.PostAsync(path + "&code=send");
        Assert.Contains("too often", (await pages.PostAsync(path + "&code=send")).Text, StringComparison.Ordinal);
        await pages.World.AdvanceAsync(Duration.FromHours(1));
        pages.World.Mailer.Answer = _ => MailOutcome.Refused;
        Assert.Contains("no mail address of yours", (await pages.PostAsync(path + "&code=send")).Text, StringComparison.Ordinal);
        pages.World.Mailer.Answer = _ => throw new IOException("No route.");
        Assert.Contains("just now", (await pages.PostAsync(path + "&code=send")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_asking_and_entering_cost_in_storage_requests()
    {
        await using var pages = await LinkWorld.StartAsync();
        var path = pages.Mail.Footer!.Settings.AbsolutePath + "?ask=address";
        await pages.GetAsync(path);
        Assert.Empty(pages.Tables.Requests);
        await pages.PostAsync(path + "&code=send");
        await pages.PostAsync(path + "&code=enter", ("digits", "654321"));
        Assert.Equal(["get Keys luc", "batch Keys of 1", "get Keys luc", "batch Keys of 1"], pages.Tables.Requests);
    }
}
