using System.Text.Json.Nodes;
using HousingFirst.Contracts.Listings;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using HousingFirst.Local.Tests.Commands;
using Xunit;

namespace HousingFirst.Local.Tests.Listings;

public sealed class DirectoryCommandTests
{
    [Fact]
    public async Task A_directory_is_compared_imported_looked_back_at_and_exported()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var (first, second) = (MadeUpDirectory.Organisation(1), MadeUpDirectory.Organisation(2));
        second["attributes"] = new JsonArray(MadeUpDirectory.Tier("network"));
        var file = world.File("directory.json", new JsonArray(first.DeepClone(), second.DeepClone()).ToJsonString());

        Assert.Contains("add Organisation 1", await world.DoAsync("directory", "import", file, "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("2 items: 2 added, 0 changed, 0 unchanged, 0 refused.", await world.DoAsync("directory", "import", file), StringComparison.Ordinal);
        Assert.Contains("2 items: 0 added, 0 changed, 2 unchanged, 0 refused.", await world.DoAsync("directory", "import", file), StringComparison.Ordinal);

        var found = (await world.JsonAsync("directory", "search", "ORGANISATION", "--as", "river-icm")).GetProperty("listings");
        Assert.Equal(["Organisation 1", "Organisation 2"], found.EnumerateArray().Select(l => l.GetProperty("name").GetString()));
        Assert.Contains("Organisation 1", await world.DoAsync("directory", "search", "organisation"), StringComparison.Ordinal);

        first["email"] = "new@example.org";
        var next = world.File("next.json", first.ToJsonString());
        Assert.Contains("  email: office1@example.org -> new@example.org", await world.DoAsync("directory", "import", next, "--dry-run"), StringComparison.Ordinal);
        var report = await world.JsonAsync("directory", "import", next);
        Assert.Equal("Changed", report.GetProperty("items")[0].GetProperty("result").GetString());
        Assert.Equal(1, report.GetProperty("counts").GetProperty("leftAlone").GetInt32());
        Assert.Equal(0, (await world.JsonAsync("directory", "import", next)).GetProperty("items").GetArrayLength());
        var log = await world.JsonAsync("directory", "history", (string)first["id"]!);
        Assert.Equal(["email", "$"], log.EnumerateArray().Select(l => l.GetProperty("what").GetString()));
        Assert.Contains("new@example.org", await world.DoAsync("directory", "history", (string)first["id"]!), StringComparison.Ordinal);

        var exported = Path.Combine(world.Files, "exported.json");
        Assert.Contains("1 items in", await world.DoAsync("directory", "export", exported), StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(first, JsonNode.Parse(await File.ReadAllTextAsync(exported, TestContext.Current.CancellationToken))!["contents"]![0]));
        Assert.Contains("exists already", await world.RefusedAsync("directory", "export", exported), StringComparison.Ordinal);
        Assert.Equal(2, JsonNode.Parse(await world.DoAsync("directory", "export", "--tier", "network"))!["contents"]!.AsArray().Count);
        Assert.True(JsonNode.DeepEquals(first, JsonNode.Parse(await world.DoAsync("directory", "export", "--id", (string)first["id"]!))));
        Assert.Equal(3, JsonNode.Parse(await world.DoAsync("directory", "export", "--shape", "service"))!["contents"]!.AsArray().Count);
        await world.RefusedAsync("directory", "export", "--id", (string)second["id"]!);
        await world.RefusedAsync("directory", "export", Path.Combine(world.Files, "none.json"), "--id", (string)second["id"]!);
        Assert.Equal(["directory.json", "exported.json", "next.json"], Directory.GetFiles(world.Files).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

        await using var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        var audit = (await local.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), TestContext.Current.CancellationToken)).ToArray();
        Assert.Equal(4, audit.Count(a => a.Action == "directory.import"));
        Assert.Equal("network", Assert.Single(audit, a => a.Action == "directory.export").About);
    }

    [Fact]
    public async Task A_file_with_defects_ends_with_1_and_names_each_with_its_line_and_no_value()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var bad = MadeUpDirectory.Organisation(1);
        bad["services"]![0]!["status"] = "zqxwvy";
        bad["website"] = "zqxwvy";
        var file = world.File("bad.json", $"{bad.ToJsonString()}\n{MadeUpDirectory.Organisation(2).ToJsonString()}\n{{");

        var ran = await world.RunAsync("directory", "import", file);

        Assert.Equal(1, ran.Code);
        Assert.Contains("3 items: 1 added, 0 changed, 0 unchanged, 2 refused.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("bad.json, line 1: refused, nothing of it was taken:", ran.Error, StringComparison.Ordinal);
        Assert.Contains("  `$.services[0].status`: none of active, inactive, defunct, temporarily closed; did you mean", ran.Error, StringComparison.Ordinal);
        Assert.Contains("  `$.website`: not a whole web address; begin with https://", ran.Error, StringComparison.Ordinal);
        Assert.Contains("bad.json, line 3: refused", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("zqxwvy", ran.Out + ran.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await world.RunAsync("directory", "import", file, "--json")).Code);

        Assert.Contains("There is no file", await world.RefusedAsync("directory", "import", Path.Combine(world.Files, "none.json")), StringComparison.Ordinal);
        Assert.Contains("No organisation with that id", await world.RefusedAsync("directory", "history", (string)bad["id"]!), StringComparison.Ordinal);
        foreach (string[] wrong in (string[][])[["import", file, "--shape", "shelter"], ["export", "--tier", "secret"], ["export", "--page", "0"], ["import"]])
            Assert.Equal(2, (await world.RunAsync(["directory", .. wrong])).Code);
    }

    [Fact]
    public async Task An_import_beside_a_running_hub_reads_standard_input()
    {
        await using var world = await CommandWorld.RunningAsync();
        var output = new StringWriter();

        var ran = await world.RunAsync(["directory", "import", "-", "--data", world.Data], output, TestContext.Current.CancellationToken, MadeUpDirectory.Organisation(1).ToJsonString());

        Assert.Equal(0, ran.Code);
        Assert.Single(JsonNode.Parse(await world.DoAsync("directory", "export"))!["contents"]!.AsArray());
        Assert.Contains("All well.", await world.DoAsync("check"), StringComparison.Ordinal);
    }
}
