using HousingFirst.Hub.Directory;

namespace HousingFirst.Hub.Cycles;

/// <summary>Does one step of a cycle's stage. A step given twice, or to two drivers, is done once.</summary>
public sealed class RunStep(CycleStore cycles, ICycleKind[] kinds, DirectoryCache directory)
{
    /// <summary>Does a step.</summary>
    /// <param name="cycle">The cycle's id.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="step">The step's number, from 0.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    public async ValueTask RunAsync(string cycle, string stage, int step, CancellationToken cancellation)
    {
        if (await cycles.ReadAsync(cycle, cancellation) is not { } stored || stored.State.Running != stage) return;
        await kinds.First(k => k.Knows(cycle)).StepAsync(stored, stage, step, await directory.NowAsync(cancellation), cancellation);
    }
}
