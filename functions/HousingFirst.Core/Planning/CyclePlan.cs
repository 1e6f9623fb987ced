using System.Collections.Immutable;
using NodaTime;

namespace HousingFirst.Core.Planning;

/// <summary>
/// What a cycle does when. It is computed anew at every wake from the settings as they are then, so a change in mid-cycle takes effect at the next
/// step, and it can be printed before any of it happens.
/// </summary>
/// <param name="Cycle">The cycle's id: letters, digits, hyphens, since it is a table key and an orchestration's id.</param>
/// <param name="Stages">In the order in which they are done.</param>
public sealed record CyclePlan(string Cycle, ImmutableArray<Stage> Stages)
{
    /// <summary>Steps done at once: wider fan-outs cost a replay more than they save.</summary>
    public const int FanOut = 20;

    /// <summary>What comes next.</summary>
    /// <param name="state">How far the cycle has come.</param>
    /// <param name="now">The instant (UTC).</param>
    public Next Next(CycleState state, Instant now)
    {
        var i = Following(state.Done);
        if (i == Stages.Length) return Planning.Next.Done.Instance;
        var stage = Stages[i];
        if (stage.Name == state.Running)
        {
            return state.Cursor < state.Steps
                ? new Next.Run(stage, state.Cursor, Math.Min(FanOut, state.Steps - state.Cursor))
                : new Next.Finish(stage);
        }

        if (now < stage.At) return new Next.WaitUntil(stage, stage.At);
        return stage.IsReminder && i + 1 < Stages.Length && Stages[i + 1].At <= now ? new Next.Skip(stage) : new Next.Begin(stage);
    }

    /// <summary>Where the stages go on after one; from the start where the settings have it no longer and nothing after it is known.</summary>
    private int Following(string? done)
    {
        if (done is null) return 0;
        for (var i = Stages.Length - 1; i >= 0; i--)
        {
            if (Stages[i].Name == done) return i + 1;
        }

        throw new InvalidOperationException($"The plan of {Cycle} has no stage {done}: stages keep their names for ever.");
    }
}
