using System.Collections.Concurrent;

namespace HousingFirst.Azure.Tests.Faults;

/// <summary>Time in which a wait ends at once, and is remembered.</summary>
public sealed class HurriedTime : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> waits = new();

    /// <summary>The waits, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. waits];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
