using System.Text;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.KeyFiles;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

public sealed class CommandTests
{
    [Fact]
    public async Task Keys_open_and_prove_what_the_hub_itself_derives()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var key = new AgencyKeys(FileKeyRing.Open(Path.Combine(world.Data, "keys"))).Of("prairie-hospital")[0];
        var file = await world.SampleAsync("away.hospital.in", "prairie-hospital");

        Assert.Equal(
            $"Endpoint=sb://127.0.0.1:5672;SharedAccessKeyName=prairie-hospital;SharedAccessKey={key.Text};UseDevelopmentEmulator=true",
            (await world.DoAsync("connection-string", "prairie-hospital")).Trim());
        Assert.Equal(key.Text, (await world.DoAsync("signing-key", "prairie-hospital")).Trim());
        Assert.Equal(
            Signature.Of(key, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)),
            (await world.DoAsync("sign", "--as", "prairie-hospital", file)).Trim());
        foreach (var command in new[] { "connection-string", "signing-key" })
            Assert.Contains("did you mean prairie-hospital? `hub community` shows the ids", await world.RefusedAsync(command, "prairie-hospitl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caseworkers_link_opens_on_the_running_hub_and_asks_for_their_code()
    {
        await using var world = await CommandWorld.RunningAsync();
        var link = (await world.DoAsync("link", "dana")).Trim();
        Assert.StartsWith($"http://127.0.0.1:{world.Port}/team/", link, StringComparison.Ordinal);
        using var http = new HttpClient();
        Assert.Contains("A code, to see more", await http.GetStringAsync(new Uri(link), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("works for no active funded program", await world.RefusedAsync("link", "marieve"), StringComparison.Ordinal);
        Assert.Contains("No contact here has that id", await world.RefusedAsync("link", "nobody"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_to_the_contacts_of_the_month_opens_on_the_running_hub_for_a_program_and_for_a_partner()
    {
        await using var world = await CommandWorld.RunningAsync();
        using var http = new HttpClient();
        foreach (var (contact, shows) in new[] { ("dana", "River ICM Team"), ("morgan", "Southside Housing") })
        {
            var link = (await world.DoAsync("link", contact, "--month")).Trim();
            Assert.StartsWith($"http://127.0.0.1:{world.Port}/month/", link, StringComparison.Ordinal);
            Assert.Contains($"<strong>{shows}</strong>", await http.GetStringAsync(new Uri(link), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Contains("works for no organisation that takes part", await world.RefusedAsync("link", "bellamy", "--month"), StringComparison.Ordinal);
        Assert.Contains("No contact here has that id", await world.RefusedAsync("link", "nobody", "--month"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_code_has_a_valid_sample()
    {
        await using var world = new CommandWorld();
        var validator = new MessageValidator(FictionalCommunity.Settings, world.Clock);
        foreach (var code in Vocabulary.Current.Codes)
        {
            if (code.MaySend == MaySend.Hub)
            {
                Assert.Contains("made by the hub itself", await world.RefusedAsync("sample", code.Code), StringComparison.Ordinal);
                continue;
            }

            var check = validator.Validate(Encoding.UTF8.GetBytes(await world.DoAsync("sample", code.Code)));
            Assert.True(check.IsValid, $"{code.Code}: {string.Join(' ', check.Defects)}");
        }

        Assert.Contains("did you mean away.hospital.in?", await world.RefusedAsync("sample", "away.hospital.inn"), StringComparison.Ordinal);
        Assert.Contains("\"subject\": \"DP-K7\"", await world.DoAsync("sample", "safety.incident", "--as", "downtown-police"), StringComparison.Ordinal);
        await world.RefusedAsync("sample", "other", "--as", "nobody");
    }

    [Fact]
    public async Task Validate_names_every_defect_and_needs_no_hub()
    {
        await using var world = new CommandWorld();
        var good = await world.SampleAsync("away.hospital.in", "prairie-hospital");
        var bad = world.File("bad.json", (await File.ReadAllTextAsync(good, TestContext.Current.CancellationToken))
            .Replace("away.hospital.in", "away.hopital.in", StringComparison.Ordinal).Replace("PH-0018", "123456789", StringComparison.Ordinal));

        Assert.Contains(": valid", await world.DoAsync("validate", good), StringComparison.Ordinal);
        var error = await world.RefusedAsync("validate", good, bad);
        Assert.Contains("`data.change`: not a code; did you mean `away.hospital.in`?", error, StringComparison.Ordinal);
        Assert.Contains("`subject`", error, StringComparison.Ordinal);
        Assert.DoesNotContain("123456789", error, StringComparison.Ordinal);
        var json = await world.RunAsync("validate", bad, "--json");
        Assert.Equal(1, json.Code);
        Assert.Equal(2, CommandWorld.Json(json.Out)[0].GetProperty("defects").GetArrayLength());
        Assert.False(Directory.Exists(world.Data));

        var fromInput = await world.RunAsync(["validate", "-"], new StringWriter(), TestContext.Current.CancellationToken, "{");
        Assert.Equal(1, fromInput.Code);
        Assert.Contains("standard input: would be refused (event.malformed)", fromInput.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("send", "x.json")]
    [InlineData("send", "--as", "river-icm")]
    [InlineData("up", "--http-port", "70000")]
    [InlineData("up", "--http-port", "x")]
    [InlineData("up", "--amqp-port", "0")]
    [InlineData("dead-letters", "show")]
    [InlineData("directory")]
    [InlineData("backup")]
    [InlineData("glossary", "role", "--language", "de")]
    [InlineData("network", "step", "library", "notNow")]
    [InlineData("terms", "list")]
    [InlineData("teams", "import")]
    [InlineData("consent", "form", "--client-language", "de")]
    public async Task What_is_not_understood_ends_with_2_and_names_the_help(params string[] args)
    {
        await using var world = new CommandWorld();

        var ran = await world.RunAsync(args);

        Assert.Equal(2, ran.Code);
        Assert.Contains("--help", ran.Error, StringComparison.Ordinal);
        Assert.Empty(ran.Out);
    }

    [Theory]
    [InlineData("connection-string", "river-icm")]
    [InlineData("coverage", "00000000000000000000000000000000")]
    [InlineData("disclosures", "HF-7Q2K")]
    [InlineData("cant-be-told")]
    [InlineData("consent", "form")]
    [InlineData("teams", "import", "-")]
    [InlineData("dead-letters", "list")]
    [InlineData("community")]
    [InlineData("directory", "export")]
    [InlineData("check")]
    [InlineData("network", "list")]
    [InlineData("terms", "list", "--as", "river-icm")]
    [InlineData("backup", "b")]
    public async Task Without_a_hub_in_the_folder_a_command_says_so_and_makes_none(params string[] args)
    {
        await using var world = new CommandWorld();

        Assert.Contains("There is no hub in", await world.RefusedAsync(args), StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.Data));
    }

    [Fact]
    public async Task Every_command_has_help_with_an_example()
    {
        await using var world = new CommandWorld();
        string[][] commands =
        [
            [], ["up"], ["sample"], ["validate"], ["send"], ["coverage"], ["calls"], ["preview"], ["disclosures"], ["cant-be-told"], ["consent"], ["consent", "form"],
            ["teams"], ["teams", "import"], ["teams", "template"], ["dead-letters"], ["dead-letters", "list"],
            ["dead-letters", "show"], ["dead-letters", "replay"], ["dead-letters", "discard"], ["connection-string"], ["signing-key"], ["sign"],
            ["community"], ["community", "show"], ["community", "set"], ["backup"], ["restore"], ["check"], ["agency"], ["agency", "list"],
            ["agency", "show"], ["agency", "add"], ["agency", "change"], ["agency", "suspend"], ["agency", "resume"], ["agency", "leave"],
            ["agency", "keys"], ["agency", "partners"], ["agency", "contact", "add"], ["agency", "contact", "change"], ["agency", "contact", "remove"],
            ["directory"], ["directory", "search"], ["directory", "confirm"], ["directory", "log"],
            ["directory", "import"], ["directory", "export"], ["directory", "history"],
            ["glossary"], ["network"], ["network", "list"],
            ["network", "show"], ["network", "add"], ["network", "step"], ["network", "contribution"], ["network", "remove"], ["terms"], ["terms", "list"],
            ["terms", "map"], ["terms", "unmap"], ["terms", "import"], ["terms", "starter"],
        ];
        foreach (var command in commands)
        {
            var help = await world.DoAsync([.. command, "--help"]);
            Assert.Contains("Example:", help, StringComparison.Ordinal);
            Assert.Contains("hub " + string.Join(' ', command.Take(1)), help, StringComparison.Ordinal);
            Assert.Contains("--data", help, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_community_is_shown_without_its_clients_and_set_only_where_it_holds()
    {
        await using var world = await CommandWorld.StoppedAsync();

        var shown = await world.DoAsync("community");
        Assert.Contains("prairie-hospital", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("HF-", shown, StringComparison.Ordinal);
        Assert.Equal(10, (await world.JsonAsync("community", "show")).GetProperty("organisations").GetArrayLength());

        var error = await world.RefusedAsync("community", "set", world.File("bad.json", """{ "zone": "America/Edmontn", "leadOrganisation": "specialst", "colour": 1, "messagesPerMinute": 0 }"""));
        Assert.Contains("did you mean `America/Edmonton`?", error, StringComparison.Ordinal);
        Assert.Contains("did you mean `specialist`?", error, StringComparison.Ordinal);
        Assert.Contains("`messagesPerMinute`: not a whole number", error, StringComparison.Ordinal);
        Assert.Contains("no setting", error, StringComparison.Ordinal);
        await world.RefusedAsync("community", "set", world.File("list.json", "[]"));

        await world.DoAsync("community", "set", world.File("good.json", """{ "nameEn": "Taber", "zone": "America/Toronto" }"""));
        var set = await world.JsonAsync("community");
        Assert.Equal("Taber", set.GetProperty("nameEn").GetString());
        Assert.Equal("America/Toronto", set.GetProperty("zone").GetString());
        Assert.Equal("specialist", set.GetProperty("leadOrganisation").GetString());
    }

    [Fact]
    public async Task An_empty_hub_waits_for_its_community()
    {
        await using var world = await CommandWorld.RunningAsync("--empty");

        Assert.Contains("No community is set up", await world.RefusedAsync("community"), StringComparison.Ordinal);
        Assert.Contains("`nameFr`: missing", await world.RefusedAsync("community", "set", world.File("half.json", """{ "nameEn": "Taber" }""")), StringComparison.Ordinal);
        await world.DoAsync("community", "set", world.File("town.json", """{ "nameEn": "Taber", "nameFr": "Taber", "zone": "America/Edmonton", "leadOrganisation": "taber" }"""));
        Assert.Equal("Taber", (await world.JsonAsync("community")).GetProperty("nameEn").GetString());
        Assert.Contains("lead organisation taber isn't in the directory", (await world.RunAsync("check")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_hub_on_the_folder_or_the_port_is_refused_in_words()
    {
        await using var world = await CommandWorld.RunningAsync();

        Assert.Contains("A hub is already running on", await world.RefusedAsync("up", "--http-port", $"{CommandWorld.FreePort()}"), StringComparison.Ordinal);
        await using var other = new CommandWorld();
        Assert.Contains($"Port {world.Port} on 127.0.0.1 is busy", await other.RefusedAsync("up", "--http-port", $"{world.Port}"), StringComparison.Ordinal);
        Assert.Contains(
            $"Port {world.AmqpPort} on 127.0.0.1 is busy: another program listens there. Stop it, or choose another port: hub up --amqp-port",
            await other.RefusedAsync("up", "--http-port", $"{CommandWorld.FreePort()}", "--amqp-port", $"{world.AmqpPort}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_key_or_database_is_said_in_words()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var key = Directory.GetFiles(Path.Combine(world.Data, "keys"))[0];
        var whole = await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(key, "no key", TestContext.Current.CancellationToken);
        await world.RefusedAsync("up");

        await File.WriteAllTextAsync(key, whole, TestContext.Current.CancellationToken);
        foreach (var file in Directory.GetFiles(world.Data, "hub.db*")) File.Delete(file);
        await File.WriteAllTextAsync(Path.Combine(world.Data, "hub.db"), new string('x', 8192), TestContext.Current.CancellationToken);
        await world.RefusedAsync("check");
        await world.RefusedAsync("up");
    }

    [Fact]
    public async Task The_greeting_says_where_things_are_and_its_first_steps_work()
    {
        var world = await CommandWorld.RunningAsync();
        var file = await world.SampleAsync("housing.notice", "southside-housing");
        await world.DoAsync("validate", file);
        await world.DoAsync("send", "--as", "southside-housing", file);
        var mails = Directory.GetFiles(Path.Combine(world.Data, "mail"), "*.eml");
        var ran = await world.StopAsync();
        await world.DisposeAsync();

        Assert.Equal(0, ran.Code);
        Assert.StartsWith($"The hub is up on http://127.0.0.1:{world.Port}", ran.Out, StringComparison.Ordinal);
        Assert.Contains("hub sample housing.notice --as southside-housing > change.json", ran.Out, StringComparison.Ordinal);
        Assert.Contains("The hub has stopped.", ran.Out, StringComparison.Ordinal);
        Assert.NotEmpty(mails);
        Assert.Equal(HubWorld.Start, world.Clock.GetCurrentInstant());
    }
}
