using System.Net;
using System.Text.RegularExpressions;
using HousingFirst.Board;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HousingFirst.Mail.Tests.Accessibility;

/// <summary>The pages of a whole hub on loopback, found as people find them: the front page, and every link of every mail the hub has sent.</summary>
internal sealed partial class BoardSite : IAsyncDisposable
{
    /// <summary>Pages that no link leads to.</summary>
    private static readonly string[] Known = ["/", "/nowhere", "/n/cut"];

    private readonly WebApplication app;
    private readonly HubWorld world;

    private BoardSite(WebApplication app, HubWorld world) => (this.app, this.world) = (app, world);

    public static async Task<BoardSite> StartAsync()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""));
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "safety.crisis"));
        await world.AdvanceToAsync(2, 9, 0);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBoard(() => world.Hub, () => world.Options);
        var app = builder.Build();
        BoardPages.Map(app);
        BoardPages.MapNotFound(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new BoardSite(app, world);
    }

    /// <summary>
    /// Every page in both languages, each under its path without the token: the known ones, those of the mails' links, and those these link to.
    /// </summary>
    public async Task<IReadOnlyList<(string Name, string Html)>> PagesAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        var team = await SignInAsync(http, "dana");
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>([.. Known, team, team + "/told"]);
        foreach (var mail in world.Mailer.Mails)
        {
            foreach (Match link in Link().Matches((await MailRenderer.RenderAsync(mail)).Text)) open.Enqueue(new Uri(link.Value).PathAndQuery);
        }

        while (open.TryDequeue(out var path))
        {
            var name = Pair().Replace(Key().Replace(Token().Replace(path, "TOKEN"), "KEY"), "$1/PAIR");
            foreach (var language in (string[])["en", "fr"])
            {
                if (found.ContainsKey($"{name} {language}")) continue;
                using var answer = await http.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}", TestContext.Current.CancellationToken);
                var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.Contains($"<html lang=\"{language}-CA\">", page, StringComparison.Ordinal);
                found.Add($"{name} {language}", page);
                foreach (Match link in Href().Matches(page)) open.Enqueue(Chosen().Replace(WebUtility.HtmlDecode(link.Groups[1].Value), string.Empty));
            }
        }

        var told = found.Single(f => f.Key.StartsWith("/team/TOKEN/told ", StringComparison.Ordinal) && f.Key.EndsWith(" en", StringComparison.Ordinal));
        Assert.DoesNotContain("six digits", told.Value, StringComparison.Ordinal);
        found.Add("/team/TOKEN preview en", await PreviewAsync(http, team));
        return [.. found.Select(f => (f.Key, f.Value))];
    }

    /// <summary>Enters the code of a caseworker's own pages: behind it they show more than whom to call.</summary>
    private async Task<string> SignInAsync(HttpClient http, string contact)
    {
        var stop = TestContext.Current.CancellationToken;
        var link = (await world.Hub.FindCaseworker.LinkAsync(contact, stop))!.AbsolutePath;
        using var nothing = new FormUrlEncodedContent([]);
        using var asked = await http.PostAsync(link + "?code=send", nothing, stop);
        using var digits = new FormUrlEncodedContent([new("digits", world.Mailer.To(contact).OfType<MailContent.Code>().Last().Digits)]);
        using var entered = await http.PostAsync(link + "?code=enter", digits, stop);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        return link;
    }

    /// <summary>The form, filled in: who will be told, before anything is sent.</summary>
    private static async Task<string> PreviewAsync(HttpClient http, string team)
    {
        var stop = TestContext.Current.CancellationToken;
        var page = await http.GetStringAsync(team, stop);
        var fields = Hidden().Matches(page).Select(m => KeyValuePair.Create(WebUtility.HtmlDecode(m.Groups[1].Value), WebUtility.HtmlDecode(m.Groups[2].Value)))
            .Concat([new("client", "river-icm/HF-7Q2K"), new("code", "housing.moveIn"), new("occurredOn", "2026-12-01"), new("do", "preview")]);
        using var body = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(team, body, stop);
        var preview = await answer.Content.ReadAsStringAsync(stop);
        Assert.Contains("Nothing has been sent yet.", preview, StringComparison.Ordinal);
        return preview;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [GeneratedRegex("https?://\\S+")]
    private static partial Regex Link();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("href=\"(/[^\"]*)\"")]
    private static partial Regex Href();

    [GeneratedRegex("[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}")]
    private static partial Regex Token();

    [GeneratedRegex("[0-9a-f]{16,}")]
    private static partial Regex Key();

    /// <summary>One form is as the other, whoever the two are.</summary>
    [GeneratedRegex("^(/month/TOKEN)/[a-z-]+/[a-z-]+")]
    private static partial Regex Pair();

    [GeneratedRegex("[?&]lang=(en|fr)$")]
    private static partial Regex Chosen();
}
