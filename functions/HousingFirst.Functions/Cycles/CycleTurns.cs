namespace HousingFirst.Functions.Cycles;

/// <summary>What an orchestration of a cycle carries from turn to turn. It is stored with running instances: a member may be added, none changed.</summary>
/// <param name="Cycle">The cycle's id.</param>
/// <param name="Finished">The steps that the last turn did, all of them; null where it waited.</param>
public sealed record CycleTurn(string Cycle, StepRange? Finished = null);

/// <summary>Some steps of a stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="From">The first step's number, from 0.</param>
/// <param name="Count">How many.</param>
public sealed record StepRange(string Stage, int From, int Count);

/// <summary>What a cycle does next: steps, or a wait; neither once it is done.</summary>
/// <param name="Run">The steps.</param>
/// <param name="Until">The instant (UTC) before which there is nothing to do.</param>
public sealed record CycleAdvice(StepRange? Run, DateTime? Until);

/// <summary>One step.</summary>
/// <param name="Cycle">The cycle's id.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Step">The step's number, from 0.</param>
public sealed record CycleStep(string Cycle, string Stage, int Step);
