using HousingFirst.Core.Calendars;
using NodaTime;

namespace HousingFirst.Core.Network;

/// <summary>Why the specialist is asked to look at a prospect again.</summary>
public enum PromptReason
{
    /// <summary>An agency suggested it, and nobody has taken a step yet.</summary>
    Suggested,

    /// <summary>The day has come that the organisation named.</summary>
    AskAgain,

    /// <summary>It has rested for 90 days.</summary>
    RestOver,
}

/// <summary>A prompt to the specialist; at most one waits for a prospect, since a later step takes the place of what an earlier one asked for.</summary>
/// <param name="Reason">Why.</param>
/// <param name="On">The day, in the community's zone.</param>
/// <param name="Cause">What asks for it: the same cause never prompts twice.</param>
public sealed record Prompt(PromptReason Reason, LocalDate On, string Cause)
{
    private static readonly LocalTime Hour = new(6, 0);

    /// <summary>When it becomes a task: an hour before the first morning mail can leave, so that it is in the mail of its day.</summary>
    public Instant At(DateTimeZone zone) => WorkingHours.At(On, Hour, zone);
}
