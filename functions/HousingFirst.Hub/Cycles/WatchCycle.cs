using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.DueWork;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.Cycles;

/// <summary>
/// Sees to it that a cycle goes on where an orchestration drives it: its due row starts the instance, and comes again after each step's hour. An
/// instance that is gone (its history lost, purged, ended by an operator) is started again: the cycle's row, not its history, says how far it has come.
/// </summary>
public sealed partial class WatchCycle(CycleStore cycles, ICycleInstances instances, DueStore due, ILogger<WatchCycle> log)
{
    /// <summary>So long after its hour a step should have been done.</summary>
    private static readonly Duration Patience = Duration.FromMinutes(10);

    /// <summary>A step this late is said to be: longer than any outage of a driver that mends itself.</summary>
    private static readonly Duration Overdue = Duration.FromHours(2);

    /// <summary>Looks after a cycle, and leaves a due row for the next look; none once the cycle is done.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var cycle = item.About!;
        if (await cycles.ReadAsync(cycle, cancellation) is not { NextAt: { } next }) return;
        if (at.Now - next > Overdue) IsOverdue(log, cycle, (at.Now - next).TotalHours);
        await instances.EnsureAsync(cycle, cancellation);
        await due.AddAsync([new DueItem(Instant.Max(next, at.Now) + Patience, DueKind.Cycle, cycle) { About = cycle }], null, cancellation);
    }

    [LoggerMessage(LogLevel.Error, "Cycle {Cycle} should have gone on {Hours:F0} hours ago: look at its instance's custom status and failures.")]
    private static partial void IsOverdue(ILogger log, string cycle, double hours);
}
