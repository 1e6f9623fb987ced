using System.Text;
using HousingFirst.Commands;
using HousingFirst.Commands.Sending;
using HousingFirst.Local.Commands;
using HousingFirst.Local.Commands.Azure;
using HousingFirst.Local.Tests.Commands;
using HousingFirst.Local.Tests.Kills;
using HousingFirst.Local.Tests.Storage;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Operators;

/// <summary>Commands that are sent to a hub in a process of its own, beside the same commands on its data.</summary>
public sealed class HereAndThereTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_prints_the_same_bytes_and_ends_the_same_wherever_it_is_done()
    {
        using var folder = new DataFolder();
        await using var provider = new TokenProvider();
        var (data, port) = (Path.Combine(folder.Path, "data"), HubProcess.FreePort());
        using var hub = await HubProcess.StartAsync(data, port, provider.Settings);
        Environment.SetEnvironmentVariable(HubToken.TokenSetting, provider.Token());
        var url = $"http://127.0.0.1:{port}/";
        async Task<Ran> Here(params string[] args) => await RunAsync([.. args, "--data", data]);
        async Task<Ran> There(params string[] args) => await RunAsync(["--hub", url, .. args]);

        var change = Path.Combine(folder.Path, "change.json");
        await File.WriteAllTextAsync(change, (await RunAsync(["sample", "housing.arrears", "--as", "southside-housing", "--data", data])).Out, Stop);
        var sent = CommandWorld.Json((await Here("send", "--as", "southside-housing", change, "--json")).Out)[0];
        var bad = Path.Combine(folder.Path, "bad.json");
        await File.WriteAllTextAsync(bad, (await File.ReadAllTextAsync(change, Stop)).Replace("housing.arrears", "housing.arears", StringComparison.Ordinal), Stop);
        Assert.Equal(1, (await Here("send", "--as", "southside-housing", bad)).Code);
        var key = sent.GetProperty("change").GetString()!;
        var teams = Path.Combine(folder.Path, "teams.csv");
        await File.WriteAllTextAsync(teams, (await RunAsync(["teams", "template"])).Out, Stop);
        string[][] commands =
        [
            ["community"], ["community", "--json"], ["agency", "list", "--json"], ["agency", "show", "river-icm", "--json"], ["agency", "show", "nobody"],
            ["agency", "keys", "river-icm", "--json"], ["signing-key", "river-icm"], ["directory", "search", "hopital", "--language", "fr"], ["directory", "log", "river-icm", "--json"], ["coverage", key], ["coverage", key, "--json"],
            ["coverage", key, "--as", "southside-housing", "--json"], ["coverage", "no-such"], ["preview", change, "--as", "southside-housing", "--json"],
            ["preview", bad, "--as", "southside-housing"], ["calls", key, "--as", "southside-housing"], ["disclosures", "SH-0001", "--as", "southside-housing", "--json"],
            ["cant-be-told", "--json"], ["consent", "form", "--client-language", "fr"], ["dead-letters", "list"], ["dead-letters", "list", "--json"],
            ["contacts", "list", "river-icm", "--json"], ["plan", "--json"], ["meeting", "list", "--json"], ["network", "list", "--json"], ["tasks", "list", "--all", "--json"],
            ["requests", "list", "--json"], ["surprises", "--json"], ["terms", "list", "--as", "river-icm", "--json"], ["tasks", "done", "no-such"],
            ["teams", "import", teams, "--as", "river-icm", "--dry-run"], ["teams", "import", bad, "--as", "river-icm", "--json"], ["teams", "import", teams, "--as", "southside-housing"],
        ];
        foreach (var command in commands)
        {
            var (here, there) = (await Here(command), await There(command));
            Assert.True(here.Code != ExitCodes.Usage, $"{string.Join(' ', command)}: {here.Error}");
            Assert.True(here == there, $"{string.Join(' ', command)}\nhere:  {here}\nthere: {there}");
        }

        // What is done there is seen here.
        var dead = CommandWorld.Json((await There("dead-letters", "list", "--json")).Out)[0].GetProperty("id").GetString()!;
        Assert.Equal("Discarded.\n", (await There("dead-letters", "discard", dead)).Out);
        Assert.Equal("No dead letters.\n", (await Here("dead-letters", "list")).Out);
        Assert.Equal("done", CommandWorld.Json((await There("teams", "import", teams, "--as", "river-icm", "--json")).Out).GetProperty("outcome").GetString());
        Assert.Contains("nothing new", (await Here("teams", "import", teams, "--as", "river-icm", "--dry-run")).Out, StringComparison.Ordinal);
        var agency = Path.Combine(folder.Path, "river.json");
        await File.WriteAllTextAsync(agency, """{ "phone": "403-555-0199" }""", Stop);
        Assert.Contains("phone", (await There("agency", "change", "river-icm", agency)).Out, StringComparison.Ordinal);
        Assert.Contains("kim@city.example", (await Here("directory", "log", "river-icm", "--json")).Out, StringComparison.Ordinal);

        // A file that is changed here is printed there.
        var parameters = Path.Combine(folder.Path, "prod.bicepparam");
        await File.WriteAllTextAsync(parameters, "using '../main.bicep'\n\nparam agencies = []\nparam suspendedAgencies = []\n", Stop);
        var printed = (await There("export", "bicepparam", parameters)).Out;
        Assert.Contains("'river-icm'", printed, StringComparison.Ordinal);
        await Here("export", "bicepparam", parameters);
        Assert.Equal(await File.ReadAllTextAsync(parameters, Stop), printed);

        // And what can't be.
        Assert.Contains("works on files of this machine", (await There("backup", "b.hfb")).Error, StringComparison.Ordinal);
        Assert.Contains("works on files of this machine", (await There("keys", "rotate", "links.key")).Error, StringComparison.Ordinal);
        Assert.Contains("works on files of this machine", (await There("connection-string", "river-icm")).Error, StringComparison.Ordinal);
        Assert.Contains("two hubs", (await There("tasks", "list", "--data", data)).Error, StringComparison.Ordinal);
        Assert.Contains("There is no file", (await There("preview", "none.json", "--as", "river-icm")).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await There("tasks", "lst")).Code);
        Assert.Equal(0, (await There("tasks", "list", "--help")).Code);
        Environment.SetEnvironmentVariable(HubToken.TokenSetting, provider.Token(t => t.Audience = "other"));
        var refused = await There("tasks", "list");
        Assert.Equal(1, refused.Code);
        Assert.Contains("doesn't take the token. It says: The token is refused: it is for something else than this hub.", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://hub.example/")]
    [InlineData("hub.example")]
    [InlineData("https://user:secret@hub.example/")]
    [InlineData("ftp://127.0.0.1/")]
    public async Task A_token_goes_nowhere_where_somebody_may_listen(string url)
    {
        var ran = await RunAsync(["--hub", url, "tasks", "list"]);

        Assert.Equal(1, ran.Code);
        Assert.Contains("--hub takes the address", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_it_is_said_how_to_get_one() => Assert.Contains(
        "HF_HUB_AUDIENCE",
        (await Assert.ThrowsAsync<CommandFailure>(async () => await HubToken.GetAsync(_ => null, Stop))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("--hub U tasks list", "tasks list")]
    [InlineData("tasks --hub U list --json", "tasks list --json")]
    [InlineData("tasks list --hub=U", "tasks list")]
    [InlineData("tasks list --hub:U", "tasks list")]
    [InlineData("meeting item --as a --hub U -- --hub", "meeting item --as a -- --hub")]
    public void The_words_that_are_sent_are_the_others(string args, string words) =>
        Assert.Equal(words.Split(' '), SendToHub.Without(args.Split(' '), "--hub"));

    private static async Task<Ran> RunAsync(string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Empty));
        var code = await HubCommandLine.RunAsync(args, new Terminal(output, error, input, SystemClock.Instance), Stop);
        // What is said to whoever waits longer than a second is no part of an answer.
        var said = error.ToString().Split('\n').Where(l => !l.StartsWith("Asking the hub", StringComparison.Ordinal) && !l.StartsWith("Comparing", StringComparison.Ordinal));
        return new Ran(code, output.ToString(), string.Join('\n', said));
    }
}
