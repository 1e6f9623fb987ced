using System.Globalization;
using Microsoft.DurableTask;

namespace HousingFirst.Functions.Cycles;

/// <summary>
/// The one body of every cycle's orchestration. It is replayed from its history at every wake, also by the next version while an instance runs: so it
/// asks, waits or fans out, and begins anew; everything else is in the activities. A test holds its sequence of actions.
/// </summary>
public static class CycleBody
{
    /// <summary>A wait is at most this long, so that a plan changed meanwhile is seen within the hour.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>And at least this long: clocks differ, and a wait that is over too early must not spin.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(5);

    /// <summary>Storage that is down for a minute is waited for; after that the instance fails, and the tick starts it again.</summary>
    private static readonly TaskOptions Patiently = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 6, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(1)));

    /// <summary>Does one turn.</summary>
    public static async Task RunAsync(TaskOrchestrationContext context)
    {
        var turn = context.GetInput<CycleTurn>()!;
        var next = await context.CallActivityAsync<CycleAdvice>(FunctionNames.NextStep, turn, Patiently);
        context.SetCustomStatus(StatusOf(next));
        if (next.Run is { } run)
        {
            await Task.WhenAll(Enumerable.Range(run.From, run.Count).Select(
                step => context.CallActivityAsync(FunctionNames.RunStep, new CycleStep(turn.Cycle, run.Stage, step), Patiently)));
            context.ContinueAsNew(turn with { Finished = run });
        }
        else if (next.Until is { } until)
        {
            var (soonest, latest) = (context.CurrentUtcDateTime + ShortestWait, context.CurrentUtcDateTime + LongestWait);
            await context.CreateTimer(until < soonest ? soonest : until > latest ? latest : until, CancellationToken.None);
            context.ContinueAsNew(turn with { Finished = null });
        }
    }

    /// <summary>For operators: what the cycle is doing, or when it goes on (UTC).</summary>
    private static string StatusOf(CycleAdvice next) => next switch
    {
        { Run: { } run } => string.Create(CultureInfo.InvariantCulture, $"{run.Stage}: steps {run.From} to {run.From + run.Count - 1}"),
        { Until: { } until } => string.Create(CultureInfo.InvariantCulture, $"waits until {until:yyyy-MM-dd'T'HH:mm:ss}Z"),
        _ => "done",
    };
}
