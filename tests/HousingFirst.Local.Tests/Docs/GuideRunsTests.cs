using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using HousingFirst.Contracts;
using HousingFirst.Hub.Queues;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using HousingFirst.Local.Tests.Kills;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Docs;

/// <summary>What the guide and README tell an agency to type is typed, word for word, against a real hub.</summary>
public sealed class GuideRunsTests
{
    [Theory]
    [InlineData("docs/integrating.md")]
    [InlineData("README.md")]
    public async Task The_commands_and_the_script_send_a_change_and_receive_the_notice(string guide)
    {
        Guide.Needs("bash", "curl", "openssl", "python3");
        var text = await Guide.ReadAsync(guide, TestContext.Current.CancellationToken);
        var data = Directory.CreateTempSubdirectory("hf-guide-").FullName;
        try
        {
            var port = HubProcess.FreePort();
            await using var server = await HubServer.StartAsync(
                DataFolder.Open(data), SystemClock.Instance, port, amqpPort: 0, empty: false, TestContext.Current.CancellationToken);
            var typed = new Typed(server.Local, port, data);

            await File.WriteAllTextAsync(Path.Combine(data, "change.json"), Guide.Fences(text, "json")[0], TestContext.Current.CancellationToken);
            await typed.BashAsync("prairie-hospital", Blocks(text, "signature=") + Blocks(text, "/messages\"\n"));
            await typed.BashAsync("prairie-hospital", Blocks(text, "/validate"));

            await File.WriteAllTextAsync(Path.Combine(data, "send.py"), Guide.Fences(text, "python")[0], TestContext.Current.CancellationToken);
            await typed.BashAsync("prairie-hospital", "sed -i 's/0001\"/0002\"/' change.json\npython3 send.py change.json\n");

            for (var i = 0; i < 100 && await WaitingAsync(server.Local) < 2; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
            Assert.Equal(2, await WaitingAsync(server.Local));

            var token = Regex.Match(Blocks(text, "/messages\"\n"), "uri=.*?\n(?=curl)", RegexOptions.Singleline).Value
                .Replace(QueueNames.ClientChanges, "agency-river-icm", StringComparison.Ordinal);
            var receive = Blocks(text, "/messages/head").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var answer = await typed.BashAsync(
                "river-icm",
                string.Join('\n', token.TrimEnd(), receive[0] + " -s > got.txt", "LOCATION=$(tr -d '\\r' < got.txt | sed -n 's/^Location: //p')", receive[1] + " -sf", "cat got.txt\n")
                    .Replace("skn=prairie-hospital", "skn=river-icm", StringComparison.Ordinal));
            Assert.Contains("ca.housingfirst.notice.v1", answer, StringComparison.Ordinal);
            Assert.Equal(1, await WaitingAsync(server.Local));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public void README_and_the_guide_show_the_same_scripts()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "integrating.md"));
        Assert.Equal(Guide.Fences(guide, "python")[0], Assert.Single(Guide.Fences(readme, "python")));
        Assert.Equal(Guide.Fences(guide, "js")[0], Assert.Single(Guide.Fences(readme, "js")));
    }

    private static async Task<int> WaitingAsync(LocalHub local) =>
        (await local.Database.Queues.BrowseAsync(QueueNames.OfAgency("river-icm"), 0, 100, TestContext.Current.CancellationToken)).Count;

    /// <summary>The first shell block that holds a text.</summary>
    private static string Blocks(string text, string holding) =>
        Guide.Fences(text, "bash").First(b => b.Contains(holding, StringComparison.Ordinal));

    private sealed class Typed(LocalHub local, int port, string folder)
    {
        public async Task<string> BashAsync(string agency, string script)
        {
            var key = local.Hub.AgencyKeys.Of(agency)[0].Text;
            var start = new ProcessStartInfo("bash") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add("-euo");
            start.ArgumentList.Add("pipefail");
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(script.Replace("127.0.0.1:7071", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), StringComparison.Ordinal));
            start.Environment["HF_URL"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
            start.Environment["HF_SIGNING_KEY"] = key;
            start.Environment["HF_SHARED_ACCESS_KEY"] = key;
            start.Environment["HF_CONNECTION_STRING"] = $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName={agency};SharedAccessKey={key};UseDevelopmentEmulator=true";
            using var bash = Process.Start(start)!;
            var output = bash.StandardOutput.ReadToEndAsync();
            var errors = await bash.StandardError.ReadToEndAsync();
            await bash.WaitForExitAsync();
            Assert.True(bash.ExitCode == 0, $"{script}\n{await output}\n{errors}");
            return await output;
        }
    }
}
