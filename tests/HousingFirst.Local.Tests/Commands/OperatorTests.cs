using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Checking;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

public sealed class OperatorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_message_is_listed_shown_replayed_and_discarded_each_time_with_an_audit_entry()
    {
        await using var world = await CommandWorld.RunningAsync();
        var bad = world.File("bad.json", (await world.DoAsync("sample", "other", "--as", "prairie-hospital")).Replace("\"other\"", "\"othr\"", StringComparison.Ordinal));
        var refused = await world.RefusedAsync("send", "--as", "prairie-hospital", bad);
        Assert.Contains("refused (data.invalid)", refused, StringComparison.Ordinal);
        Assert.Contains("did you mean `other`?", refused, StringComparison.Ordinal);

        var listed = Assert.Single((await world.JsonAsync("dead-letters", "list")).EnumerateArray());
        var id = listed.GetProperty("id").GetString()!;
        Assert.Equal("client-changes", listed.GetProperty("queue").GetString());
        Assert.Equal("prairie-hospital", listed.GetProperty("agency").GetString());
        var shown = await world.DoAsync("dead-letters", "show", id);
        Assert.Contains("reason    data.invalid", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("PH-0018", shown, StringComparison.Ordinal);
        Assert.Contains("PH-0018", await world.DoAsync("dead-letters", "show", id, "--body"), StringComparison.Ordinal);
        Assert.Contains("PH-0018", (await world.JsonAsync("dead-letters", "show", id, "--body")).GetProperty("body").GetString(), StringComparison.Ordinal);

        Assert.Contains("Back on client-changes as", await world.DoAsync("dead-letters", "replay", id), StringComparison.Ordinal);
        var again = await OnlyAsync(world, other => other != id);
        Assert.Contains("No dead letter has that id", await world.RefusedAsync("dead-letters", "replay", id), StringComparison.Ordinal);
        await world.DoAsync("dead-letters", "discard", again);
        Assert.Contains("No dead letters.", await world.DoAsync("dead-letters", "list"), StringComparison.Ordinal);
        await world.RefusedAsync("dead-letters", "discard", again);
        await world.RefusedAsync("dead-letters", "show", again);

        await using var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        var actions = (await local.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), Stop)).Select(a => a.Action).ToArray();
        Assert.Equal(["dead-letter.body", "dead-letter.body", "dead-letter.discard", "dead-letter.replay"], actions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_an_agency_never_read_is_a_dead_letter_too()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await using (var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock))
        {
            await local.Database.Queues.SendAsync([new OutgoingMessage("agency-prairie-hospital", "n1", "{}"u8.ToArray())], Stop);
            world.Clock.AdvanceDays(15);
            await local.Database.Queues.SweepAsync(Stop);
        }

        var listed = Assert.Single((await world.JsonAsync("dead-letters", "list")).EnumerateArray());
        Assert.Equal("agency-prairie-hospital:1", listed.GetProperty("id").GetString());
        Assert.Equal("not read", listed.GetProperty("description").GetString());
        Assert.Equal("prairie-hospital", listed.GetProperty("agency").GetString());

        await world.DoAsync("dead-letters", "replay", "agency-prairie-hospital:1");

        await using var after = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        var message = Assert.Single(await after.Database.Queues.BrowseAsync("agency-prairie-hospital", 0, 10, Stop));
        Assert.NotEqual("n1", message.MessageId);
        Assert.Equal("{}"u8.ToArray(), message.Body);
    }

    [Fact]
    public async Task A_restored_hub_is_equal_to_the_one_backed_up()
    {
        await using var world = await CommandWorld.RunningAsync();
        var file = await world.SampleAsync("housing.notice", "southside-housing");
        var key = (await world.JsonAsync("send", "--as", "southside-housing", file))[0].GetProperty("change").GetString()!;
        await world.RunAsync("send", "--as", "southside-housing", world.File("bad.json", "{"));
        var backup = Path.Combine(world.Files, "hub.backup");

        Assert.Contains("Backed up to", await world.DoAsync("backup", backup), StringComparison.Ordinal);
        Assert.Contains("exists already", await world.RefusedAsync("backup", backup), StringComparison.Ordinal);
        Assert.Contains("not empty", await world.RefusedAsync("restore", backup), StringComparison.Ordinal);
        await using var other = new CommandWorld();
        Assert.Equal(2, (await other.JsonAsync("restore", backup)).GetProperty("counts").GetProperty("key").GetInt32());

        string[][] same = [["coverage", key], ["dead-letters", "list"], ["signing-key", "river-icm"], ["community"], ["disclosures", "HF-7Q2K"], ["check"]];
        foreach (var command in same) Assert.Equal(await world.DoAsync(command), await other.DoAsync(command));
        await other.StartAsync();
        var repeat = (await other.JsonAsync("send", "--as", "southside-housing", file))[0];
        Assert.Equal("Accepted", repeat.GetProperty("outcome").GetString());
        Assert.False(Directory.Exists(Path.Combine(other.Data, "mail")) && Directory.GetFiles(Path.Combine(other.Data, "mail")).Length > 0);

        await using var none = new CommandWorld();
        await none.RefusedAsync("restore", Path.Combine(none.Files, "nothing"));
        await none.RefusedAsync("restore", none.File("broken", "not a backup"));
        Assert.False(File.Exists(Path.Combine(none.Data, "hub.db")));
    }

    [Fact]
    public async Task Check_finds_what_was_lost()
    {
        await using var world = await CommandWorld.RunningAsync();
        var key = (await world.JsonAsync("send", "--as", "river-icm", await world.SampleAsync("program.worker", "river-icm")))[0].GetProperty("change").GetString()!;
        await world.StopAsync();
        Assert.Contains("All well.", await world.DoAsync("check"), StringComparison.Ordinal);

        await using (var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock))
        {
            foreach (var due in await local.Hub.Due.AllAsync(Stop))
            {
                if (due.Kind == Hub.DueWork.DueKind.Mail && due.About!.Contains("luc", StringComparison.Ordinal)) await local.Hub.Due.RemoveAsync(due, Stop);
            }

            var change = await local.Hub.Clients.ChangeAsync(new ClientId("HF-9ZTD"), (await local.Hub.Clients.NoticesAsync(new ClientId("HF-9ZTD"), Stop))[0].Id.Change, Stop);
            await local.Hub.Clients.WriteAsync(new ClientId("HF-9ZTD"), [new RowWrite.Update((change! with { HandedOver = false }).ToRow(), change.ETag!)], Stop);
            await local.Hub.Due.AddAsync([], ("0123456789abcdef0123456789abcdef", new ClientId("HF-GONE")), Stop);
        }

        world.Clock.Advance(-Duration.FromDays(1));
        var findings = await world.RunAsync("check", "--json");

        Assert.Equal(1, findings.Code);
        var json = CommandWorld.Json(findings.Out);
        Assert.False(json.GetProperty("allWell").GetBoolean());
        var said = string.Join('\n', json.GetProperty("findings").EnumerateArray().Select(f => $"{f.GetProperty("where").GetString()}: {f.GetProperty("what").GetString()}"));
        Assert.Contains($"change {key}, line bridge-outreach.luc: Its mail waits, and nothing is due that sends it.", said, StringComparison.Ordinal);
        Assert.Contains("handing its notices over was cut off", said, StringComparison.Ordinal);
        Assert.Contains("change 0123456789abcdef0123456789abcdef: Its pointer names a client that isn't there.", said, StringComparison.Ordinal);
        Assert.Contains("clock: It stands at", said, StringComparison.Ordinal);
        Assert.Equal(4, json.GetProperty("findings").GetArrayLength());
        Assert.DoesNotContain("HF-", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_whose_message_is_still_queued_is_no_finding()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await using var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        var client = new ClientId("HF-9ZTD");
        var key = (await local.Hub.Clients.NoticesAsync(client, Stop))[0].Id.Change;
        var change = await local.Hub.Clients.ChangeAsync(client, key, Stop);
        await local.Hub.Clients.WriteAsync(client, [new RowWrite.Update((change! with { HandedOver = false }).ToRow(), change.ETag!)], Stop);
        var check = new CheckHub(local.Database.Tables, "lethbridge", world.Clock);

        Assert.Single((await check.RunAsync(new HashSet<string>(), Stop)).Findings);
        Assert.Empty((await check.RunAsync(new HashSet<string> { key }, Stop)).Findings);
    }

    /// <summary>The one dead letter that comes, once the running hub has refused the replayed message.</summary>
    private static async Task<string> OnlyAsync(CommandWorld world, Func<string, bool> isIt)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var ids = (await world.JsonAsync("dead-letters", "list")).EnumerateArray()
                .Where(e => e.GetProperty("sequence").ValueKind == System.Text.Json.JsonValueKind.Number)
                .Select(e => e.GetProperty("id").GetString()!).Where(isIt).ToArray();
            if (ids.Length == 1) return ids[0];
            await Task.Delay(25, Stop);
        }

        throw new TimeoutException("The replayed message was not refused again.");
    }
}
