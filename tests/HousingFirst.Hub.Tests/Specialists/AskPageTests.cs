using System.Net;
using HousingFirst.Board;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Specialists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Specialists;

/// <summary>The page behind "ask the specialist", over a real socket on loopback.</summary>
public sealed class AskPageTests : IAsyncLifetime
{
    private HubWorld world = null!;
    private WebApplication app = null!;
    private HttpClient http = null!;
    private string path = string.Empty;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await HubWorld.CreateAsync();
        path = "/ask/" + await RequestTests.TokenAsync(world);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBoard(() => world.Hub, () => world.Options);
        app = builder.Build();
        BoardPages.Map(app);
        BoardPages.MapNotFound(app);
        await app.StartAsync(Stop);
        http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Opening_it_changes_nothing_and_shows_three_choices_in_two_languages()
    {
        using var response = await http.GetAsync(path, Stop);
        var html = await response.Content.ReadAsStringAsync(Stop);
        Assert.Equal(3, html.Split("type=\"radio\"").Length - 1);
        Assert.Contains("<option value=\"river-icm\">River ICM Team</option>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<textarea", html, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"text\"", html, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("lang=\"fr-CA\"", await http.GetStringAsync(path + "?lang=fr", Stop), StringComparison.Ordinal);
        Assert.Empty(await world.Hub.Tasks.AllAsync(Stop));
    }

    [Fact]
    public async Task Sending_it_puts_the_request_before_the_specialist()
    {
        var answer = await PostAsync(HttpStatusCode.OK, ("about", "mediation"), ("with", "river-icm"));
        Assert.Contains("The specialist will call you.", answer, StringComparison.Ordinal);
        Assert.Contains("tel:", answer, StringComparison.Ordinal);
        Assert.Equal(new RequestedHelp(HelpAbout.Mediation, "river-icm", null, null), Assert.Single(await world.Hub.Tasks.AllAsync(Stop)).Request);
    }

    [Theory]
    [InlineData("about", "nonsense")]
    [InlineData("with", "river-icm")]
    public async Task Without_a_choice_it_asks_again_and_keeps_nothing(string name, string value)
    {
        Assert.Contains("Please choose one of the three.", await PostAsync(HttpStatusCode.BadRequest, (name, value)), StringComparison.Ordinal);
        using var json = await http.PostAsync(path, new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), Stop);
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostFormAsync(("about", new string('x', 5000)))).StatusCode);
        Assert.Empty(await world.Hub.Tasks.AllAsync(Stop));
    }

    [Fact]
    public async Task An_expired_one_looks_the_same_and_asks_nothing()
    {
        var before = await http.GetStringAsync(path, Stop);
        world.Clock.Advance(Duration.FromDays(31));
        Assert.Equal(before, await http.GetStringAsync(path, Stop));
        var answer = await PostAsync(HttpStatusCode.OK, ("about", "advice"));
        Assert.Contains("Nothing was done. A new link can be sent", answer, StringComparison.Ordinal);
        Assert.Contains("value=\"newLink\"", answer, StringComparison.Ordinal);
        Assert.Empty(await world.Hub.Tasks.AllAsync(Stop));
    }

    [Fact]
    public async Task What_is_no_link_is_not_found_and_other_verbs_are_refused()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/ask/nonsense", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.DeleteAsync(path, Stop)).StatusCode);
    }

    private async Task<string> PostAsync(HttpStatusCode status, params (string Name, string Value)[] fields)
    {
        using var response = await PostFormAsync(fields);
        Assert.Equal(status, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Stop);
    }

    private Task<HttpResponseMessage> PostFormAsync(params (string Name, string Value)[] fields) =>
        http.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))), Stop);
}
