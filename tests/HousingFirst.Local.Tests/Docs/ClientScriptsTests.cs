using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using HousingFirst.Hub.Queues;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using HousingFirst.Local.Storage;
using HousingFirst.Local.Tests.Clients;
using HousingFirst.Local.Tests.Kills;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Docs;

/// <summary>The AMQP scripts of the guide, saved as it says and run as they stand against a real hub.</summary>
public sealed class ClientScriptsTests
{
    private const string Partner = "river-icm";

    [Theory]
    [InlineData("send.mjs", "js", 0)]
    [InlineData("send-rhea.mjs", "js", 1)]
    [InlineData("send_proton.py", "python", 1)]
    public async Task The_script_sends_two_changes_and_says_why_it_may_not(string name, string language, int place)
    {
        ClientProgram.Needs(name);
        var guide = await Guide.ReadAsync("docs/integrating.md", TestContext.Current.CancellationToken);
        Assert.Contains($"as `{name}`:\n\n```{language}\n", guide, StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("hf-script-").FullName;
        try
        {
            ClientProgram.Install(folder);
            var script = Path.Combine(folder, name);
            await File.WriteAllTextAsync(script, Guide.Fences(guide, language)[place], TestContext.Current.CancellationToken);
            var change = Guide.Fences(guide, "json")[0];
            await File.WriteAllTextAsync(Path.Combine(folder, "one.json"), change, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "two.json"), change.Replace("0001\"", "0002\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            await using var server = await HubServer.StartAsync(
                DataFolder.Open(Path.Combine(folder, "data")), SystemClock.Instance, HubProcess.FreePort(), amqpPort: 0, empty: false, TestContext.Current.CancellationToken);

            var sent = await ClientProgram.RunAsync(script, Settings(server, server.Local.Hub.AgencyKeys.Of("prairie-hospital")[0].Text), "one.json", "two.json");
            Assert.True(sent.ExitCode == 0, sent.Output + sent.Errors);
            Assert.Equal(["one.json: accepted", "two.json: accepted"], sent.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            for (var i = 0; i < 100 && await WaitingAsync(server) < 2; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
            Assert.Equal(2, await WaitingAsync(server));

            var refused = await ClientProgram.RunAsync(script, Settings(server, "not-the-key"), "one.json");
            Assert.Equal(1, refused.ExitCode);
            Assert.Empty(refused.Output);
            Assert.Matches("InvalidSignature: no live key|amqp:unauthorized-access", refused.Errors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_script_receives_what_is_waiting_and_says_why_it_may_not()
    {
        const string Name = "receive.mjs";
        ClientProgram.Needs(Name);
        var guide = await Guide.ReadAsync("docs/integrating.md", TestContext.Current.CancellationToken);
        Assert.Contains($"as `{Name}`:\n\n```js\n", guide, StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("hf-script-").FullName;
        try
        {
            ClientProgram.Install(folder);
            var script = Path.Combine(folder, Name);
            await File.WriteAllTextAsync(script, Guide.Fences(guide, "js")[2].Replace("5000", "500", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            await using var server = await HubServer.StartAsync(
                DataFolder.Open(Path.Combine(folder, "data")), SystemClock.Instance, HubProcess.FreePort(), amqpPort: 0, empty: false, TestContext.Current.CancellationToken);
            string[] waiting = ["""{"n":1}""", """{"n":2}"""];
            await server.Local.Database.Queues.SendAsync(
                QueueNames.OfAgency(Partner), [.. waiting.Select(body => new NewMessage(Encoding.UTF8.GetBytes(body)) { MessageId = body })], TestContext.Current.CancellationToken);

            var got = await ClientProgram.RunAsync(script, Settings(server, server.Local.Hub.AgencyKeys.Of(Partner)[0].Text, Partner));
            Assert.True(got.ExitCode == 0, got.Output + got.Errors);
            Assert.Equal(waiting, got.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal(0, await WaitingAsync(server));

            var refused = await ClientProgram.RunAsync(script, Settings(server, "not-the-key", Partner));
            Assert.Equal(1, refused.ExitCode);
            Assert.Empty(refused.Output);
            Assert.Contains("InvalidSignature: no live key", refused.Errors, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("js", 0)]
    [InlineData("js", 1)]
    [InlineData("js", 2)]
    [InlineData("python", 1)]
    public async Task The_script_has_fewer_than_20_lines_a_screen_wide(string language, int place)
    {
        var script = Guide.Fences(await Guide.ReadAsync("docs/integrating.md", TestContext.Current.CancellationToken), language)[place];
        var lines = script.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 10, 19);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 140));
    }

    [Fact]
    public async Task Every_condition_of_the_door_is_explained_once()
    {
        var guide = await Guide.ReadAsync("docs/integrating.md", TestContext.Current.CancellationToken);
        var conditions = typeof(Conditions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        Assert.Equal(conditions, Regex.Matches(guide, @"^\| `((?:amqp|com\.microsoft):[a-z:-]+)` \|", RegexOptions.Multiline).Select(m => m.Groups[1].Value));
    }

    private static async Task<int> WaitingAsync(HubServer server) =>
        (await server.Local.Database.Queues.BrowseAsync(QueueNames.OfAgency(Partner), 0, 100, TestContext.Current.CancellationToken)).Count;

    private static Dictionary<string, string> Settings(HubServer server, string key, string agency = "prairie-hospital") => new()
    {
        ["HF_SIGNING_KEY"] = key,
        ["HF_CONNECTION_STRING"] = string.Create(
            CultureInfo.InvariantCulture,
            $"Endpoint=sb://127.0.0.1:{server.AmqpPort};SharedAccessKeyName={agency};SharedAccessKey={key};UseDevelopmentEmulator=true"),
    };
}
