using System.Globalization;
using System.Text.Json;
using HousingFirst.Contracts.World;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

public sealed class SendAndCoverageTests
{
    [Fact]
    public async Task The_twelve_decisions_come_out_exactly_through_send_and_coverage()
    {
        var decisions = CommunitySheets.Find("decisions.tsv");
        Assert.SkipWhen(decisions is null, "The folder shared/community is not beside the repository.");
        // None of the twelve changes a team, a consent or a plan, and each is told of another event: one hub takes them all.
        await using var world = await CommandWorld.RunningAsync();
        Assert.Equal(12, decisions.Count);
        foreach (var line in decisions)
        {
            var file = world.File($"{line["n"]}.json", Message(line));
            var preview = await world.JsonAsync("preview", file);
            var sent = (await world.JsonAsync("send", "--as", line["source"], file))[0];

            Assert.Equal("Accepted", sent.GetProperty("outcome").GetString());
            var coverage = await world.JsonAsync("coverage", sent.GetProperty("change").GetString()!);
            Assert.Equal($"{line["n"]} {line["urgency"]}: {line["outcome"]}", $"{line["n"]} {Words(coverage)}");
            Assert.Equal($"{line["n"]} {Words(preview)}", $"{line["n"]} {Words(coverage)}");
        }

        Assert.Contains("All well.", await world.DoAsync("check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_sent_without_a_running_hub_is_taken_when_it_is_up()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var file = await world.SampleAsync("housing.notice", "southside-housing");

        Assert.Contains("No hub is running here: it takes this when it is up", await world.DoAsync("send", "--as", "southside-housing", file), StringComparison.Ordinal);

        await using var later = new CommandWorld();
        Directory.Move(world.Data, later.Data);
        await later.StartAsync();
        var again = (await later.JsonAsync("send", "--as", "southside-housing", file))[0];
        Assert.Equal("Accepted", again.GetProperty("outcome").GetString());

        // The copy is answered at once; the first is still being handed over.
        const string Told = "dana: told U3 queue+mail en  [Sent; mail leaves 2026-12-01 11:00; sent 2026-12-01 11:00]";
        var lines = Array.Empty<string>();
        for (var i = 0; i < 200 && !lines.Contains(Told); i++)
        {
            lines = (await later.DoAsync("coverage", again.GetProperty("change").GetString()!)).Split('\n');
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        Assert.Contains(Told, lines);
        Assert.Equal(5, Directory.GetFiles(Path.Combine(later.Data, "mail")).Length);
    }

    [Fact]
    public async Task Each_reader_of_a_coverage_sees_its_own_part()
    {
        await using var world = await CommandWorld.RunningAsync();
        var file = await world.SampleAsync("away.hospital.in", "prairie-hospital");
        var id = CommandWorld.Json(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
        var key = (await world.JsonAsync("send", "--as", "prairie-hospital", file))[0].GetProperty("change").GetString()!;

        Assert.Equal("The client's program is told.", (await world.DoAsync("coverage", id, "--as", "prairie-hospital")).Trim());
        Assert.Equal("programOnly", (await world.JsonAsync("coverage", key, "--as", "prairie-hospital")).GetProperty("view").GetString());
        Assert.Equal("whole", (await world.JsonAsync("coverage", key, "--as", "river-icm")).GetProperty("view").GetString());
        Assert.Equal("The client's program will be told.", (await world.DoAsync("preview", file, "--as", "prairie-hospital")).Trim());
        Assert.Contains("knows no change by that", await world.RefusedAsync("coverage", key, "--as", "income-support"), StringComparison.Ordinal);
        Assert.Contains("CloudEvents id together with --as", await world.RefusedAsync("coverage", id), StringComparison.Ordinal);

        var disclosures = await world.JsonAsync("disclosures", "HF-7Q2K");
        Assert.Contains(disclosures.EnumerateArray(), d => d.GetProperty("contact").GetString() == "dana" && d.GetProperty("code").GetString() == "away.hospital.in");
        Assert.Contains("--as AGENCY", await world.RefusedAsync("disclosures", "HF-NONE"), StringComparison.Ordinal);
        Assert.Equal(disclosures.GetRawText(), (await world.JsonAsync("disclosures", "PH-0018", "--as", "prairie-hospital")).GetRawText());
        Assert.Contains("no client by that reference", await world.RefusedAsync("disclosures", "PH-0018", "--as", "river-icm"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_at_a_terminal_gets_a_table_with_the_exact_words()
    {
        await using var world = await CommandWorld.RunningAsync();
        var file = await world.SampleAsync("housing.arrears", "southside-housing");
        var key = (await world.JsonAsync("send", "--as", "southside-housing", file))[0].GetProperty("change").GetString()!;
        using var output = new StringWriter();
        var terminal = new HousingFirst.Commands.Terminal(output, output, Stream.Null, world.Clock) { IsPerson = true };

        Assert.Equal(0, await Local.Commands.HubCommandLine.RunAsync(["coverage", key, "--data", world.Data], terminal, TestContext.Current.CancellationToken));

        Assert.Contains("Who", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("told U2", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("dana", output.ToString(), StringComparison.Ordinal);
    }

    private static string Words(JsonElement coverage) =>
        coverage.GetProperty("urgency").GetString() + ": " + string.Join(
            " · ",
            coverage.GetProperty("lines").EnumerateArray().Select(l => $"{l.GetProperty("who").GetString()}: {l.GetProperty("outcome").GetString()}"));

    private static string Message(IReadOnlyDictionary<string, string> line)
    {
        var reference = CommunitySheets.Find("care-teams.tsv")!.Single(t => t["client"] == line["client"] && t["organisation"] == line["source"])["their_ref"];
        return $$"""
            {"specversion":"1.0","type":"ca.housingfirst.client.changed.v1","source":"/agencies/{{line["source"]}}","id":"decision-{{line["n"]}}",
             "subject":"{{reference}}","data":{"change":"{{line["code"]}}","occurredOn":"2026-12-01"{{Extra(line["extra"])}} } }
            """;
    }

    private static string Extra(string extra) => extra.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [] => string.Empty,
        ["alsoTell", var who] => $",\"alsoTell\":[{string.Join(',', who.Split(',').Select(w => $"\"{w}\""))}]",
        ["expectedOn", "in", var days, "d"] =>
            $",\"expectedOn\":\"{new LocalDate(2026, 12, 1).PlusDays(int.Parse(days, CultureInfo.InvariantCulture)).ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture)}\"",
        ["deadline", "in", var hours, "h"] => $",\"deadline\":\"{HubWorld.Start + Duration.FromHours(int.Parse(hours, CultureInfo.InvariantCulture))}\"",
        _ => throw new InvalidOperationException("A word of the sheet is not understood."),
    };
}
