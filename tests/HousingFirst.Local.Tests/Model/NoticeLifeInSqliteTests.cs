using HousingFirst.Contracts.Model;
using HousingFirst.Local.Storage;
using Xunit;

namespace HousingFirst.Local.Tests.Model;

/// <summary>The real hub takes the model's steps, over SQLite and its queues, effect by effect, and looks like the model after each.</summary>
public sealed class NoticeLifeInSqliteTests(ITestOutputHelper output)
{
    /// <summary>Set to <c>all</c>, the hub is taken through some twenty thousand situations, which takes minutes.</summary>
    private const string Lever = "HF_MODEL";

    /// <summary>A folder in memory, where there is one: what a disk does is for other tests, and these walks flush thousands of times.</summary>
    private static string Memory => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    [Fact]
    public async Task The_hub_does_what_the_model_does_in_every_situation()
    {
        var everything = Environment.GetEnvironmentVariable(Lever) == "all";
        var space = LifeSpace.Explore();
        var walks = everything ? LifeWalks.Long(space) : LifeWalks.Short(space);
        var folders = Directory.CreateDirectory(Path.Combine(Memory, $"hub-model-{Guid.NewGuid():N}")).FullName;
        try
        {
            var town = Path.Combine(folders, "town");
            await ModelTown.BuildAsync(town);
            for (var i = 0; i < walks.All.Count; i++) await WalkAsync(walks.All[i], town, Path.Combine(folders, $"{i}"));
        }
        finally
        {
            Directory.Delete(folders, recursive: true);
        }

        output.WriteLine(
            $"{walks.All.Count} walks of {walks.All.Sum(w => w.Count)} steps in all, through {walks.Transitions} transitions in {walks.Situations} situations.");
        Assert.True(walks.Situations > 1000, "The walks meet too few situations to say anything.");
    }

    private static async Task WalkAsync(IReadOnlyList<(Life Before, string Step, Life After)> walk, string town, string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(town, HubDatabase.FileName), Path.Combine(folder, HubDatabase.FileName));
        await using var hub = new LifeInSqlite(folder);
        for (var i = 0; i < walk.Count; i++)
        {
            string real;
            try
            {
                await hub.StepAsync(walk[i].Step, walk[i].Before);
                real = await hub.SeenAsync();
            }
            catch (Exception fault)
            {
                real = fault.ToString();
            }

            var model = LifeInSqlite.Seen(walk[i].After);
            if (model != real) Assert.Fail($"After these steps:\n{string.Join('\n', walk.Take(i + 1).Select(s => $"  {s.Step}: {s.After}"))}\nthe model is\n  {model}\nand the hub\n  {real}");
        }
    }
}
