using System.Text.Json;
using HousingFirst.Functions.Cycles;
using Microsoft.DurableTask;
using Xunit;

namespace HousingFirst.Functions.Tests.Replay;

/// <summary>The one body of every cycle, replayed at every await.</summary>
public sealed class CycleBodyTests
{
    private static readonly DateTime Began = new(2026, 12, 1, 14, 0, 0, DateTimeKind.Utc);

    /// <summary>A running instance replays this sequence with the next version: change it only under a new name of the orchestration.</summary>
    [Fact]
    public void The_sequence_of_actions_is_the_one_that_running_instances_know()
    {
        CycleAdvice[] answers =
        [
            new(null, Began.AddMinutes(20)),
            new(new StepRange("open", 0, 2), null),
            new(null, Began.AddDays(9)),
            new(null, Began.AddDays(-1)),
            new(null, null),
        ];

        Assert.Equal(
            """
            activity NextStep {"Cycle":"contacts-2026-12","Finished":null}, 6 tries
            timer 2026-12-01 14:20:00.0000000
            status "waits until 2026-12-01T14:20:00Z", continue {"Cycle":"contacts-2026-12","Finished":null}
            activity NextStep {"Cycle":"contacts-2026-12","Finished":null}, 6 tries
            activity RunStep {"Cycle":"contacts-2026-12","Stage":"open","Step":0}, 6 tries
            activity RunStep {"Cycle":"contacts-2026-12","Stage":"open","Step":1}, 6 tries
            status "open: steps 0 to 1", continue {"Cycle":"contacts-2026-12","Finished":{"Stage":"open","From":0,"Count":2}}
            activity NextStep {"Cycle":"contacts-2026-12","Finished":{"Stage":"open","From":0,"Count":2}}, 6 tries
            timer 2026-12-01 15:20:00.0000000
            status "waits until 2026-12-10T14:00:00Z", continue {"Cycle":"contacts-2026-12","Finished":null}
            activity NextStep {"Cycle":"contacts-2026-12","Finished":null}, 6 tries
            timer 2026-12-01 15:20:05.0000000
            status "waits until 2026-11-30T14:00:00Z", continue {"Cycle":"contacts-2026-12","Finished":null}
            activity NextStep {"Cycle":"contacts-2026-12","Finished":null}, 6 tries
            status "done", ends

            """,
            Play(CycleBody.RunAsync, answers));
    }

    [Fact]
    public void A_wait_goes_on_by_the_recorded_clock_and_not_by_the_machines()
    {
        var history = new List<HistoryLine>();
        var input = JsonSerializer.Serialize(new CycleTurn("contacts-2026-12"));
        Assert.False(new ReplayingContext("i", input, history, Began).Run(CycleBody.RunAsync));
        (history[0].Result, history[0].DoneAt) = (JsonSerializer.Serialize(new CycleAdvice(null, Began.AddDays(2))), Began.AddSeconds(3));
        for (var replay = 0; replay < 3; replay++) Assert.False(new ReplayingContext("i", input, history, Began).Run(CycleBody.RunAsync));

        Assert.Equal(2, history.Count);
        Assert.Equal(Began.AddSeconds(3).AddHours(1), history[1].FiresAt);
    }

    public static TheoryData<string> Mistakes => ["machine clock", "random id", "delay", "other thread", "other order"];

    /// <summary>Each planted mistake is seen: the test that guards the body can fail.</summary>
    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_body_that_is_not_deterministic_is_caught(string mistake)
    {
        var runs = 0;
        Func<TaskOrchestrationContext, Task> body = mistake switch
        {
            "machine clock" => MachineClockAsync,
            "random id" => RandomIdAsync,
            "delay" => DelayAsync,
            "other thread" => OtherThreadAsync,
            _ => c => OtherOrderAsync(c, ++runs),
        };

        Assert.Throws<NotDeterministicException>(() => Play(body, [new(null, Began), new(null, Began), new(null, null)]));
    }

    private static async Task MachineClockAsync(TaskOrchestrationContext context)
    {
        await context.CallActivityAsync("NextStep");
        await context.CreateTimer(DateTime.UtcNow.AddHours(1), CancellationToken.None);
    }

    private static async Task RandomIdAsync(TaskOrchestrationContext context)
    {
        await context.CallActivityAsync("NextStep", Guid.NewGuid());
        await context.CallActivityAsync("RunStep");
    }

    private static async Task DelayAsync(TaskOrchestrationContext context)
    {
        await Task.Delay(TimeSpan.FromMinutes(1));
        await context.CallActivityAsync("NextStep");
    }

    private static async Task OtherThreadAsync(TaskOrchestrationContext context)
    {
        await context.CallActivityAsync("NextStep");
        await Task.Run(() => context.CallActivityAsync("RunStep"));
    }

    private static async Task OtherOrderAsync(TaskOrchestrationContext context, int run)
    {
        await context.CallActivityAsync("NextStep");
        await context.CallActivityAsync(run % 2 == 0 ? "NextStep" : "RunStep");
        await context.CallActivityAsync("RunStep");
    }

    /// <summary>Plays a body to its end, replaying it after each thing that was done; gives its actions, a line each.</summary>
    private static string Play(Func<TaskOrchestrationContext, Task> body, CycleAdvice[] answers)
    {
        var lines = new System.Text.StringBuilder();
        var (input, now, answered) = (JsonSerializer.Serialize(new CycleTurn("contacts-2026-12")), Began, 0);
        while (true)
        {
            var (history, start) = (new List<HistoryLine>(), now);
            var context = new ReplayingContext("lethbridge.contacts-2026-12", input, history, start);
            while (!context.Run(body))
            {
                var line = history.First(l => l.Result is null);
                if (line.FiresAt is { } at && at > now) now = at;
                line.Result = line.Activity?.Name == FunctionNames.NextStep ? JsonSerializer.Serialize(answers[answered++]) : "null";
                line.DoneAt = now;
                context = new ReplayingContext("lethbridge.contacts-2026-12", input, history, start);
            }

            foreach (var line in history) lines.Append(line.Action).Append('\n');
            lines.Append("status ").Append(context.CustomStatus).Append(context.NextInput is { } next ? ", continue " + next : ", ends").Append('\n');
            if (context.NextInput is null) return lines.ToString();
            input = context.NextInput;
        }
    }
}
