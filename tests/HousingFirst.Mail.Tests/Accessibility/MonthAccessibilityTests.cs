using System.Text.RegularExpressions;
using HousingFirst.Board;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Links;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Xunit;

namespace HousingFirst.Mail.Tests.Accessibility;

/// <summary>The contacts of the month in a browser, with everything that they can say.</summary>
public sealed partial class MonthAccessibilityTests(Chromium chromium)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_contacts_of_the_month_can_be_read_and_tapped_by_everyone()
    {
        var page = await chromium.PageAsync();
        var world = await HubWorld.CreateAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(world.Hub);
        builder.Services.AddSingleton<ILinkReader>(world.Hub.OpenLink);
        await using var app = builder.Build();
        BoardPages.Map(app);
        await app.StartAsync(Stop);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var pages = new List<(string Name, string Html)>();
        await KeepAsync("early", await LinkAsync("dana"));

        await world.Hub.ClaimCycles.RunAsync(Stop);
        await world.AdvanceAsync(Duration.FromMinutes(1));
        var dana = await world.Hub.FindListReader.RunAsync((await LinkAsync("dana")).Split('/')[^1], Stop) is ListReading.Known known ? known.Reader : null!;
        await RecordAsync("prairie-hospital", new ContactForm { Id = "1", Outcome = "made", Mode = "inPerson", On = "2026-12-01", Topics = "Friday discharges", FollowUp = "visit together" });
        await RecordAsync("southside-housing", new ContactForm { Id = "2", Outcome = "attempted", Mode = "phone", On = "2026-12-01" });
        await RecordAsync("income-support", new ContactForm { Id = "3", Outcome = "notMade", Reason = "partnerAway", On = "2026-12-01" });
        var link = await LinkAsync("dana");
        await KeepAsync("program", link);
        await KeepAsync("recorded", link + "?recorded=river-icm.prairie-hospital");
        await KeepAsync("partner", await LinkAsync("marieve"));
        await KeepAsync("lead", await LinkAsync("robin"));
        await KeepAsync("form", $"{link}/river-icm/prairie-hospital");
        foreach (var language in (string[])["en", "fr"])
        {
            using var wrong = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["form"] = "4",
                ["on"] = "2026-12-24",
                ["topics"] = "HF-7Q2K",
                ["followUp"] = new('w', 301),
                ["do"] = "record",
            });
            using var answer = await http.PostAsync($"{link}/river-icm/southside-housing?lang={language}", wrong, Stop);
            var html = await answer.Content.ReadAsStringAsync(Stop);
            Assert.Equal(4, Wrong().Count(html));
            pages.Add(($"month-wrong.{language}", html));
        }

        await world.AdvanceToAsync(33, 9, 0);
        await KeepAsync("next", await LinkAsync("dana"));
        Assert.Empty(await PageCheck.FindAsync(page, pages));
        await Pictures.TakeAsync(page, pages);

        async Task<string> LinkAsync(string contact) => (await world.Hub.FindListReader.LinkAsync(contact, Stop))!.AbsolutePath;

        async Task RecordAsync(string with, ContactForm form) => Assert.Empty(await world.Hub.Contacts.RecordByLink.RunAsync(dana, dana.Own[0], with, form, Stop));

        async Task KeepAsync(string name, string path)
        {
            foreach (var language in (string[])["en", "fr"])
            {
                var html = await http.GetStringAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}", Stop);
                Assert.Contains($"<html lang=\"{language}-CA\">", html, StringComparison.Ordinal);
                if (language == "fr") Typography.AssertFrench(name, Tags().Replace(html[html.IndexOf("<main>", StringComparison.Ordinal)..], " ").Replace("&#xA0;", "\u00A0", StringComparison.Ordinal));
                pages.Add(($"month-{name}.{language}", html));
            }
        }
    }

    [GeneratedRegex("-wrong\"><p class=\"wrong\">")]
    private static partial Regex Wrong();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
