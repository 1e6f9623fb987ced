namespace HousingFirst.Azure.Tests.Faults;

/// <summary>Time in which a wait ends when it is let go.</summary>
public sealed class HeldTime(Task until) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        until.ContinueWith(_ => timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan), TaskScheduler.Default);
        return timer;
    }
}
