using System.Text.Json;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary><c>hub plan</c>, <c>hub contacts</c> and the settings of the month, from outside.</summary>
public sealed class ContactsCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_says_what_will_happen_when_and_to_whom()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var plan = await world.JsonAsync("plan", "contacts-2027-01");
        Assert.Equal(("contacts-2027-01", "America/Edmonton"), (plan.GetProperty("cycle").GetString(), plan.GetProperty("zone").GetString()));
        var stages = plan.GetProperty("stages").EnumerateArray().ToArray();
        Assert.Equal(
            ["open", "nudge-1", "nudge-2", "team-lead", "specialist", "close", "report"], stages.Select(s => s.GetProperty("name").GetString()));
        Assert.Equal(
            ("2027-01-11T14:30:00Z", "2027-01-11 08:30"), (stages[1].GetProperty("at").GetString(), stages[1].GetProperty("local").GetString()));
        Assert.Equal(["dana", "luc", "priya"], To(stages[1]));
        Assert.Equal(["amina", "robin", "sam"], To(stages[3]));
        Assert.Contains("prairie-hospital", plan.GetProperty("programs")[0].GetProperty("partners").EnumerateArray().Select(p => p.GetString()));

        var text = await world.DoAsync("plan", "contacts-2027-01");
        Assert.Contains("2027-01-11 08:30", text, StringComparison.Ordinal);
        Assert.Contains("2027-01-11 14:30", text, StringComparison.Ordinal);
        Assert.Contains("river-icm: dana", text, StringComparison.Ordinal);
        Assert.Contains("contacts-2026-12", await world.RefusedAsync("plan", "contacts-2026-13"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_the_month_are_set_shown_and_named_where_they_are_wrong()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await SetAsync(world, """{ "holidays": "none", "daysOff": ["2027-01-11"], "contactCycle": { "nudges": [11], "remindsAt": "09:15", "teamLead": 21, "closesOn": 29 } }""");
        var stages = (await world.JsonAsync("plan", "contacts-2027-01")).GetProperty("stages").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("local").GetString());
        Assert.Equal(
            ("2027-01-12 09:15", "2027-01-21 09:15", "2027-01-29 17:00", "2027-02-01 08:30"),
            (stages["nudge-1"], stages["team-lead"], stages["close"], stages["report"]));
        Assert.False(stages.ContainsKey("nudge-2"));
        var shown = await world.DoAsync("community");
        Assert.Contains("holidays none by rule, 2027-01-11", shown, StringComparison.Ordinal);
        Assert.Contains("reminders on days 11 at 09:15, team lead on day 21", shown, StringComparison.Ordinal);
        Assert.Equal(21, (await world.JsonAsync("community")).GetProperty("contactCycle").GetProperty("teamLead").GetInt32());

        foreach (var (wrong, said) in ((string, string)[])
        [
            ("""{ "contactCycle": { "nugdes": [3] } }""", "did you mean `nudges`?"),
            ("""{ "contactCycle": { "opens": "8 o'clock" } }""", "`contactCycle.opens`: not in its form"),
            ("""{ "contactCycle": { "nudges": [22] } }""", "`contactCycle.teamLead`: not after the last nudge"),
            ("""{ "contactCycle": { "remindsAt": "22:00" } }""", "`contactCycle.remindsAt`: not from 07:00 to 17:00"),
            ("""{ "holidays": "ontario" }""", "`holidays`: not `alberta` or `none`"),
            ("""{ "daysOff": ["24 December"] }""", "`daysOff`: not a list"),
        ])
        {
            var file = Path.Combine(world.Files, "wrong.json");
            await File.WriteAllTextAsync(file, wrong, Stop);
            Assert.Contains(said, await world.RefusedAsync("community", "set", file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Contacts_are_recorded_listed_and_refused_in_words()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await world.DoAsync("contacts", "record", "--as", "river-icm", "--with", "prairie-hospital", "--mode", "inPerson", "--who", "Dana and M. Caron", "--topics", "beds", "--follow-up", "meet again");
        await world.DoAsync("contacts", "record", "--as", "river-icm", "--with", "prairie-hospital", "--mode", "inPerson", "--who", "Dana and M. Caron", "--topics", "beds", "--follow-up", "meet again");
        await world.DoAsync("contacts", "record", "--as", "southside-housing", "--with", "river-icm", "--mode", "text", "--attempted");
        await world.DoAsync("contacts", "record", "--as", "river-icm", "--with", "income-support", "--reason", "partnerAway");
        var listed = (await world.JsonAsync("contacts", "list", "river-icm")).GetProperty("partners").EnumerateArray()
            .ToDictionary(p => p.GetProperty("partner").GetString()!, p => p);
        Assert.Equal("Made", Standing(listed["prairie-hospital"], "state"));
        Assert.Equal("InPerson", Standing(listed["prairie-hospital"], "mode"));
        Assert.Equal(1, listed["prairie-hospital"].GetProperty("recorded").GetArrayLength());
        Assert.Equal("Attempted", Standing(listed["southside-housing"], "state"));
        Assert.Equal(("NotMade", "PartnerAway"), (Standing(listed["income-support"], "state"), Standing(listed["income-support"], "reason")));
        Assert.Contains("prairie-hospital", await world.DoAsync("contacts", "list", "river-icm"), StringComparison.Ordinal);

        Assert.Contains("`data.mode`: missing", await world.RefusedAsync("contacts", "record", "--as", "river-icm", "--with", "income-support", "--attempted"), StringComparison.Ordinal);
        Assert.Contains("`data.reason`: missing", await world.RefusedAsync("contacts", "record", "--as", "river-icm", "--with", "income-support"), StringComparison.Ordinal);
        Assert.Contains(
            "data.with", await world.RefusedAsync("contacts", "record", "--as", "southside-housing", "--with", "income-support", "--mode", "phone"), StringComparison.Ordinal);
        await using var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        Assert.Contains("contacts.record", (await local.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), Stop)).Select(a => a.Action));
    }

    /// <summary>The hub is off from Tuesday to the second week: its background work opens the month and passes by no more than reminders whose time is over.</summary>
    [Fact]
    public async Task A_hub_that_was_off_catches_up_by_itself()
    {
        await using var world = await CommandWorld.RunningAsync();
        await UntilAsync(world, "contacts-2026-12", "open");
        await world.StopAsync();
        world.Clock.Advance(Duration.FromDays(12));
        await world.StartAgainAsync();
        await UntilAsync(world, "contacts-2026-12", "nudge-1");
        Assert.Equal(
            ["Over", "Over", "ToCome"],
            (await world.JsonAsync("plan")).GetProperty("stages").EnumerateArray().Take(3).Select(s => s.GetProperty("standing").GetString()));
        Assert.Contains(Directory.EnumerateFiles(Path.Combine(world.Data, "mail")), f => Path.GetFileName(f).Contains("contacts.2026-12.river-icm.nudge-1", StringComparison.Ordinal));
    }

    private static async Task UntilAsync(CommandWorld world, string cycle, string stage)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var stages = (await world.JsonAsync("plan", cycle)).GetProperty("stages").EnumerateArray();
            if (stages.Single(s => s.GetProperty("name").GetString() == stage).GetProperty("standing").GetString() == "Over") return;
            await Task.Delay(50, Stop);
        }

        Assert.Fail($"{stage} of {cycle} was not done.");
    }

    private static async Task SetAsync(CommandWorld world, string settings)
    {
        var file = Path.Combine(world.Files, "settings.json");
        await File.WriteAllTextAsync(file, settings, Stop);
        await world.DoAsync("community", "set", file);
    }

    private static IEnumerable<string?> To(JsonElement stage) => stage.GetProperty("to").EnumerateArray().Select(t => t.GetProperty("contact").GetString()).Order(StringComparer.Ordinal);

    private static string? Standing(JsonElement partner, string part) => partner.GetProperty("standing").GetProperty(part).GetString();
}
