using System.Diagnostics;
using System.Text.Json.Nodes;
using HousingFirst.Contracts.Listings;
using HousingFirst.Local.Running;
using HousingFirst.Local.Tests.Commands;
using Xunit;

namespace HousingFirst.Local.Tests.Listings;

/// <summary>The real command in a process of its own.</summary>
public sealed class ImportProcessTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_and_run_again_it_ends_in_the_same_directory()
    {
        await using var world = await CommandWorld.StoppedAsync();
        JsonObject[] all = [.. Enumerable.Range(0, 240).Select(i => MadeUpDirectory.Organisation(i, contacts: i % 50 == 0 ? 150 : 5))];
        var file = world.File("directory.json", string.Join('\n', all.Select(o => o.ToJsonString())));

        using (var first = Start(world, "-"))
        {
            foreach (var organisation in all[..200]) await first.StandardInput.WriteLineAsync(organisation.ToJsonString().AsMemory(), Stop);
            await first.StandardInput.FlushAsync(Stop);
            while (JsonNode.Parse(await world.DoAsync("directory", "export", "--size", "1"))!["total_items"]!.GetValue<int>() == 0) await Task.Delay(20, Stop);
            first.Kill();
            await first.WaitForExitAsync(Stop);
            Assert.Equal(137, first.ExitCode);
        }

        Assert.Equal(0, await RunAsync(world, file));
        var after = JsonNode.Parse(await world.DoAsync("directory", "export"))!["contents"]!.AsArray();
        Assert.Equal(all.Length, after.Count);
        Assert.All(all.Zip(after), pair => Assert.True(JsonNode.DeepEquals(pair.First, pair.Second), (string)pair.First["name"]!));
        Assert.Contains("240 unchanged", await world.DoAsync("directory", "import", file), StringComparison.Ordinal);
    }

    /// <summary>600 organisations of 70 KB each go through a heap that can hold less than half of them.</summary>
    [Fact]
    public async Task Memory_follows_one_organisation_and_not_the_file()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var text = new string('x', 65_000);
        var bytes = 0L;

        using var import = Start(world, "-", ("DOTNET_GCHeapHardLimit", "0x1000000"));
        var said = import.StandardOutput.ReadToEndAsync(Stop);
        var wrong = import.StandardError.ReadToEndAsync(Stop);
        for (var i = 0; i < 600; i++)
        {
            var line = MadeUpDirectory.Organisation(i, text: text).ToJsonString();
            bytes += line.Length;
            await import.StandardInput.WriteLineAsync(line.AsMemory(), Stop);
        }

        import.StandardInput.Close();
        await import.WaitForExitAsync(Stop);

        Assert.True(import.ExitCode == 0, await wrong);
        Assert.Contains("600 items: 600 added", await said, StringComparison.Ordinal);
        Assert.True(bytes > 2 * 0x1000000, "The file fits the heap: the test shows nothing.");
    }

    private static async Task<int> RunAsync(CommandWorld world, string file)
    {
        using var import = Start(world, file);
        import.StandardInput.Close();
        await import.WaitForExitAsync(Stop);
        return import.ExitCode;
    }

    private static Process Start(CommandWorld world, string file, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "exec", typeof(LocalHub).Assembly.Location, "directory", "import", file, "--data", world.Data }) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
