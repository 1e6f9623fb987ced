using System.Text.Json;
using AngleSharp.Html.Parser;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Functions.Tests.World;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tables;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Xunit;

namespace HousingFirst.Functions.Tests;

/// <summary>The pages, through the function that takes every path.</summary>
public sealed class WebTests(AzuriteServer azurite)
{
    [Theory]
    [InlineData("GET", "/", 200, "text/html")]
    [InlineData("HEAD", "/", 200, "text/html")]
    [InlineData("GET", "/n/no-such-link", 404, "text/html")]
    [InlineData("GET", "/nothing/here", 404, "text/html")]
    [InlineData("POST", "/", 405, "")]
    [InlineData("POST", "/mail/events/sendgrid", 404, "")]
    public async Task Every_path_is_the_sites_own(string method, string path, int status, string type)
    {
        await using var world = await HeadWorld.StartLoadedAsync(new Surroundings { Tables = new MemoryTables() });
        var answer = await world.AskAsync(method, path);

        Assert.Equal(status, answer.Response.StatusCode);
        Assert.StartsWith(type, answer.Response.ContentType ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_one_time_code_is_asked_for_sent_entered_and_its_cookie_kept()
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await HeadWorld.StartLoadedAsync(around);
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        var contact = at.Directory.Contact("river-icm", "dana")!;
        var signer = new LinkSigner(((HousingFirst.Functions.Starting.HeadSettings)world.Services.GetService(typeof(HousingFirst.Functions.Starting.HeadSettings))!).Deployment.Keys);
        var link = "/team/" + signer.Sign(new LinkToken(MailLinks.NoNotice, "dana", LinkPurpose.Team, contact.LinkEpoch, at.Now + Duration.FromDays(1)));

        var asked = await BodyAsync(await world.AskAsync("GET", link));
        var sendTo = new HtmlParser().ParseDocument(asked).QuerySelector("form")!.GetAttribute("action")!;
        var sent = await world.AskAsync("POST", link + sendTo, form: "");
        Assert.Equal(200, sent.Response.StatusCode);
        var code = Assert.Single(around.Mailer.Mails.OfType<MailContent.Code>());
        var enterTo = new HtmlParser().ParseDocument(await BodyAsync(sent)).QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).Single(a => a.Contains("enter", StringComparison.Ordinal));
        var entered = await world.AskAsync("POST", link + enterTo, form: "digits=" + code.Digits);
        Assert.Equal(303, entered.Response.StatusCode);
        var cookie = entered.Response.Headers.SetCookie.ToString();
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);

        // Another instance of the program knows the device: nothing of it is kept in one.
        await using var other = HeadWorld.Start(around);
        var page = await other.AskAsync("GET", entered.Response.Headers.Location.ToString(), cookie: cookie[..cookie.IndexOf(';', StringComparison.Ordinal)]);
        Assert.Equal(200, page.Response.StatusCode);
        Assert.DoesNotContain("digits", await BodyAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_says_which_zone_data_decides_and_how_far_the_clocks_are_apart()
    {
        AzuriteServer.Needs();
        var around = new Surroundings();
        around.Settings["HubTables__connectionString"] = azurite.ConnectionString(azurite.Endpoint);
        around.Settings["HubTables__prefix"] = azurite.NewPrefix();
        around.Clock.Reset(SystemClock.Instance.GetCurrentInstant() + Duration.FromMinutes(10));
        await using var world = HeadWorld.Start(around);
        await ((HousingFirst.Azure.Tables.AzureTables)world.Services.GetService(typeof(HousingFirst.Azure.Tables.AzureTables))!).CreateAsync(CancellationToken.None);

        var answer = await world.AskAsync("GET", "/health");
        Assert.Equal(200, answer.Response.StatusCode);
        using var health = JsonDocument.Parse(await BodyAsync(answer));
        Assert.Equal("up", health.RootElement.GetProperty("status").GetString());
        Assert.StartsWith("TZDB: 2026", health.RootElement.GetProperty("zoneData").GetString(), StringComparison.Ordinal);
        Assert.InRange(health.RootElement.GetProperty("secondsAheadOfStorage").GetDouble(), 590, 610);
    }

    [Fact]
    public async Task Health_says_that_storage_cannot_be_read()
    {
        var around = new Surroundings();
        around.Settings["HubTables__connectionString"] = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:9/a";
        await using var world = HeadWorld.Start(around);

        Assert.Equal(503, (await world.AskAsync("GET", "/health")).Response.StatusCode);
    }

    private static async Task<string> BodyAsync(HttpContext http) => await new StreamReader(http.Response.Body).ReadToEndAsync();
}
