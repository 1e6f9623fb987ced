namespace HousingFirst.Contracts.Model;

/// <summary>
/// Walks through the model that meet every situation: the deepest first, by a shortest path, then on through what was not met yet. A situation
/// is a step together with one aspect of where it happens (wherever the two handlers stand, whatever the notice's row says, wherever its
/// message is, withdrawn or not), or with all of them at once, which are many more.
/// </summary>
public sealed class LifeWalks
{
    private const int Longest = 60;

    private readonly LifeSpace space;
    private readonly (int From, string Step)[] parents;
    private readonly Func<Life, Life[]> aspects;
    private readonly HashSet<(string Step, Life Aspect)> met = [];
    private readonly HashSet<(int From, string Step)> taken = [];
    private readonly List<IReadOnlyList<(Life Before, string Step, Life After)>> walks = [];

    private LifeWalks(LifeSpace space, Func<Life, Life[]> aspects)
    {
        (this.space, this.aspects) = (space, aspects);
        parents = new (int, string)[space.States.Count];
        Array.Fill(parents, (-1, string.Empty));
    }

    /// <summary>The walks, each from the beginning.</summary>
    public IReadOnlyList<IReadOnlyList<(Life Before, string Step, Life After)>> All => walks;

    /// <summary>How many situations they meet: all there are.</summary>
    public int Situations => met.Count;

    /// <summary>How many different transitions they take.</summary>
    public int Transitions => taken.Count;

    /// <summary>Meets each step in each aspect.</summary>
    public static LifeWalks Short(LifeSpace space) => Plan(space, s =>
    [
        new Life { Worker = Standing(s.Worker), Tick = Standing(s.Tick), Came = true },
        new Life { Worker = Standing(s.Worker), Withdrawn = s.Withdrawn },
        new Life { Tick = Standing(s.Tick), Withdrawn = s.Withdrawn },
        new Life { Line = s.Line, Withdrawn = s.Withdrawn },
        new Life { Worker = Standing(s.Worker), Parcel = s.Parcel },
        new Life { Way = s.Way, Worker = Standing(s.Worker) },
        new Life { Way = s.Way, Tick = Standing(s.Tick) },
        new Life { Stop = s.Stop, StopWaits = s.StopWaits, Mailed = s.Mailed, Copies = s.Copies },
    ]);

    /// <summary>Meets each step in all aspects at once.</summary>
    public static LifeWalks Long(LifeSpace space) => Plan(space, s =>
    [
        new Life { Worker = Standing(s.Worker), Tick = Standing(s.Tick), Line = s.Line, Parcel = s.Parcel, Withdrawn = s.Withdrawn, Stop = s.Stop },
    ]);

    private static Hand Standing(Hand hand) => new() { At = hand.At };

    private static LifeWalks Plan(LifeSpace space, Func<Life, Life[]> aspects)
    {
        var plan = new LifeWalks(space, aspects);
        var first = new Dictionary<(string, Life), (int From, LifeMove Move)>();
        for (var from = 0; from < space.States.Count; from++)
        {
            var here = aspects(space.States[from]);
            foreach (var move in space.Moves[from])
            {
                foreach (var aspect in here) first.TryAdd((move.Step, aspect), (from, move));
                if (move.To != 0 && plan.parents[move.To].From < 0) plan.parents[move.To] = (from, move.Step);
            }
        }

        foreach (var (situation, (from, move)) in first.Reverse())
        {
            if (!plan.met.Contains(situation)) plan.Walk(from, move);
        }

        return plan;
    }

    private void Walk(int from, LifeMove move)
    {
        var path = new List<(int From, LifeMove Move)> { (from, move) };
        for (var at = from; at != 0; at = parents[at].From) path.Insert(0, (parents[at].From, new LifeMove(parents[at].Step, at)));
        foreach (var (before, step) in path) Meet(before, step);
        for (var at = move.To; path.Count < Longest && Unmet(at) is { } next; at = next.To)
        {
            Meet(at, next);
            path.Add((at, next));
        }

        walks.Add([.. path.Select(p => (space.States[p.From], p.Move.Step, space.States[p.Move.To]))]);
    }

    /// <summary>The move that meets the most that was not met.</summary>
    private LifeMove? Unmet(int at)
    {
        var here = aspects(space.States[at]);
        var (most, best) = (0, (LifeMove?)null);
        foreach (var move in space.Moves[at])
        {
            var unmet = here.Count(aspect => !met.Contains((move.Step, aspect)));
            if (unmet > most) (most, best) = (unmet, move);
        }

        return best;
    }

    private void Meet(int from, LifeMove move)
    {
        foreach (var aspect in aspects(space.States[from])) met.Add((move.Step, aspect));
        taken.Add((from, move.Step));
    }
}
