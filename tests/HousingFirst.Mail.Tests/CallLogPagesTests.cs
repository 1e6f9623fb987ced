using System.Net;
using AngleSharp.Html.Parser;
using HousingFirst.Board;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Calls;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HousingFirst.Mail.Tests;

/// <summary>The page on which a call is logged, over a real socket on loopback.</summary>
public sealed class CallLogPagesTests : IAsyncLifetime
{
    private readonly Log log = new();
    private WebApplication app = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ICallLog>(log);
        app = builder.Build();
        BoardPages.Map(app);
        BoardPages.MapNotFound(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Theory]
    [InlineData("page-call-log.en", "/call/dana")]
    [InlineData("page-call-log.fr", "/call/dana?lang=fr")]
    [InlineData("page-call-log-number-only.fr", "/call/marieve")]
    [InlineData("page-call-logged.fr", "/call/dana?logged=messageLeft&lang=fr")]
    public async Task Every_page_is_as_it_was_last_read(string name, string path)
    {
        var html = await BodyAsync(await http.GetAsync(path, TestContext.Current.CancellationToken));
        Golden.Matches(name + ".html", html);
        var page = new HtmlParser().ParseDocument(html);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal(["reached", "messageLeft", "notReached"], page.QuerySelectorAll("form[method=post] button[name=result]").Select(b => b.GetAttribute("value")));
        Assert.All(page.QuerySelectorAll("button"), b => Assert.NotEmpty(b.TextContent.Trim()));
        Assert.Empty(page.QuerySelectorAll("script,img,iframe,link,[style],[onclick]"));
        if (name.EndsWith(".fr", StringComparison.Ordinal)) Typography.AssertFrench("page", page.QuerySelector("main")!.TextContent);
        Assert.Empty(log.Logged);
    }

    [Fact]
    public async Task A_button_logs_the_call_and_shows_the_page_again()
    {
        using var response = await PostAsync("/call/dana?lang=fr", "reached");
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("/call/dana?logged=reached&lang=fr", response.Headers.Location!.OriginalString);
        Assert.Equal([("dana", CallResult.Reached)], log.Logged);
    }

    [Theory]
    [InlineData("/call/dana", "shouted", HttpStatusCode.BadRequest)]
    [InlineData("/call/cut", "reached", HttpStatusCode.NotFound)]
    [InlineData("/call/old", "reached", HttpStatusCode.OK)]
    public async Task What_can_not_be_logged_says_so(string path, string result, HttpStatusCode status)
    {
        using var response = await PostAsync(path, result);
        Assert.Equal(status, response.StatusCode);
        Assert.Empty(log.Logged);
        if (path == "/call/old") Golden.Matches("page-call-expired.en.html", await BodyAsync(response));
    }

    [Fact]
    public async Task Without_a_form_nothing_is_logged_and_other_verbs_are_refused()
    {
        using var bare = await http.PostAsync("/call/dana", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        using var put = await http.PutAsync("/call/dana", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, put.StatusCode);
        using var cut = await http.GetAsync("/call/cut", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, cut.StatusCode);
        Assert.Empty(log.Logged);
    }

    [Fact]
    public async Task An_expired_link_shows_the_same_page() =>
        Assert.Equal(
            await BodyAsync(await http.GetAsync("/call/dana", TestContext.Current.CancellationToken)),
            await BodyAsync(await http.GetAsync("/call/old", TestContext.Current.CancellationToken)));

    private Task<HttpResponseMessage> PostAsync(string path, string result) =>
        http.PostAsync(path, new FormUrlEncodedContent([new("result", result)]), TestContext.Current.CancellationToken);

    private static Task<string> BodyAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private sealed class Log : ICallLog
    {
        public List<(string Token, CallResult Result)> Logged { get; } = [];

        public ValueTask<CallLink?> OpenAsync(string token, CancellationToken cancellation) => ValueTask.FromResult(token switch
        {
            "dana" or "old" => new CallLink(Samples.Dana(Language.English), Role.PRG, new CallListAlternate("Sam Osei", "+1 403 555 0102"), Language.English),
            "marieve" => new CallLink(new Caller(null, "Marie-Ève Caron", "+1 403 555 0107"), null, null, Language.French),
            _ => null,
        });

        public ValueTask<CallLogging> LogAsync(string token, CallResult result, CancellationToken cancellation)
        {
            if (token is "dana") Logged.Add((token, result));
            return ValueTask.FromResult(token switch { "dana" => CallLogging.Logged, "old" => CallLogging.Expired, _ => CallLogging.NoLink });
        }
    }
}
