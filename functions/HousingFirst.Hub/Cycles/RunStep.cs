using HousingFirst.Hub.Directory;
using NodaTime;

namespace HousingFirst.Hub.Cycles;

/// <summary>
/// Does one step of a cycle's stage. A step given twice, or to two drivers, is done once. The cycle's row is read once a minute, not once a step:
/// whom a stage's steps are about stays as it is while the stage is at work.
/// </summary>
public sealed class RunStep(CycleStore cycles, ICycleKind[] kinds, DirectoryCache directory)
{
    private static readonly Duration Fresh = Duration.FromMinutes(1);

    private volatile Known? known;

    /// <summary>Does a step.</summary>
    /// <param name="cycle">The cycle's id.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="step">The step's number, from 0.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    public async ValueTask RunAsync(string cycle, string stage, int step, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        if (await FindAsync(cycle, stage, step, at.Now, cancellation) is not { } stored) return;
        await kinds.First(k => k.Knows(cycle)).StepAsync(stored, stage, step, at, cancellation);
    }

    /// <summary>The cycle with the stage at work and the step in it, or null where it has gone on.</summary>
    private async ValueTask<StoredCycle?> FindAsync(string cycle, string stage, int step, Instant now, CancellationToken cancellation)
    {
        if (known is { } last && last.Cycle.Id == cycle && Has(last.Cycle, stage, step) && now >= last.Read && now - last.Read < Fresh) return last.Cycle;
        if (await cycles.ReadAsync(cycle, cancellation) is not { } stored || !Has(stored, stage, step)) return null;
        known = new Known(stored, now);
        return stored;
    }

    private static bool Has(StoredCycle cycle, string stage, int step) => cycle.State.Running == stage && step < cycle.State.Steps;

    private sealed record Known(StoredCycle Cycle, Instant Read);
}
