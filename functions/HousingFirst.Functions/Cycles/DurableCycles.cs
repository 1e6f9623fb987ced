using DurableTask.Core.Exceptions;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub;
using HousingFirst.Hub.Cycles;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace HousingFirst.Functions.Cycles;

/// <summary>The cycles' instances in Durable's task hub: one a cycle, by an id that follows from it.</summary>
public sealed class DurableCycles(HubOptions options) : ICycleInstances
{
    /// <summary>The client that the tick was given: the platform gives one to functions only.</summary>
    public DurableTaskClient? Client { get; set; }

    /// <inheritdoc/>
    public async ValueTask EnsureAsync(string cycle, CancellationToken cancellation)
    {
        var client = Client ?? throw new InvalidOperationException("Cycles are started by the tick alone.");
        var id = $"{options.Community}.{cycle}";
        if (await client.GetInstanceAsync(id, cancellation) is { IsCompleted: false }) return;
        var name = ContactPlan.MonthOf(cycle) is null ? FunctionNames.BiweeklyMeetingCycle : FunctionNames.MonthlyContactCycle;
        var once = new StartOrchestrationOptions(id).WithDedupeStatuses(
            OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(name, new CycleTurn(cycle), once, cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Another tick was quicker: it runs.
        }
    }
}
