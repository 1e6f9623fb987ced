using NodaTime;

namespace HousingFirst.Core.Planning;

/// <summary>How far a cycle has come: all that the next step depends on besides the plan and the clock.</summary>
/// <param name="Done">The last stage that is done, or was skipped; null before the first.</param>
/// <param name="Running">The stage at work; null between two.</param>
/// <param name="Steps">How many steps the stage at work has; counted when it began.</param>
/// <param name="Cursor">How many of them are done for certain: those before it.</param>
public sealed record CycleState(string? Done, string? Running, int Steps, int Cursor)
{
    /// <summary>When the first stage was begun (UTC); null before.</summary>
    public Instant? Since { get; init; }

    /// <summary>Nothing is done yet.</summary>
    public static CycleState New { get; } = new(null, null, 0, 0);

    /// <summary>The state once a stage has begun.</summary>
    public CycleState Begun(Stage stage, int steps) => this with { Running = stage.Name, Steps = steps, Cursor = 0 };

    /// <summary>The state once the steps before a number are done.</summary>
    public CycleState Reached(int cursor) => this with { Cursor = Math.Max(Cursor, cursor) };

    /// <summary>The state once a stage is done, or skipped.</summary>
    public CycleState After(Stage stage) => this with { Done = stage.Name, Running = null, Steps = 0, Cursor = 0 };
}
