using HousingFirst.Local.Tests.Commands;
using HousingFirst.Local.Tests.Docs;
using Xunit;

namespace HousingFirst.Local.Tests.Listings;

/// <summary>What docs/directory.md tells to type is typed.</summary>
public sealed class DirectoryGuideTests
{
    [Fact]
    public async Task The_commands_do_what_the_guide_says()
    {
        var guide = await Guide.ReadAsync("docs/directory.md", TestContext.Current.CancellationToken);
        await using var world = await CommandWorld.StoppedAsync();
        world.File("directory.json", Guide.Fences(guide, "json")[0]);

        var said = new List<string>();
        foreach (var line in Guide.Fences(guide, "bash").Single().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = [.. line.Split(' ').Skip(1).Select(w => w.EndsWith(".json", StringComparison.Ordinal) ? Path.Combine(world.Files, w) : w)];
            said.Add(await world.DoAsync(words));
        }

        Assert.Contains("add Rivière Outreach", said[0], StringComparison.Ordinal);
        Assert.Contains("1 added", said[1], StringComparison.Ordinal);
        Assert.Contains("1 unchanged", said[2], StringComparison.Ordinal);
        Assert.Contains("Rivière Outreach", said[3], StringComparison.Ordinal);
        Assert.Contains("Night shelter", said[5], StringComparison.Ordinal);
    }
}
