using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using HousingFirst.Board;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Surprises;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HousingFirst.Hub.Tests.Links;

/// <summary>A hub's pages over a real socket on loopback, with a notice mailed to Luc, whose links are tried.</summary>
internal sealed class LinkWorld : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient http;

    private LinkWorld(HubWorld world, CountingTables tables, Surprised surprises, WebApplication app)
    {
        (World, Tables, Surprises, this.app) = (world, tables, surprises, app);
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HubWorld World { get; }

    /// <summary>Counts what pages ask of storage.</summary>
    public CountingTables Tables { get; }

    public Surprised Surprises { get; }

    /// <summary>The change that Luc was told of.</summary>
    public InboundMessage Message { get; private set; } = null!;

    /// <summary>What Luc was sent.</summary>
    public MailContent.Notice Mail { get; private set; } = null!;

    /// <summary>What the device sends along.</summary>
    public string? Cookie { get; set; }

    public static async Task<LinkWorld> StartAsync(string publicUrl = "http://127.0.0.1:7071/")
    {
        CountingTables? tables = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = tables = new CountingTables(p.Tables) });
        await world.WithoutWarningsAsync();
        var surprises = new Surprised();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddBoard(() => world.Hub, () => world.Options with { PublicUrl = new Uri(publicUrl) });
        builder.Services.AddSingleton<IReportSurprise>(surprises);
        var app = builder.Build();
        BoardPages.Map(app);
        BoardPages.MapNotFound(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var made = new LinkWorld(world, tables!, surprises, app)
        {
            Message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""),
        };
        await world.ReceiveAsync(made.Message);
        made.Mail = Assert.IsType<MailContent.Notice>(Assert.Single(world.Mailer.To("luc")));
        tables!.Reset();
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    /// <summary>Everything that is stored and was sent.</summary>
    public Task<string> StateAsync() => EndState.OfAsync(World);

    /// <summary>Luc's line of who was told.</summary>
    public async Task<(string State, string? Answer)> LucAsync()
    {
        var line = (await World.CoverageAsync(Message)).Lines.Single(l => l.Who == "luc");
        return (line.State!, line.Answer);
    }

    public Task<Answered> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answered> PostAsync(string path, params (string Name, string Value)[] form) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    public async Task<Answered> SendAsync(HttpMethod method, string path, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Add("Accept", "text/html");
        if (Cookie is not null) request.Headers.Add("Cookie", Cookie);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var cookie = response.Headers.TryGetValues("Set-Cookie", out var cookies) ? Assert.Single(cookies) : null;
        return new Answered(
            response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), cookie, response.Headers.Location?.ToString());
    }

    /// <summary>A page's answer.</summary>
    public sealed record Answered(HttpStatusCode Status, string Html, string? SetCookie, string? Location)
    {
        /// <summary>What people read of it.</summary>
        public string Text { get; } = WebUtility.HtmlDecode(Regex.Replace(Html.Split("<main>")[^1], "<[^>]+>", " "));
    }

    /// <summary>Keeps who was caught off guard.</summary>
    public sealed class Surprised : IReportSurprise
    {
        public List<string> Reports { get; } = [];

        public ValueTask FromLinkAsync(NoticeId notice, string contact, Surroundings at, CancellationToken cancellation)
        {
            Reports.Add(string.Create(CultureInfo.InvariantCulture, $"{contact} {notice}"));
            return ValueTask.CompletedTask;
        }
    }
}
