using NodaTime;

namespace HousingFirst.Core.Planning;

/// <summary>One stage of a cycle: something that is done once, for everyone it concerns.</summary>
/// <param name="Name">What tells it apart in its cycle: letters, digits, hyphens. It is stored: never change one.</param>
/// <param name="At">When it begins (UTC).</param>
/// <param name="IsReminder">Whether it is void once the next stage has begun as well: nobody is reminded twice at once after an outage.</param>
public sealed record Stage(string Name, Instant At, bool IsReminder = false)
{
    /// <summary>
    /// A reminder is void in a cycle that began after this instant (UTC): nobody is reminded of what was not asked of them in time. It is when the
    /// reminder itself begins, where it rests on no other stage.
    /// </summary>
    public Instant AskedBy { get; init; } = At;
}
