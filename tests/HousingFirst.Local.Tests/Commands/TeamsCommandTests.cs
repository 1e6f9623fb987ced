using HousingFirst.Contracts.Teams;
using HousingFirst.Local.Tests.Docs;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

public sealed class TeamsCommandTests
{
    private const string Sheet = TeamsSteps.Heads
        + "RI-2001,2026-11-01,,,,,,,,,,,,,\n"
        + "RI-2001,,bridge-outreach,luc,OUT,yes,BO-2001,,,B housing,2026-11-02,2027-11-01,written,,2026-1\n";

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task The_template_is_a_sheet_that_the_fictional_community_takes(string language)
    {
        await using var world = await CommandWorld.RunningAsync();
        var file = world.File("teams.csv", await world.DoAsync("teams", "template", "--language", language));

        var planned = await world.JsonAsync("teams", "import", file, "--as", "river-icm", "--dry-run");
        Assert.Equal(("planned", 2), (planned.GetProperty("outcome").GetString(), planned.GetProperty("clients").GetInt32()));
        Assert.Equal("done", (await world.JsonAsync("teams", "import", file, "--as", "river-icm")).GetProperty("outcome").GetString());
        var again = await world.JsonAsync("teams", "import", file, "--as", "river-icm");
        Assert.Equal((0, 7), (again.GetProperty("changes").GetArrayLength(), again.GetProperty("unchanged").GetInt32()));
        Assert.Contains("RI-1002", await world.DoAsync("cant-be-told", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("All well.", await world.DoAsync("check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_hub_that_runs_it_is_safe_on_the_queue_and_taken_when_one_does()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var file = world.File("teams.csv", Sheet);
        Assert.Contains("No hub is running here", await world.DoAsync("teams", "import", file, "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("new client", await world.DoAsync("teams", "import", file, "--as", "river-icm"), StringComparison.Ordinal);
        await world.StartAgainAsync();
        for (var i = 0; i < 100 && (await world.JsonAsync("teams", "import", file, "--as", "river-icm", "--dry-run")).GetProperty("changes").GetArrayLength() > 0; i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        var again = await world.JsonAsync("teams", "import", file, "--as", "river-icm");
        Assert.Equal((0, "done"), (again.GetProperty("changes").GetArrayLength(), again.GetProperty("outcome").GetString()));
        Assert.Contains("No dead letters.", await world.DoAsync("dead-letters", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defects_are_lines_on_standard_error_and_in_JSON_and_end_with_1()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var file = world.File("teams.csv", Sheet.Replace("yes", "perhaps", StringComparison.Ordinal));
        Assert.Equal(
            $"{file}: nothing was changed, 1 thing is to be mended:\n  line 3, visits: not yes or no; write `yes` or `no`\n",
            await world.RefusedAsync("teams", "import", file, "--as", "river-icm"));
        var json = await world.RunAsync("teams", "import", file, "--as", "river-icm", "--json");
        Assert.Equal(1, json.Code);
        Assert.Equal(3, CommandWorld.Json(json.Out).GetProperty("defects")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task It_asks_whose_clients_they_are_and_takes_a_funded_programs_only()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var file = world.File("teams.csv", Sheet);
        Assert.Contains("--as bridge-outreach, --as coulee-act, --as river-icm", await world.RefusedAsync("teams", "import", file), StringComparison.Ordinal);
        Assert.Contains("is no funded program", await world.RefusedAsync("teams", "import", file, "--as", "prairie-hospital"), StringComparison.Ordinal);
        Assert.Contains("There is no file", await world.RefusedAsync("teams", "import", file + "x", "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("is no funded program", await world.RefusedAsync("teams", "import", file, "--as", "specialist"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_printed_for_people_and_programs_and_leaves_an_audit_entry()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var list = await world.DoAsync("cant-be-told", "river-icm");
        Assert.Contains("river-icm\tHF-9ZTD\ttom of prairie-hospital\tHLT: the client withdrew the consent on 2026-11-10\tLeave it so", list, StringComparison.Ordinal);
        var json = await world.JsonAsync("cant-be-told");
        Assert.Contains(json.EnumerateArray(), l => l.GetProperty("kind").GetString() == "AgreementEnded" && l.GetProperty("agency").GetString() == "legal-aid");
        Assert.Contains(json.EnumerateArray(), l => l.GetProperty("program").GetString() == "coulee-act");
        Assert.Contains("did you mean river-icm?", await world.RefusedAsync("cant-be-told", "river-icn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_guide_tells_a_program_to_type_does_what_it_says()
    {
        await using var world = await CommandWorld.RunningAsync();
        var guide = await Guide.ReadAsync("docs/teams.md", TestContext.Current.CancellationToken);
        var lines = Guide.Fences(guide, "bash").SelectMany(b => b.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Equal(5, lines.Length);
        foreach (var line in lines)
        {
            var (words, file) = line.Split(" > ") is [var command, var to] ? (command.Split(' '), to) : (line.Split(' '), null);
            Assert.Equal("hub", words[0]);
            // The guide's files lie where the test's may.
            var printed = await world.DoAsync([.. words.Skip(1).Select(w => w.EndsWith(".csv", StringComparison.Ordinal) || w.EndsWith(".html", StringComparison.Ordinal) ? Path.Combine(world.Files, w) : w)]);
            if (file is not null) world.File(file, printed);
        }

        Assert.Equal(7, (await world.JsonAsync("teams", "import", Path.Combine(world.Files, "teams.csv"), "--as", "river-icm")).GetProperty("unchanged").GetInt32());
    }
}
