using NodaTime;

namespace HousingFirst.Core.Planning;

/// <summary>What a cycle does next. Whoever drives it does that, writes the state, and asks again.</summary>
public abstract record Next
{
    private Next()
    {
    }

    /// <summary>Nothing any more.</summary>
    public sealed record Done : Next
    {
        /// <summary>The one instance.</summary>
        public static Done Instance { get; } = new();
    }

    /// <summary>Nothing before an instant (UTC).</summary>
    public sealed record WaitUntil(Stage Stage, Instant At) : Next;

    /// <summary>A reminder whose time is over: it is passed by.</summary>
    public sealed record Skip(Stage Stage) : Next;

    /// <summary>Begins a stage: its steps are counted.</summary>
    public sealed record Begin(Stage Stage) : Next;

    /// <summary>Some steps of a stage, in any order or at once; each may be done twice.</summary>
    /// <param name="Stage">The stage.</param>
    /// <param name="From">The first step's number, from 0.</param>
    /// <param name="Count">How many, at most <see cref="CyclePlan.FanOut"/>.</param>
    public sealed record Run(Stage Stage, int From, int Count) : Next;

    /// <summary>Every step of the stage is done.</summary>
    public sealed record Finish(Stage Stage) : Next;
}
