using System.Text.RegularExpressions;
using HousingFirst.Contracts;
using HousingFirst.Local.KeyFiles;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary>What the command line does for a hub in Azure: the agencies for its resources, the price of its month.</summary>
public sealed partial class AzureCommandTests
{
    private const string City = "cost --programs 15 --partners 300 --agencies 40 --changes 2000 --mails 6600";

    [Fact]
    public async Task The_trial_environment_holds_what_the_fictional_directory_says()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var trial = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "infra-bicep", "env", "dev.bicepparam"), TestContext.Current.CancellationToken);
        var file = world.File("dev.bicepparam", trial.Replace("'river-icm'", "'somebody-else'", StringComparison.Ordinal));

        Assert.Contains("next deployment", await world.DoAsync("export", "bicepparam", file), StringComparison.Ordinal);
        Assert.Equal(trial, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Contains("Nothing was changed", await world.DoAsync("export", "bicepparam", file), StringComparison.Ordinal);
        Assert.EndsWith(await world.DoAsync("export", "bicepparam"), trial, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_agency_changes_lists_and_one_that_has_left_is_in_neither()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var before = await world.JsonAsync("export", "bicepparam");
        Assert.Equal(0, before.GetProperty("suspendedAgencies").GetArrayLength());
        await world.DoAsync("agency", "suspend", "river-icm");
        var after = await world.JsonAsync("export", "bicepparam");
        Assert.Equal("river-icm", Assert.Single(after.GetProperty("suspendedAgencies").EnumerateArray()).GetString());
        Assert.Equal(before.GetProperty("agencies").GetArrayLength() - 1, after.GetProperty("agencies").GetArrayLength());
        var file = world.File("prod.bicepparam", "using '../main.bicep'\n\nparam agencies = []\n\nparam community = 'x'\n");
        await world.DoAsync("export", "bicepparam", file);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.StartsWith("using '../main.bicep'\n\nparam agencies = [\n  '", text, StringComparison.Ordinal);
        Assert.EndsWith("]\n\nparam community = 'x'\nparam suspendedAgencies = [\n  'river-icm'\n]\n", text, StringComparison.Ordinal);

        await world.DoAsync("agency", "leave", "prairie-hospital", "--yes");
        Assert.Equal("param agencies = []\nparam suspendedAgencies = [\n  'river-icm'\n]\n", await world.DoAsync("export", "bicepparam"));
    }

    [Fact]
    public async Task A_file_that_is_no_parameter_file_is_left_alone()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var file = world.File("letter.txt", "Dear all");
        Assert.Contains("begins with `using`", await world.RefusedAsync("export", "bicepparam", file), StringComparison.Ordinal);
        Assert.Equal("Dear all", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Contains("There is no file", await world.RefusedAsync("export", "bicepparam", file + "x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_is_priced_with_its_working_and_needs_no_hub()
    {
        await using var world = new CommandWorld();
        var text = await world.DoAsync(City.Split(' '));
        Assert.Contains("Time of functions", text, StringComparison.Ordinal);
        Assert.Contains("Mail, apart: 19.95 USD", text, StringComparison.Ordinal);
        Assert.Contains("would double", text, StringComparison.Ordinal);
        var bill = await world.JsonAsync(City.Split(' '));
        Assert.InRange(bill.GetProperty("azureUsd").GetDecimal(), 1m, 5m);
        Assert.InRange(bill.GetProperty("idleUsd").GetDecimal(), 0.5m, 1m);
        Assert.False(Directory.Exists(world.Data));
    }

    [Fact]
    public async Task Another_price_list_is_taken_and_a_damaged_one_is_refused()
    {
        await using var world = new CommandWorld();
        var list = await world.DoAsync("cost", "--print-prices");
        var dearer = world.File("prices.tsv", list.Replace("alert.log\t0.50", "alert.log\t100.50", StringComparison.Ordinal));
        Assert.True((await world.JsonAsync([.. City.Split(' '), "--prices", dearer])).GetProperty("azureUsd").GetDecimal() > 100);
        Assert.Contains("lacks alert.log", await world.RefusedAsync([.. City.Split(' '), "--prices", world.File("p.tsv", list.Replace("alert.log", "alert.lo", StringComparison.Ordinal))]), StringComparison.Ordinal);
        Assert.Contains("isn't there", await world.RefusedAsync([.. City.Split(' '), "--prices", "nowhere.tsv"]), StringComparison.Ordinal);
        Assert.Contains("--programs is missing", await world.RefusedAsync("cost"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_is_rotated_twice_and_the_first_key_is_gone()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var file = Path.Combine(world.Data, "keys", "links.key");
        var first = KeyFile.Read(file)[0];
        Assert.Contains("key 2 is new, key 1 stays good", await world.DoAsync("keys", "rotate", file), StringComparison.Ordinal);
        Assert.Equal(first.Secret.ToArray(), KeyFile.Read(file)[1].Secret.ToArray());
        await world.DoAsync("keys", "rotate", file);
        Assert.Equal(["3", "2"], KeyFile.Read(file).Select(k => k.Id));
        Assert.Contains("is damaged", await world.RefusedAsync("keys", "rotate", world.File("x.key", "x")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_in_Azure_are_named_by_settings_and_messages_are_not_left_behind_unsaid()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var backup = Path.Combine(world.Files, "b.gz");
        Assert.Contains("HubTables__serviceUri is missing", await world.RefusedAsync("backup", backup, "--from-tables"), StringComparison.Ordinal);
        await world.DoAsync("send", "--as", "prairie-hospital", await world.SampleAsync("away.hospital.in", "prairie-hospital"));
        await world.DoAsync("backup", backup);
        Assert.Contains("wait in the queues", await world.RefusedAsync("restore", backup, "--to-tables"), StringComparison.Ordinal);
        Assert.Contains("HubTables__serviceUri is missing", await world.RefusedAsync("restore", backup, "--to-tables", "--without-messages"), StringComparison.Ordinal);
        Assert.Contains("isn't there", await world.RefusedAsync("restore", backup + "x", "--to-tables"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guide_shows_the_bill_of_the_day()
    {
        await using var world = new CommandWorld();
        var bill = await world.DoAsync(City.Split(' '));
        var file = Path.Combine(Repository.Root, "docs", "azure.md");
        var guide = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var rows = bill.Split('\n').Where(l => l.Contains('\t', StringComparison.Ordinal)).Select(l => $"| {string.Join(" | ", l.Split('\t'))} |\n");
        var rest = string.Concat(bill.Split('\n').Where(l => !l.Contains('\t', StringComparison.Ordinal)).Select(l => l + "\n")).TrimEnd();
        var anew = CostMark().Replace(
            guide,
            _ => $"<!-- cost -->\n```bash\nhub {City}\n```\n\n| What | How much | | USD | Where from |\n| --- | --- | --- | --- | --- |\n{string.Concat(rows)}\n```text\n{rest}\n```\n<!-- end -->");
        if (Environment.GetEnvironmentVariable("HF_GOLDEN") == "write") await File.WriteAllTextAsync(file, anew, TestContext.Current.CancellationToken);
        else Assert.Equal(anew, guide);
    }

    [GeneratedRegex("<!-- cost -->\n.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex CostMark();
}
