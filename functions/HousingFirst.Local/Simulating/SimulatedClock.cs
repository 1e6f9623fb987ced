using NodaTime;

namespace HousingFirst.Local.Simulating;

/// <summary>A clock that stands still until it is moved, and only forward.</summary>
internal sealed class SimulatedClock(Instant start) : IClock
{
    private Instant now = start;

    public Instant GetCurrentInstant() => now;

    /// <summary>Moves it on to an instant; one that is past leaves it.</summary>
    public void MoveTo(Instant instant) => now = Instant.Max(now, instant);
}
