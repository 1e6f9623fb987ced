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

    /// <summary>
    /// The names of every stage that a plan of this kind may have under any settings, in order: a stage that was done and that the settings have no
    /// longer keeps its place. The plan's own where nothing else is said.
    /// </summary>
    public ImmutableArray<string> Names { get; init; } = [.. Stages.Select(s => s.Name)];

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
        return IsVoid(i, state, now) ? new Next.Skip(stage) : new Next.Begin(stage);
    }

    /// <summary>Whether a stage is passed by: a reminder whose time is over, or that comes to somebody who was asked too late to be reminded.</summary>
    /// <param name="stage">Its place.</param>
    /// <param name="state">How far the cycle has come.</param>
    /// <param name="now">The instant (UTC).</param>
    public bool IsVoid(int stage, CycleState state, Instant now) =>
        Stages[stage].IsReminder
        && (state.Since > Stages[stage].AskedBy || (stage + 1 < Stages.Length && Stages[stage + 1].At <= now));

    /// <summary>Whether a stage is done, or was passed by.</summary>
    public bool IsOver(Stage stage, CycleState state) => Stages.IndexOf(stage) < Following(state.Done);

    /// <summary>Where the stages go on after one.</summary>
    private int Following(string? done)
    {
        if (done is null) return 0;
        var place = Names.IndexOf(done);
        if (place < 0) throw new InvalidOperationException($"A plan of {Cycle} never had a stage {done}: stages keep their names for ever.");
        var i = 0;
        while (i < Stages.Length && Names.IndexOf(Stages[i].Name) <= place) i++;
        return i;
    }
}
