using HousingFirst.Core.Surprises;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Surprises;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary><c>hub tasks</c> and <c>hub surprises</c>, from outside.</summary>
public sealed class TasksCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_is_listed_shown_and_done_with_an_audit_entry()
    {
        await using var world = await CommandWorld.StoppedAsync();
        Assert.Contains("Nothing waits for the specialist.", await world.DoAsync("tasks", "list"), StringComparison.Ordinal);
        var task = new SpecialistTask(SpecialistTaskKind.Asked, "a1", world.Clock.GetCurrentInstant())
        {
            Agency = "river-icm",
            Contact = "dana",
            Request = new RequestedHelp(HelpAbout.Mediation, "income-support", "they want a form", "HF-7Q2K"),
        };
        await using (var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock)) await local.Hub.Tasks.AddAsync(task, Stop);

        var listed = Assert.Single((await world.JsonAsync("tasks", "list")).EnumerateArray());
        Assert.Equal((task.Id, "asked", "River ICM Team", "mediation"), (
            listed.GetProperty("id").GetString(), listed.GetProperty("what").GetString(), listed.GetProperty("organisation").GetString(), listed.GetProperty("about").GetString()));
        Assert.DoesNotContain("form", await world.DoAsync("tasks", "list"), StringComparison.Ordinal);
        var shown = await world.DoAsync("tasks", "show", task.Id);
        foreach (var said in (string[])["asked: River ICM Team", "Dana Kowalchuk", "Income Support Office", "HF-7Q2K", "they want a form", "2026-12-01 11:00"])
            Assert.Contains(said, shown, StringComparison.Ordinal);

        Assert.Contains("Done.", await world.DoAsync("tasks", "done", task.Id, "--by", "Robin"), StringComparison.Ordinal);
        Assert.Contains("It was done already", await world.DoAsync("tasks", "done", task.Id, "--by", "Chantal"), StringComparison.Ordinal);
        Assert.Equal(0, (await world.JsonAsync("tasks", "list")).GetArrayLength());
        Assert.Equal("Robin", (await world.JsonAsync("tasks", "list", "--all"))[0].GetProperty("doneBy").GetString());
        Assert.Contains("No task has that id", await world.RefusedAsync("tasks", "show", "nonsense"), StringComparison.Ordinal);
        Assert.Equal(2, (await world.RunAsync("tasks", "done")).Code);

        await using var again = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        var audit = await again.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), Stop);
        Assert.Equal(["tasks.done", "tasks.show"], audit.Select(a => a.Action).Order(StringComparer.Ordinal));
        Assert.Equal(("Robin", $"Asked {task.Id}"), audit.Where(a => a.Action == "tasks.done").Select(a => (a.By, a.About)).Single());
    }

    [Fact]
    public async Task Surprises_are_counted_by_month_and_cause()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await using (var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock))
        {
            await local.Hub.Surprises.AddAsync(new RecordedSurprise(new LocalDate(2026, 12, 1), "a", "river-icm", SurpriseCause.Bounced), Stop);
            await local.Hub.Surprises.AddAsync(new RecordedSurprise(new LocalDate(2026, 12, 1), "b", "river-icm", null), Stop);
        }

        var json = await world.JsonAsync("surprises");
        Assert.Equal(("2026-12", 1, 1), (json.GetProperty("month").GetString(), json.GetProperty("surprises").GetInt32(), json.GetProperty("strangers").GetInt32()));
        Assert.Equal(1, json.GetProperty("byCause").GetProperty("bounced").GetInt32());
        Assert.Equal(0, (await world.JsonAsync("surprises", "--month", "2026-11")).GetProperty("surprises").GetInt32());
        Assert.Contains("bounced", await world.DoAsync("surprises", "--month", "2026-12"), StringComparison.Ordinal);
        Assert.Contains("That is no month", await world.RefusedAsync("surprises", "--month", "December"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_morning_mail_is_planned_at_the_hubs_start_and_anew_when_the_community_is_set()
    {
        await using var world = await CommandWorld.StoppedAsync();
        Assert.Equal([Instant.FromUtc(2026, 12, 2, 13, 0)], await PlannedAsync(world));
        await world.DoAsync("community", "set", world.File("town.json", """{ "zone": "America/Toronto" }"""));
        Assert.Equal([Instant.FromUtc(2026, 12, 2, 12, 0), Instant.FromUtc(2026, 12, 2, 13, 0)], await PlannedAsync(world));
    }

    private static async Task<IEnumerable<Instant>> PlannedAsync(CommandWorld world)
    {
        await using var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        return (await local.Hub.Due.AllAsync(Stop)).Where(i => i.Kind == HousingFirst.Hub.DueWork.DueKind.Morning).Select(i => i.At);
    }
}
