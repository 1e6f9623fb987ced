namespace HousingFirst.Core.Planning;

/// <summary>How far a cycle has come: all that the next step depends on besides the plan and the clock.</summary>
/// <param name="Done">The last stage that is done, or was skipped; null before the first.</param>
/// <param name="Running">The stage at work; null between two.</param>
/// <param name="Steps">How many steps the stage at work has; counted when it began.</param>
/// <param name="Cursor">How many of them are done for certain: those before it.</param>
public sealed record CycleState(string? Done, string? Running, int Steps, int Cursor)
{
    /// <summary>Nothing is done yet.</summary>
    public static CycleState New { get; } = new(null, null, 0, 0);

    /// <summary>The state once a stage has begun.</summary>
    public CycleState Begun(Stage stage, int steps) => new(Done, stage.Name, steps, 0);

    /// <summary>The state once the steps before a number are done.</summary>
    public CycleState Reached(int cursor) => this with { Cursor = Math.Max(Cursor, cursor) };

    /// <summary>The state once a stage is done, or skipped.</summary>
    public static CycleState After(Stage stage) => new(stage.Name, null, 0, 0);
}
