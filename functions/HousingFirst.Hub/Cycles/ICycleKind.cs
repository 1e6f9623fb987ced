using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Planning;

namespace HousingFirst.Hub.Cycles;

/// <summary>One kind of cycle: its plan, and what its stages do. Everything here may be done twice, and two at once.</summary>
public interface ICycleKind
{
    /// <summary>Whether a cycle is of this kind.</summary>
    bool Knows(string cycle);

    /// <summary>The plan of a cycle, from the settings as they are.</summary>
    CyclePlan Plan(string cycle, Community community);

    /// <summary>Counts a stage's steps, and whatever must be fixed before the first of them.</summary>
    /// <returns>The cycle with the stage begun: not written yet.</returns>
    ValueTask<StoredCycle> BeginAsync(StoredCycle cycle, Stage stage, Surroundings at, CancellationToken cancellation);

    /// <summary>Does one step.</summary>
    ValueTask StepAsync(StoredCycle cycle, string stage, int step, Surroundings at, CancellationToken cancellation);

    /// <summary>What follows from a stage whose steps are all done.</summary>
    /// <param name="cycle">The cycle, the stage done.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>The cycle: not written yet. A stage may be begun again, where what it stood on has moved.</returns>
    ValueTask<StoredCycle> FinishAsync(StoredCycle cycle, Stage stage, Surroundings at, CancellationToken cancellation);
}
