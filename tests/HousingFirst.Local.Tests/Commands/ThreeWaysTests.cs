using System.Net;
using System.Text.Json;
using MimeKit;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary>A month of the fictional community from outside: contacts by command, by page and by message, and the page that tells of them.</summary>
public sealed class ThreeWaysTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Contacts_recorded_by_command_by_page_and_by_message_show_in_the_month_end()
    {
        await using var world = await CommandWorld.RunningAsync();
        await UntilAsync(async () => (await ContactsAsync(world)).GetProperty("owed").GetInt32() == 12);
        Assert.Equal((12, 0), await StandAsync(world));

        await world.DoAsync("contacts", "record", "--as", "river-icm", "--with", "prairie-hospital", "--mode", "inPerson");
        var link = (await world.DoAsync("link", "luc", "--month")).Trim();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{world.Port}") };
        var tap = new FormUrlEncodedContent([new("own", "bridge-outreach"), new("with", "southside-housing"), new("do", "called")]);
        using var tapped = await http.PostAsync(new Uri(link).AbsolutePath, tap, Stop);
        Assert.Equal(HttpStatusCode.SeeOther, tapped.StatusCode);
        var message = """
            { "specversion": "1.0", "type": "ca.housingfirst.contact.made.v1", "source": "/agencies/income-support", "id": "talk-1",
              "data": { "with": "coulee-act", "on": "2026-12-01", "outcome": "made", "mode": "video" } }
            """;
        await world.DoAsync("send", "--as", "income-support", world.File("talk.json", message));
        await UntilAsync(async () => await StandAsync(world) == (9, 3));
        var open = await ContactsAsync(world);
        Assert.Equal((12, 1, 2), (open.GetProperty("owed").GetInt32(), open.GetProperty("inPerson").GetInt32(), open.GetProperty("otherwise").GetInt32()));

        // The hub is off until the morning of the report, and catches up.
        await world.StopAsync();
        world.Clock.Reset(Instant.FromUtc(2027, 1, 4, 16, 0));
        await world.StartAgainAsync();
        await UntilAsync(() => Task.FromResult(Pages(world).Length == 2));
        var page = (await MimeMessage.LoadAsync(Pages(world).Single(f => f.Contains("robin", StringComparison.Ordinal)), Stop)).TextBody;
        Assert.Contains("Made in person: 1 ", page, StringComparison.Ordinal);
        Assert.Contains("Made otherwise: 2 ", page, StringComparison.Ordinal);
        var lines = (await world.DoAsync("contacts", "report", "--month", "2026-12", "--programs", "--csv")).Split('\n');
        Assert.All((string[])["river-icm", "bridge-outreach", "coulee-act"], p => Assert.Contains(lines, l => l.StartsWith(p + ",", StringComparison.Ordinal)));
    }

    private static string[] Pages(CommandWorld world)
    {
        var mail = Path.Combine(world.Data, "mail");
        return Directory.Exists(mail) ? [.. Directory.EnumerateFiles(mail, "*contacts.2026-12.report.*.eml")] : [];
    }

    private static async Task<JsonElement> ContactsAsync(CommandWorld world) => (await world.JsonAsync("contacts", "report", "--month", "2026-12")).GetProperty("contacts");

    private static async Task<(int Open, int Made)> StandAsync(CommandWorld world)
    {
        var contacts = await ContactsAsync(world);
        return (contacts.GetProperty("open").GetInt32(), contacts.GetProperty("inPerson").GetInt32() + contacts.GetProperty("otherwise").GetInt32());
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await isSo()) return;
            await Task.Delay(50, Stop);
        }

        Assert.Fail("It did not come to be so.");
    }
}
