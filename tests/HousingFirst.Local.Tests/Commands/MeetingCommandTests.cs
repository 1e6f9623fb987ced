using System.Text.Json;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary><c>hub meeting</c> from outside: a meeting from its call to the day on which its words about clients are forgotten, and its rule.</summary>
public sealed class MeetingCommandTests
{
    private const string Meeting = "meetings-2026-12-09";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_meeting_is_called_held_and_forgotten()
    {
        await using var world = await CommandWorld.RunningAsync();
        await world.DoAsync("meeting", "item", "--as", "prairie-hospital", "the intake form changes in January");
        await world.DoAsync("meeting", "item", "--as", "river-icm", "--about", "HF-7Q2K", "--voice", "attending", "--needs", "prairie-hospital", "who visits when");
        var item = (await AgendaAsync(world, "river-icm")).GetProperty("hidden")[0].GetString()!;
        Assert.Contains(item, await world.DoAsync("meeting", "agenda", Meeting, "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("is not invited", await world.RefusedAsync("meeting", "answer", Meeting, "--as", "river-icm", "--contact", "dana"), StringComparison.Ordinal);

        await LaterAsync(world, Duration.FromDays(1), m => m.GetProperty("guests").GetArrayLength() == 7);
        Assert.Contains(Directory.EnumerateFiles(Path.Combine(world.Data, "mail")), f => Path.GetFileName(f).Contains(Meeting + ".river-icm.dana.0", StringComparison.Ordinal));
        await world.DoAsync("meeting", "answer", Meeting, "--as", "river-icm", "--contact", "dana");
        await world.DoAsync("meeting", "answer", Meeting, "--as", "prairie-hospital", "--contact", "marieve");
        Assert.Equal(("HF-7Q2K", item), CaseOf(await AgendaAsync(world, "river-icm")));
        Assert.Equal(("PH-0018", item), CaseOf(await AgendaAsync(world, "prairie-hospital")));
        var outside = await AgendaAsync(world, "southside-housing");
        Assert.Equal((0, 0, 1), (outside.GetProperty("cases").GetArrayLength(), outside.GetProperty("shared").GetArrayLength(), outside.GetProperty("open").GetArrayLength()));
        Assert.Equal(["prairie-hospital", "river-icm"], (await world.JsonAsync("meeting", "seen", Meeting)).EnumerateArray().Select(s => s.GetProperty("viewer").GetProperty("agency").GetString()));

        await world.DoAsync("meeting", "say", Meeting, item, "--as", "prairie-hospital", "the ward can talk on Fridays");
        Assert.Contains("Nothing was taken", await world.RefusedAsync("meeting", "say", Meeting, item, "--as", "southside-housing", "we know nothing"), StringComparison.Ordinal);
        await world.DoAsync("meeting", "move", Meeting, "--to", "2026-12-10", "--at", "09:00");
        Assert.Contains("2026-12-10 09:00", await world.DoAsync("plan", Meeting), StringComparison.Ordinal);
        Assert.Contains("no working day", await world.RefusedAsync("meeting", "move", Meeting, "--to", "2026-12-25"), StringComparison.Ordinal);

        await world.DoAsync("meeting", "there", Meeting, "--as", "river-icm", "--contact", "dana");
        await world.DoAsync("meeting", "there", Meeting, "--as", "prairie-hospital", "--contact", "marieve", "--absent");
        Assert.Contains("is not invited", await world.RefusedAsync("meeting", "there", Meeting, "--as", "river-icm", "--contact", "sam"), StringComparison.Ordinal);
        var there = (await world.JsonAsync("meeting", "show", Meeting)).GetProperty("guests").EnumerateArray().ToDictionary(g => g.GetProperty("contact").GetString()!, g => g.GetProperty("wasThere"));
        Assert.Equal((true, false, JsonValueKind.Null), (there["dana"].GetBoolean(), there["marieve"].GetBoolean(), there["luc"].ValueKind));
        await world.DoAsync("meeting", "settle", Meeting, item);
        Assert.Contains("1 of 1 case items (100 %)", await world.DoAsync("meeting", "show", Meeting), StringComparison.Ordinal);
        Assert.StartsWith("One text about a client; it is forgotten on 2026-12-2", await world.DoAsync("meeting", "purged", Meeting), StringComparison.Ordinal);
        await LaterAsync(world, Duration.FromDays(23), m => m.GetProperty("purged").ValueKind == JsonValueKind.String);
        Assert.StartsWith("None is left; forgotten on 2026-12-2", await world.DoAsync("meeting", "purged", Meeting), StringComparison.Ordinal);
        Assert.Equal(0, (await AgendaAsync(world, "river-icm")).GetProperty("cases").GetArrayLength());
    }

    /// <summary>What goes on comes up again and again: the same words are one item of a meeting, and another one of the next.</summary>
    [Fact]
    public async Task The_same_words_are_one_item_of_a_meeting_and_another_of_the_next()
    {
        await using var world = await CommandWorld.StoppedAsync();
        for (var times = 0; times < 2; times++) await world.DoAsync("meeting", "item", "--as", "river-icm", "fewer beds over the holidays");
        Assert.Equal(1, (await world.JsonAsync("meeting", "show", Meeting)).GetProperty("items").GetArrayLength());
        world.Clock.AdvanceDays(10);
        await world.DoAsync("meeting", "item", "--as", "river-icm", "fewer beds over the holidays");
        Assert.Equal(1, (await world.JsonAsync("meeting", "show", "meetings-2026-12-23")).GetProperty("items").GetArrayLength());
        Assert.Empty((await world.JsonAsync("dead-letters", "list")).EnumerateArray());
    }

    /// <summary>The operator reads the answer at once: what they typed wrong is nobody's dead letter.</summary>
    [Fact]
    public async Task A_refused_item_says_why_and_leaves_no_dead_letter()
    {
        await using var world = await CommandWorld.StoppedAsync();
        foreach (var (args, said) in ((string[], string)[])
        [
            (["--about", "HF-0000", "--voice", "attending"], "subject"),
            (["--about", "HF-7Q2K"], "data.voice"),
            (["--about", "HF-7Q2K", "--voice", "attending", "--voice-text", "a word"], "data.voiceText"),
            (["--facet", "housing"], "data.facet"),
            (["--needs", "nobody-here"], "data.needs"),
            (["--meeting", "meetings-2026-12-10"], "meeting"),
        ])
        {
            var error = await world.RefusedAsync(["meeting", "item", "--as", "river-icm", .. args, "who visits when"]);
            Assert.Contains("Nothing was brought", error, StringComparison.Ordinal);
            Assert.Contains(said, error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await world.JsonAsync("meeting", "show", Meeting)).GetProperty("items").GetArrayLength());
        Assert.Empty((await world.JsonAsync("dead-letters", "list")).EnumerateArray());
    }

    [Fact]
    public async Task Words_about_a_client_are_refused_where_everyone_reads()
    {
        await using var world = await CommandWorld.StoppedAsync();
        foreach (var text in (string[])["John Smith moves", "someone with schizophrenia", "what about HF-7Q2K"])
        {
            var error = await world.RefusedAsync("meeting", "item", "--as", "river-icm", text);
            Assert.Contains("the open part is about no client", error, StringComparison.Ordinal);
            Assert.DoesNotContain(text, error, StringComparison.Ordinal);
            Assert.Contains("the open part is about no client", await world.RefusedAsync("meeting", "action", "add", Meeting, text, "--owner", "river-icm", "--due", "2026-12-23"), StringComparison.Ordinal);
            Assert.Contains("line 2", await world.RefusedAsync("meeting", "minutes", Meeting, "--as", "river-icm", "--save", world.File("m.txt", "a van\n" + text)), StringComparison.Ordinal);
        }

        Assert.Equal(0, (await world.JsonAsync("meeting", "show", Meeting)).GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await world.JsonAsync("meeting", "action", "list")).GetArrayLength());
    }

    [Fact]
    public async Task Minutes_of_two_people_are_both_kept_and_an_action_is_open_until_it_is_done()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var (first, second, both) = (world.File("1.txt", "we agreed on a van"), world.File("2.txt", "and on a second one"), world.File("3.txt", "we agreed on two vans"));
        await world.DoAsync("meeting", "minutes", Meeting, "--as", "river-icm", "--save", first, "--basis", "0");
        Assert.Contains("Somebody had saved meanwhile", await world.DoAsync("meeting", "minutes", Meeting, "--as", "coulee-act", "--save", second, "--basis", "0"), StringComparison.Ordinal);
        var read = await world.JsonAsync("meeting", "minutes", Meeting, "--as", "river-icm");
        var beside = read.GetProperty("beside")[0].GetProperty("id").GetString()!;
        await world.DoAsync(
            "meeting", "minutes", Meeting, "--as", "river-icm", "--save", both, "--basis", $"{read.GetProperty("revision").GetInt32()}", "--merges", beside);
        var merged = await world.JsonAsync("meeting", "minutes", Meeting, "--as", "coulee-act");
        Assert.Equal(("we agreed on two vans", 0), (merged.GetProperty("last").GetProperty("text").GetString(), merged.GetProperty("beside").GetArrayLength()));

        var action = (await world.DoAsync("meeting", "action", "add", Meeting, "ask the city for a second van", "--owner", "river-icm", "--due", "2026-12-23")).Trim();
        Assert.Equal(action, (await world.DoAsync("meeting", "action", "add", Meeting, "ask the city for a second van", "--owner", "river-icm", "--due", "2026-12-23")).Trim());
        Assert.Contains("no action is open after its last day", await world.DoAsync("meeting", "chair"), StringComparison.Ordinal);
        world.Clock.AdvanceDays(30);
        Assert.Contains("overdue", await world.DoAsync("meeting", "action", "list"), StringComparison.Ordinal);
        Assert.Contains("ask the city", await world.DoAsync("meeting", "agenda", "meetings-2027-01-06", "--as", "coulee-act"), StringComparison.Ordinal);
        await world.DoAsync("meeting", "action", "done", action);
        Assert.Empty(await world.DoAsync("meeting", "action", "list"));
        Assert.Contains("done", await world.DoAsync("meeting", "action", "list", "--all"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rule_is_set_shown_and_named_where_it_is_wrong_and_a_chair_hands_over()
    {
        await using var world = await CommandWorld.StoppedAsync();
        foreach (var (wrong, said) in ((string, string)[])
        [
            ("""{ "wekes": 2 }""", "did you mean `weeks`?"),
            ("""{ "at": "half past one" }""", "`at`: not in its form"),
            ("""{ "weeks": 9 }""", "`weeks`: not from 1 to 8"),
            ("""{ "chair": "nobody-here" }""", "`chair`: no contact of the directory"),
            ("""[]""", "is not a JSON object"),
        ]) Assert.Contains(said, await world.RefusedAsync("meeting", "series", "set", world.File("series.json", wrong)), StringComparison.Ordinal);

        await world.DoAsync("meeting", "series", "set", world.File("series.json", """{ "venue": "Library", "at": "10:00", "callDays": 5 }"""));
        var series = await world.JsonAsync("meeting", "series");
        Assert.Equal(("Library", 5, 2), (series.GetProperty("venue").GetString(), series.GetProperty("callDays").GetInt32(), series.GetProperty("weeks").GetInt32()));
        Assert.Contains("10:00", await world.DoAsync("meeting", "list"), StringComparison.Ordinal);
        await world.DoAsync("meeting", "cancel", Meeting);
        await world.DoAsync("meeting", "add", "2026-12-16", "--at", "10:00");
        var list = (await world.JsonAsync("meeting", "list")).EnumerateArray().ToDictionary(m => m.GetProperty("id").GetString()!, m => m.GetProperty("isOff").GetBoolean());
        Assert.Equal((true, false, false), (list[Meeting], list["meetings-2026-12-16"], list["meetings-2026-12-23"]));

        await world.DoAsync("meeting", "chair", "--hand-over-to", "dana", "--until", "2027-12-31");
        var chair = await world.JsonAsync("meeting", "chair");
        Assert.Equal(("dana", "robin", "2027-12-31"), (chair.GetProperty("chair").GetString(), chair.GetProperty("deputy").GetString(), chair.GetProperty("chairUntil").GetString()));
    }

    private static Task<JsonElement> AgendaAsync(CommandWorld world, string agency) => world.JsonAsync("meeting", "agenda", Meeting, "--as", agency);

    private static (string?, string?) CaseOf(JsonElement agenda)
    {
        var only = Assert.Single(agenda.GetProperty("cases").EnumerateArray());
        return (only.GetProperty("reference").GetString(), only.GetProperty("id").GetString());
    }

    /// <summary>Starts the hub again some days later, and waits until its meeting is as it is to be.</summary>
    private static async Task LaterAsync(CommandWorld world, Duration days, Func<JsonElement, bool> isSo)
    {
        await world.StopAsync();
        world.Clock.Advance(days);
        await world.StartAgainAsync();
        for (var tries = 0; tries < 200; tries++)
        {
            if (isSo(await world.JsonAsync("meeting", "show", Meeting))) return;
            await Task.Delay(50, Stop);
        }

        Assert.Fail("The meeting did not come to be so: " + await world.DoAsync("meeting", "show", Meeting));
    }
}
