using System.Net;
using System.Text.RegularExpressions;
using HousingFirst.Board;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HousingFirst.Hub.Tests.Caseworkers;

/// <summary>A hub's pages over a real socket on loopback, and a browser without script.</summary>
internal sealed partial class TeamSite : IAsyncDisposable
{
    private readonly WebApplication app;

    private TeamSite(HubWorld world, WebApplication app)
    {
        (World, this.app) = (world, app);
        Http = NewBrowser();
    }

    public HubWorld World { get; }

    /// <summary>A browser, with its cookies.</summary>
    public HttpClient Http { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TeamSite> StartAsync()
    {
        var world = await HubWorld.CreateAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBoard(() => world.Hub, () => world.Options);
        var app = builder.Build();
        BoardPages.Map(app);
        BoardPages.MapNotFound(app);
        await app.StartAsync(Stop);
        return new TeamSite(world, app);
    }

    public HttpClient NewBrowser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true })
    {
        BaseAddress = new Uri(app.Urls.Single()),
        DefaultRequestHeaders = { { "Accept", "text/html" } },
    };

    /// <summary>The address of a contact's first page.</summary>
    public async Task<string> LinkAsync(string contact) => (await World.Hub.FindCaseworker.LinkAsync(contact, Stop))!.AbsolutePath;

    /// <summary>Opens a contact's link on this browser and enters the code from their mail.</summary>
    public async Task<string> SignInAsync(string contact)
    {
        var link = await LinkAsync(contact);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(link + "?code=send")).Status);
        var code = World.Mailer.To(contact).OfType<MailContent.Code>().Last();
        var entered = await PostAsync(link + "?code=enter", ("digits", code.Digits));
        Assert.Equal(HttpStatusCode.SeeOther, entered.Status);
        return link;
    }

    public async Task<Page> GetAsync(string path) => await PageAsync(await Http.GetAsync(new Uri(path, UriKind.Relative), Stop));

    public async Task<Page> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var body = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await PageAsync(await Http.PostAsync(new Uri(path, UriKind.Relative), body, Stop));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }

    private static async Task<Page> PageAsync(HttpResponseMessage response)
    {
        using (response)
            return new Page(response.StatusCode, await response.Content.ReadAsStringAsync(Stop), response.Headers);
    }

    /// <summary>A page as a browser sees it.</summary>
    internal sealed partial record Page(HttpStatusCode Status, string Html, System.Net.Http.Headers.HttpResponseHeaders Headers)
    {
        /// <summary>Its text, without style, tags and line ends.</summary>
        public string Text => WebUtility.HtmlDecode(Spaces().Replace(Tags().Replace(Html[Html.IndexOf("<main>", StringComparison.Ordinal)..], " "), " "));

        /// <summary>What a form would send as it is: hidden fields, and boxes that are ticked.</summary>
        public (string Name, string Value)[] Hidden =>
            [.. HiddenField().Matches(Html).Select(m => (WebUtility.HtmlDecode(m.Groups["name"].Value), WebUtility.HtmlDecode(m.Groups["value"].Value)))];

        [GeneratedRegex("<[^>]*>")]
        private static partial Regex Tags();

        [GeneratedRegex(@"\s+")]
        private static partial Regex Spaces();

        [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"")]
        private static partial Regex HiddenField();
    }
}
