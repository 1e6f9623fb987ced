namespace HousingFirst.Contracts.Model;

/// <summary>Every state a notice's life can reach and every step between them, once.</summary>
public sealed class LifeSpace
{
    private LifeSpace(IReadOnlyList<Life> states, IReadOnlyList<IReadOnlyList<LifeMove>> moves) => (States, Moves) = (states, moves);

    /// <summary>The states, the first before anything happened.</summary>
    public IReadOnlyList<Life> States { get; }

    /// <summary>The moves out of each state.</summary>
    public IReadOnlyList<IReadOnlyList<LifeMove>> Moves { get; }

    public static LifeSpace Explore()
    {
        var numbers = new Dictionary<Life, int> { [new Life()] = 0 };
        var states = new List<Life> { new() };
        var moves = new List<IReadOnlyList<LifeMove>>();
        for (var from = 0; from < states.Count; from++)
        {
            var here = new List<LifeMove>();
            foreach (var step in LifeSteps.All.Where(step => step.Can(states[from])))
            {
                var next = step.Do(states[from]);
                if (numbers.TryAdd(next, states.Count)) states.Add(next);
                here.Add(new LifeMove(step.Name, numbers[next]));
            }

            moves.Add(here);
        }

        return new LifeSpace(states, moves);
    }
}

/// <summary>A step to a state.</summary>
public readonly record struct LifeMove(string Step, int To);
