using HousingFirst.Functions.Cycles;
using HousingFirst.Hub;
using HousingFirst.Hub.Cycles;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace HousingFirst.Functions.Triggers;

/// <summary>The orchestrations, which share one body, and its two activities.</summary>
public sealed class CycleFunctions(HousingFirstHub hub)
{
    /// <summary>A month's contacts.</summary>
    [Function(FunctionNames.MonthlyContactCycle)]
    public static Task MonthlyContactCycle([OrchestrationTrigger] TaskOrchestrationContext context) => CycleBody.RunAsync(context);

    /// <summary>A meeting.</summary>
    [Function(FunctionNames.BiweeklyMeetingCycle)]
    public static Task BiweeklyMeetingCycle([OrchestrationTrigger] TaskOrchestrationContext context) => CycleBody.RunAsync(context);

    /// <summary>Says what a cycle does next.</summary>
    [Function(FunctionNames.NextStep)]
    public async Task<CycleAdvice> NextStep([ActivityTrigger] CycleTurn turn, CancellationToken cancellation)
    {
        var finished = turn.Finished is { } steps ? new CycleMove.Run(steps.Stage, steps.From, steps.Count) : null;
        return await hub.NextStep.RunAsync(turn.Cycle, finished, cancellation) switch
        {
            CycleMove.Run run => new CycleAdvice(new StepRange(run.Stage, run.From, run.Count), null),
            CycleMove.Wait wait => new CycleAdvice(null, wait.Until.ToDateTimeUtc()),
            _ => new CycleAdvice(null, null),
        };
    }

    /// <summary>Does one step.</summary>
    [Function(FunctionNames.RunStep)]
    public Task RunStep([ActivityTrigger] CycleStep step, CancellationToken cancellation) =>
        hub.RunStep.RunAsync(step.Cycle, step.Stage, step.Step, cancellation).AsTask();
}
