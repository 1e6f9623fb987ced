using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Planning;
using HousingFirst.Hub.Directory;
using NodaTime;

namespace HousingFirst.Hub.Cycles;

/// <summary>
/// Moves a cycle on and says what is to be done now. Any number of drivers may ask at once: the cycle's row moves by its ETag, and a step that two of
/// them are given is done once.
/// </summary>
public sealed class NextStep(CycleStore cycles, ICycleKind[] kinds, DirectoryCache directory)
{
    private const int MostTries = 25;

    /// <summary>What the cycle does next.</summary>
    /// <param name="cycle">Its id.</param>
    /// <param name="finished">The steps that the driver was given last and has done, all of them; null where it was given none.</param>
    /// <param name="cancellation">Stops it; it can be asked again.</param>
    public async ValueTask<CycleMove> RunAsync(string cycle, CycleMove.Run? finished, CancellationToken cancellation)
    {
        var kind = kinds.FirstOrDefault(k => k.Knows(cycle)) ?? throw new InvalidOperationException($"No cycle of this hub is called {cycle}.");
        var at = await directory.NowAsync(cancellation);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await cycles.ReadAsync(cycle, cancellation) is not { } stored) return CycleMove.Done.Instance;
            var (moved, move) = await MoveAsync(kind, WithFinished(stored, finished), at, cancellation);
            if (moved == stored || await cycles.WriteAsync(moved, cancellation) is not null) return move;
        }

        throw new IOException($"The cycle moved {MostTries} times while one driver asked what comes next. Ask again.");
    }

    /// <summary>
    /// Steps that are done for certain. Another driver may have gone on meanwhile, or the stage may be over: then there is nothing to note.
    /// </summary>
    private static StoredCycle WithFinished(StoredCycle stored, CycleMove.Run? finished) =>
        finished is not null && stored.State.Running == finished.Stage && stored.State.Cursor == finished.From
            ? stored with { State = stored.State.Reached(finished.From + finished.Count) }
            : stored;

    private static async ValueTask<(StoredCycle Cycle, CycleMove Move)> MoveAsync(
        ICycleKind kind, StoredCycle cycle, Surroundings at, CancellationToken cancellation)
    {
        var plan = kind.Plan(cycle.Id, at.Community);
        while (true)
        {
            switch (plan.Next(cycle.State, at.Now))
            {
                case Next.Done:
                    return (cycle with { NextAt = null }, CycleMove.Done.Instance);
                case Next.WaitUntil wait:
                    return (cycle with { NextAt = wait.At }, new CycleMove.Wait(wait.At));
                case Next.Run run:
                    return (cycle, new CycleMove.Run(run.Stage.Name, run.From, run.Count));
                case Next.Skip skip:
                    cycle = cycle with { State = cycle.State.After(skip.Stage) };
                    break;
                case Next.Begin begin:
                    cycle = await kind.BeginAsync(cycle, begin.Stage, at, cancellation);
                    cycle = cycle with { State = cycle.State with { Since = cycle.State.Since ?? at.Now } };
                    break;
                case Next.Finish finish:
                    cycle = await kind.FinishAsync(cycle with { State = cycle.State.After(finish.Stage) }, finish.Stage, at, cancellation);
                    break;
            }
        }
    }
}

/// <summary>What a driver does next.</summary>
public abstract record CycleMove
{
    private CycleMove()
    {
    }

    /// <summary>Nothing any more.</summary>
    public sealed record Done : CycleMove
    {
        /// <summary>The one instance.</summary>
        public static Done Instance { get; } = new();
    }

    /// <summary>Wait until an instant (UTC), then ask again.</summary>
    public sealed record Wait(Instant Until) : CycleMove;

    /// <summary>Do these steps, in any order or at once, then ask again.</summary>
    /// <param name="Stage">The stage.</param>
    /// <param name="From">The first step's number, from 0.</param>
    /// <param name="Count">How many.</param>
    public sealed record Run(string Stage, int From, int Count) : CycleMove;
}
