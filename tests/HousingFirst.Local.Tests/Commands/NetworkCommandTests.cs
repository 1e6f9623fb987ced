using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary><c>hub network</c>, from outside.</summary>
public sealed class NetworkCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_prospect_is_added_talked_with_and_listed()
    {
        await using var world = await CommandWorld.StoppedAsync();
        Assert.Contains("No prospects yet", await world.DoAsync("network", "list"), StringComparison.Ordinal);
        Assert.Contains(
            "Added: cafe-de-lespoir",
            await world.DoAsync(
                "network", "add", "Café de l’Espoir", "--by", "Robin", "--why", "warm meals", "--contact", "Zoë", "--phone", "403-555-0190", "--role", "out", "--area", "downtown"),
            StringComparison.Ordinal);
        Assert.Contains("Was there", await world.DoAsync("network", "add", "CAFE DE L'ESPOIR", "--by", "Dana"), StringComparison.Ordinal);

        Assert.Contains("Recorded.", await world.DoAsync("network", "step", "cafe-de-lespoir", "contributing", "--by", "Robin", "--on", "2026-11-20"), StringComparison.Ordinal);
        Assert.Contains(
            "From 2027-03-01 on it is in the specialist's morning mail.",
            await world.DoAsync("network", "step", "Cafe de lespoir", "not-now", "--by", "Robin", "--ask-again", "2027-03-01", "--next", "bring the page"),
            StringComparison.Ordinal);
        Assert.Contains(
            "Was recorded already.",
            await world.DoAsync("network", "step", "cafe-de-lespoir", "notNow", "--by", "Robin", "--ask-again", "2027-03-01", "--next", "bring the page"),
            StringComparison.Ordinal);
        await world.DoAsync("network", "contribution", "cafe-de-lespoir", "forty meals a month", "--by", "Robin");

        var listed = Assert.Single((await world.JsonAsync("network", "list")).EnumerateArray());
        Assert.Equal(("notNow", "2026-12-01", "bring the page"), (listed.GetProperty("state").GetString(), listed.GetProperty("on").GetString(), listed.GetProperty("next").GetString()));
        Assert.Equal("2027-03-01", listed.GetProperty("lookAgain").GetProperty("on").GetString());
        Assert.False(listed.GetProperty("lookAgain").GetProperty("due").GetBoolean());
        Assert.Equal(1, (await world.JsonAsync("network", "list", "--state", "notNow")).GetArrayLength());
        Assert.Equal(0, (await world.JsonAsync("network", "list", "--state", "resting")).GetArrayLength());

        var shown = await world.DoAsync("network", "show", "cafe-de-lespoir");
        foreach (var said in (string[])["Café de l’Espoir (cafe-de-lespoir)", "notNow since 2026-12-01", "warm meals", "Zoë, 403-555-0190", "downtown, OUT",
            "2026-11-20 contributing, Robin", "ask again 2027-03-01; next: bring the page", "forty meals a month (Robin)"])
            Assert.Contains(said, shown, StringComparison.Ordinal);
        Assert.Equal(2, (await world.JsonAsync("network", "show", "cafe-de-lespoir")).GetProperty("steps").GetArrayLength());

        await world.DoAsync("network", "remove", "cafe-de-lespoir");
        Assert.Contains("No prospect has that id or name", await world.RefusedAsync("network", "show", "cafe-de-lespoir"), StringComparison.Ordinal);
        await using var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        Assert.Equal(
            ["network.add", "network.add", "network.contribution", "network.remove", "network.step", "network.step", "network.step"],
            (await local.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), Stop)).Select(a => a.Action).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_breaks_a_rule_is_said_in_words_and_records_nothing()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await world.DoAsync("network", "add", "Library", "--by", "Robin");

        Assert.Contains("`ask-again`: missing", await world.RefusedAsync("network", "step", "library", "notNow", "--by", "Robin"), StringComparison.Ordinal);
        Assert.Contains("did you mean resting?", await world.RefusedAsync("network", "step", "library", "restin", "--by", "Robin"), StringComparison.Ordinal);
        Assert.Contains("`on`: a day to come", await world.RefusedAsync("network", "step", "library", "resting", "--by", "Robin", "--on", "2026-12-02"), StringComparison.Ordinal);
        Assert.Contains("`on`: not a day", await world.RefusedAsync("network", "step", "library", "resting", "--by", "Robin", "--on", "1 December"), StringComparison.Ordinal);
        Assert.Contains("did you mean library?", await world.RefusedAsync("network", "step", "librry", "resting", "--by", "Robin"), StringComparison.Ordinal);
        Assert.Contains("`text`: nine digits in a row", await world.RefusedAsync("network", "contribution", "library", "for 123456789", "--by", "Robin"), StringComparison.Ordinal);
        Assert.Contains("`contact`: missing beside", await world.RefusedAsync("network", "add", "Bank", "--by", "Robin", "--phone", "403-555-0190"), StringComparison.Ordinal);
        Assert.Contains("`phone`: not in its form", await world.RefusedAsync("network", "add", "Bank", "--by", "Robin", "--contact", "Jo", "--phone", "ask"), StringComparison.Ordinal);
        Assert.Contains("`name`: neither a letter", await world.RefusedAsync("network", "add", "!?", "--by", "Robin"), StringComparison.Ordinal);
        Assert.Contains("hub glossary role", await world.RefusedAsync("network", "add", "Bank", "--by", "Robin", "--role", "POL"), StringComparison.Ordinal);

        Assert.Equal("library", Assert.Single((await world.JsonAsync("network", "list")).EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(0, (await world.JsonAsync("network", "show", "library")).GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public async Task A_running_hub_takes_a_suggestion_and_asks_the_specialist_in_the_morning_when_the_day_has_come()
    {
        await using var world = await CommandWorld.RunningAsync();
        var file = world.File("suggestion.json", """
            {"specversion":"1.0","type":"ca.housingfirst.partner.suggested.v1","source":"/agencies/prairie-hospital","id":"s-1",
             "data":{"organisation":"Galt Street Library","why":"a warm room"}}
            """);
        await world.DoAsync("validate", file);
        Assert.Contains("on partner-activity as", await world.DoAsync("send", "--as", "prairie-hospital", file), StringComparison.Ordinal);
        await world.DoAsync("network", "step", "galt-street-library", "resting", "--by", "Robin");
        await world.StopAsync();
        Assert.Contains("All well.", await world.DoAsync("check"), StringComparison.Ordinal);

        world.Clock.AdvanceDays(90);
        await using var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        for (var i = 0; i < 3; i++) await local.Hub.Tick.RunAsync(Stop);
        var task = Assert.Single(await local.Hub.Tasks.AllAsync(Stop), t => t.Organisation is not null);
        Assert.Equal((Hub.Mailing.SpecialistTaskKind.RestOver, "Galt Street Library"), (task.Kind, task.Organisation));
        var view = (await local.Hub.ReadNetwork.FindAsync("Galt Street Library", Stop))!;
        Assert.Null(view.Standing);
        Assert.Equal("step-1", view.Prospect.Prompted);

        world.Clock.AdvanceDays(1);
        await local.Hub.Tick.RunAsync(Stop);
        var mail = Assert.Single(Directory.GetFiles(Path.Combine(world.Data, "mail"), "*.eml"), f => f.Contains("morning.2027-03-02", StringComparison.Ordinal));
        Assert.Contains("galt-street-library", await File.ReadAllTextAsync(mail, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_finds_a_day_to_come_that_nothing_wakes()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await world.DoAsync("network", "add", "Library", "--by", "Robin");
        await world.DoAsync("network", "step", "library", "notNow", "--by", "Robin", "--ask-again", "2027-03-01");
        await using (var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock))
        {
            foreach (var due in (await local.Hub.Due.AllAsync(Stop)).Where(d => d.Kind == Hub.DueWork.DueKind.Prospect)) await local.Hub.Due.RemoveAsync(due, Stop);
        }

        Assert.Contains("prospect library: A day to look at it again is to come", (await world.RunAsync("check")).Error, StringComparison.Ordinal);
        await world.DoAsync("network", "step", "library", "notNow", "--by", "Robin", "--ask-again", "2027-03-01", "--next", "again");
        Assert.Contains("All well.", await world.DoAsync("check"), StringComparison.Ordinal);
    }
}
