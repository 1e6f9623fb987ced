using System.Net;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using HousingFirst.Board;
using HousingFirst.Board.Codes;
using HousingFirst.Board.Pages;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.KeyRing;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.SigningIn;
using HousingFirst.Hub.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Mail.Tests;

/// <summary>The pages over a real socket on loopback.</summary>
public sealed class BoardPagesTests : IAsyncLifetime
{
    private readonly Links links = new();
    private WebApplication app = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ILinkReader>(links);
        builder.Services.AddSingleton(Gate());
        app = builder.Build();
        BoardPages.Map(app);
        app.MapPost("/client-changes/messages", () => Results.StatusCode(StatusCodes.Status201Created));
        BoardPages.MapNotFound(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Theory]
    [InlineData("page-call.en", "/n/dana", null, 200)]
    [InlineData("page-call.fr", "/n/dana?lang=fr", null, 200)]
    [InlineData("page-call-number-only.fr", "/n/hospital", null, 200)]
    [InlineData("page-my-mail.en", "/my/sam", null, 200)]
    [InlineData("page-my-mail.fr", "/my/sam?lang=fr", null, 200)]
    [InlineData("page-not-me.en", "/my/sam?ask=notMe", null, 200)]
    [InlineData("page-not-me.fr", "/my/sam?ask=notMe&lang=fr", null, 200)]
    [InlineData("page-stop.en", "/stop/sam", null, 200)]
    [InlineData("page-stop.fr", "/stop/sam?lang=fr", null, 200)]
    [InlineData("page-bad-link.en", "/n/cut", null, 404)]
    [InlineData("page-bad-link.fr", "/n/cut", "fr-CA,fr;q=0.9,en;q=0.8", 404)]
    [InlineData("page-front.en", "/", null, 200)]
    [InlineData("page-front.fr", "/", "fr", 200)]
    [InlineData("page-not-found.en", "/nowhere", null, 404)]
    [InlineData("page-not-found.fr", "/nowhere?lang=fr", null, 404)]
    public async Task Every_page_is_as_it_was_last_read(string name, string path, string? languages, int status)
    {
        using var response = await Send(HttpMethod.Get, path, languages);
        Assert.Equal(status, (int)response.StatusCode);
        var html = await Body(response);
        Golden.Matches(name + ".html", html);
        AssertHeaders(response, html);
        AssertAccessible(html, name.EndsWith(".fr", StringComparison.Ordinal) ? "fr-CA" : "en-CA");
    }

    [Fact]
    public async Task The_page_of_a_link_says_whom_to_call_with_one_tap()
    {
        var page = Parse(await Body(await Send(HttpMethod.Get, "/n/dana")));
        Assert.Equal("tel:+14035550101", page.QuerySelector("main a")!.GetAttribute("href"));
        Assert.Contains("Dana Kowalchuk", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("River ICM Team", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/n/dana", null, "en-CA", "fr")]
    [InlineData("/n/dana", "fr", "en-CA", "fr")]
    [InlineData("/n/dana?lang=fr", "en", "fr-CA", "en")]
    [InlineData("/n/hospital", "en", "fr-CA", "en")]
    [InlineData("/n/hospital?lang=en", null, "en-CA", "fr")]
    [InlineData("/n/hospital?lang=zz", null, "fr-CA", "en")]
    [InlineData("/", "de, fr;q=0.5, en;q=0.4", "fr-CA", "en")]
    [InlineData("/", "en-GB,en;q=0.9,fr;q=0.8", "en-CA", "fr")]
    [InlineData("/", "frr, *;q=0.1", "en-CA", "fr")]
    [InlineData("/", ";;q=x", "en-CA", "fr")]
    public async Task The_language_is_the_readers_choice_then_the_links_then_the_browsers(string path, string? languages, string tag, string other)
    {
        using var response = await Send(HttpMethod.Get, path, languages);
        var page = Parse(await Body(response));
        Assert.Equal(tag, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(tag, response.Content.Headers.ContentLanguage.Single());
        Assert.Equal("?lang=" + other, page.QuerySelector("header a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/n/dana")]
    [InlineData("/n/cut")]
    [InlineData("/")]
    [InlineData("/nowhere")]
    public async Task Head_answers_as_get_without_a_body(string path)
    {
        using var get = await Send(HttpMethod.Get, path);
        using var head = await Send(HttpMethod.Head, path);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(Headers(get), Headers(head));
        Assert.Empty(await Body(head));
    }

    [Theory]
    [InlineData("PUT", "/n/dana", "GET, HEAD, POST")]
    [InlineData("DELETE", "/n/cut", "GET, HEAD, POST")]
    [InlineData("OPTIONS", "/my/sam", "GET, HEAD, POST")]
    [InlineData("PATCH", "/stop/sam", "GET, HEAD, POST")]
    [InlineData("PATCH", "/", "GET, HEAD")]
    [InlineData("POST", "/", "GET, HEAD")]
    public async Task Other_verbs_are_refused_and_reach_no_link(string verb, string path, string allowed)
    {
        using var response = await Send(new HttpMethod(verb), path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
        Assert.Equal(0, links.Opened);
    }

    [Theory]
    [InlineData("/n")]
    [InlineData("/n/")]
    [InlineData("/n/cut/in/pieces")]
    [InlineData("/n/%7F%3Cscript%3E")]
    public async Task A_link_in_pieces_gets_the_page_of_broken_links_and_never_its_own_text(string path)
    {
        using var response = await Send(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(await Body(await Send(HttpMethod.Get, "/n/cut")), await Body(response));
    }

    [Fact]
    public async Task Whatever_a_button_or_a_code_comes_to_is_said_in_both_languages()
    {
        var keys = WordsTests.Read("board", Language.English).Keys;
        var done = keys.Where(k => k.EndsWith(".Title", StringComparison.Ordinal)).Select(k => k[..^6])
            .Where(k => (k.Contains('.', StringComparison.Ordinal) && keys.Contains(k + ".Text")) || k is "Expired" or "Stopped").ToArray();
        Assert.True(done.Length > 10);
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var key in done)
            {
                var page = await Written<DonePage>(language, new() { ["Key"] = key, ["Call"] = Samples.Dana(language), ["OffersNewLink"] = key == "Expired" });
                Assert.Contains("class=\"phone\"", page, StringComparison.Ordinal);
            }

            foreach (var state in Enum.GetValues<CodePageState>())
            {
                var page = await Written<CodePage>(
                    language, new() { ["State"] = state, ["Address"] = "s***@river-icm.example", ["SendTo"] = "?code=send", ["EnterTo"] = "?code=enter", ["FieldName"] = "digits" });
                Assert.Equal(state is CodePageState.Sent or CodePageState.Wrong, page.Contains("one-time-code", StringComparison.Ordinal));
                if (state == CodePageState.Sent) Golden.Matches(language == Language.French ? "page-code.fr.html" : "page-code.en.html", page);
            }

            foreach (var said in (string[])["My.Confirmed", "My.Saved", "My.Refused", "My.Meanwhile"])
                await Written<MyMailPage>(language, new() { ["Said"] = said, ["Address"] = "sam@river-icm.example", ["Masked"] = "s***@river-icm.example", ["Reader"] = Links.Sam });
        }
    }

    [Fact]
    public async Task A_program_that_asks_for_nothing_gets_one_line()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        request.Headers.Add("Accept", "*/*");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("Nothing is here. The front page is /.\n", await Body(response));
    }

    [Fact]
    public async Task Doors_beside_the_pages_stay_open()
    {
        using var response = await Send(HttpMethod.Post, "/client-changes/messages");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task Opening_a_page_again_gives_the_same_page()
    {
        var first = await Body(await Send(HttpMethod.Get, "/n/dana"));
        Assert.Equal(first, await Body(await Send(HttpMethod.Get, "/n/dana")));
    }

    private static void AssertHeaders(HttpResponseMessage response, string html)
    {
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal("noindex, nofollow", string.Join(", ", response.Headers.GetValues("X-Robots-Tag")));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.False(response.Headers.Contains("Set-Cookie"));
        var style = html.Split("<style>")[1].Split("</style>")[0];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            Header(response, "Content-Security-Policy"));
    }

    private static void AssertAccessible(string html, string tag)
    {
        var page = Parse(html);
        Assert.Equal(tag, page.DocumentElement.GetAttribute("lang"));
        Assert.NotEmpty(page.Title!);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
        Assert.All(page.QuerySelectorAll("a"), link => Assert.NotEmpty(link.TextContent.Trim()));
        Assert.Empty(page.QuerySelectorAll("script,img,iframe,link,[style],[onclick]"));
        Assert.All(page.QuerySelectorAll("form"), form => Assert.Equal("post", form.GetAttribute("method")));
        Assert.All(page.QuerySelectorAll("button"), button => Assert.NotEmpty(button.TextContent.Trim()));
        Assert.All(
            page.QuerySelectorAll("input:not([type=hidden]),select"), field => Assert.NotEmpty(page.QuerySelector($"label[for={field.Id}]")!.TextContent.Trim()));
        var levels = page.QuerySelectorAll("h1,h2,h3").Select(h => h.TagName).ToArray();
        Assert.Equal("H1", levels[0]);
        if (tag == "fr-CA") Typography.AssertFrench("page", page.QuerySelector("main")!.TextContent);
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    private static IEnumerable<string> Headers(HttpResponseMessage response) =>
        response.Headers.Where(h => h.Key != "Date").Concat(response.Content.Headers).Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal);

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static Task<string> Body(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? languages = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
        if (languages is not null) request.Headers.TryAddWithoutValidation("Accept-Language", languages);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static CodeGate Gate()
    {
        var ring = new Ring();
        var options = new HubOptions("lethbridge", new Uri("http://127.0.0.1:7071/"));
        var directory = new DirectoryCache(null!, null!, new FakeClock(Samples.At));
        return new CodeGate(
            new OneTimeCodes(new MemoryTables(), ring, new LinkSigner(ring), directory, null!, options, new FakeClock(Samples.At)), options);
    }

    /// <summary>Writes a page that only a form brings, and looks at it as at every other.</summary>
    private static async Task<string> Written<TPage>(Language language, Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        await PageResponse.WriteAsync<TPage>(context, language, parameters);
        var html = Encoding.UTF8.GetString(body.ToArray());
        AssertAccessible(html, language == Language.French ? "fr-CA" : "en-CA");
        return html;
    }

    private sealed class Ring : IKeyRing
    {
        public IReadOnlyList<RingKey> Of(KeyPurpose purpose) => [new RingKey("1", new byte[32])];
    }

    private sealed class Links : ILinkReader
    {
        public static readonly Contact Sam = new(
            "sam", "Sam Osei", Language.English, Channel.Mail, new DigestSlot(IsoDayOfWeek.Monday, new LocalTime(7, 45)), "sam@river-icm.example",
            "+1 403 555 0102", null, false, null, null);

        public int Opened { get; private set; }

        public ValueTask<HeldLink?> ReadAsync(string token, LinkPurpose purpose, CancellationToken cancellation)
        {
            Opened++;
            var at = new Surroundings(FictionalCommunity.Settings, new PartnerDirectory([], 0), Samples.At);
            return ValueTask.FromResult(
                token == "sam" ? new HeldLink(new LinkToken(MailLinks.NoNotice, "sam", purpose, 0, Samples.At), false, Sam, at) : null);
        }

        public ValueTask<Caller> CallAsync(HeldLink link, CancellationToken cancellation) => ValueTask.FromResult(Samples.Dana(Language.English));

        public ValueTask<LinkPage?> OpenAsync(string token, CancellationToken cancellation)
        {
            Opened++;
            return ValueTask.FromResult(token switch
            {
                "dana" => new LinkPage(Samples.Dana(Language.English), Language.English),
                "hospital" => new LinkPage(new Caller(null, null, "+1 403 555 0101"), Language.French),
                _ => null,
            });
        }
    }
}
