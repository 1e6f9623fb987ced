using System.Net;
using System.Text.RegularExpressions;
using HousingFirst.Board;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Xunit;

namespace HousingFirst.Mail.Tests.Accessibility;

/// <summary>The pages of a meeting in a browser, with everything that they can say.</summary>
public sealed partial class MeetingAccessibilityTests(Chromium chromium)
{
    private const string First = "meetings-2026-12-09";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_meeting_can_be_read_answered_and_filled_in_by_everyone()
    {
        var page = await chromium.PageAsync();
        var world = await HubWorld.CreateAsync();
        await world.RenewAgreementAsync("income-support");
        await world.WithoutWarningsAsync();
        await world.Hub.Meetings.Claim.RunAsync(await world.Hub.Directory.NowAsync(Stop), Stop);
        await world.AdvanceToAsync(1, 8, 31);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBoard(() => world.Hub, () => world.Options);
        await using var app = builder.Build();
        BoardPages.Map(app);
        await app.StartAsync(Stop);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var pages = new List<(string Name, string Html)>();
        var dana = world.Mailer.To("dana").OfType<MailContent.Meeting>().First().Link!.AbsolutePath;
        await KeepAsync("call", dana);
        await BringAsync("\"part\":\"open\",\"text\":\"le formulaire change\"", null);
        await BringAsync("\"part\":\"case\",\"text\":\"qui passe quand\",\"voice\":\"sendsMessage\",\"voiceText\":\"je veux une autre chambre\",\"needs\":[\"income-support\"]", "HF-7Q2K");
        await AnswerAsync("prairie-hospital", "marieve");
        await AnswerAsync("river-icm", "dana");
        await world.Hub.Meetings.Actions.AddAsync(new MeetingAction("a1", First, "river-icm", "imprimer le formulaire", new LocalDate(2026, 11, 27), world.Clock.GetCurrentInstant()), Stop);
        await KeepAsync("answered", dana);
        await KeepAsync("brought", dana + "?done=brought");
        await KeepAsync("code", dana + "/cases");
        await KeepAsync("item", dana + "/item");
        await SignInAsync(dana + "/cases");
        await KeepAsync("cases", dana + "/cases");
        await KeepAsync("cases-said", dana + "/cases?done=said");
        await KeepAsync("case-item", dana + "/cases/item");
        var item = Item().Match(pages.First(p => p.Name == "meeting-cases.en").Html).Groups[1].Value;
        Assert.NotEmpty(item);
        foreach (var language in (string[])["en", "fr"])
        {
            await KeepPostAsync("item-wrong", "/item", language, ("text", "what about HF-7Q2K and schizophrenia"), ("do", "bring"));
            await KeepPostAsync("case-item-wrong", "/cases/item", language, ("voice", "notAsked"), ("needs", "income-support"), ("do", "bring"));
            await KeepPostAsync("say-wrong", "/cases", language, ("own", "river-icm"), ("item", item), ("text", ""), ("do", "say"));
        }

        await world.Hub.Meetings.Minutes.SaveAsync(First, MinutesStore.Open, "le formulaire change\nà partir de janvier", 0, [], "robin", world.Clock.GetCurrentInstant(), Stop);
        world.Clock.Reset(Instant.FromUtc(2026, 12, 10, 18, 0));
        await KeepAsync("over", dana);
        await KeepAsync("over-cases", dana + "/cases");
        Assert.Empty(await PageCheck.FindAsync(page, pages));
        await Pictures.TakeAsync(page, pages);

        async Task BringAsync(string data, string? subject) =>
            await world.ReceiveAsync(world.Activity("river-icm", MessageTypes.MeetingItem, data, subject));

        async Task AnswerAsync(string agency, string contact) =>
            await world.Hub.Meetings.AnswerInvitation.RunAsync(First, agency, contact, true, await world.Hub.Directory.NowAsync(Stop), Stop);

        async Task SignInAsync(string path)
        {
            using var nothing = new FormUrlEncodedContent([]);
            using var asked = await http.PostAsync(path + "?code=send", nothing, Stop);
            using var digits = new FormUrlEncodedContent([new("digits", world.Mailer.To("dana").OfType<MailContent.Code>().Last().Digits)]);
            using var entered = await http.PostAsync(path + "?code=enter", digits, Stop);
            Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        }

        async Task KeepAsync(string name, string path)
        {
            foreach (var language in (string[])["en", "fr"])
                Keep(name, language, await http.GetStringAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}", Stop));
        }

        async Task KeepPostAsync(string name, string path, string language, params (string Name, string Value)[] fields)
        {
            using var body = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
            using var answer = await http.PostAsync($"{dana}{path}?lang={language}", body, Stop);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Keep(name, language, await answer.Content.ReadAsStringAsync(Stop));
        }

        void Keep(string name, string language, string html)
        {
            Assert.Contains($"<html lang=\"{language}-CA\">", html, StringComparison.Ordinal);
            if (language == "fr") Typography.AssertFrench(name, Tags().Replace(html[html.IndexOf("<main>", StringComparison.Ordinal)..], " ").Replace("&#xA0;", "\u00A0", StringComparison.Ordinal));
            pages.Add(($"meeting-{name}.{language}", html));
        }
    }

    [GeneratedRegex("name=\"item\" value=\"([^\"]+)\"")]
    private static partial Regex Item();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
