using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.DueWork;
using NodaTime;

namespace HousingFirst.Hub.Cycles;

/// <summary>
/// Drives a cycle where there is no orchestration: its due row wakes it, it does what is to be done, and leaves a due row for when it goes on. Cut off
/// anywhere, the row that woke it is still there. It looks at least once an hour, as an orchestration does: settings and zone data may have moved.
/// </summary>
public sealed class DriveCycle(NextStep nextStep, RunStep runStep, DueStore due)
{
    private const int Hour = 60 * 60;

    /// <summary>Does everything a cycle has to do by now.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var cycle = item.About!;
        CycleMove.Run? finished = null;
        while (true)
        {
            switch (await nextStep.RunAsync(cycle, finished, cancellation))
            {
                case CycleMove.Run run:
                    for (var step = run.From; step < run.From + run.Count; step++) await runStep.RunAsync(cycle, run.Stage, step, cancellation);
                    finished = run;
                    break;
                case CycleMove.Wait wait:
                    // On the hour, so that two drivers leave one row, not one each.
                    var until = Instant.Min(wait.Until, NextHour(at.Now));
                    await due.AddAsync([new DueItem(until, DueKind.Cycle, cycle) { About = cycle }], null, cancellation);
                    return;
                default:
                    return;
            }
        }
    }

    private static Instant NextHour(Instant now) => Instant.FromUnixTimeSeconds(((now.ToUnixTimeSeconds() / Hour) + 1) * Hour);
}
