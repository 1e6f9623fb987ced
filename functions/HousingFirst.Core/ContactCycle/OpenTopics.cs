using NodaTime;

namespace HousingFirst.Core.ContactCycle;

/// <summary>
/// What the last talk of a program and a partner left open, in the words of who recorded it: where the next one begins. A talk with nothing new leaves
/// nothing open.
/// </summary>
/// <param name="On">The day of that talk.</param>
/// <param name="Topics">What it was about; null where nobody said.</param>
/// <param name="FollowUp">What was to come next; null where nothing was.</param>
public sealed record OpenTopics(LocalDate On, string? Topics, string? FollowUp)
{
    /// <summary>
    /// What is open after everything that was recorded. Program and partner may both record the same talk: of a day's records the last that says something
    /// counts. An attempt is no talk, and closes nothing.
    /// </summary>
    /// <returns>Null where nothing is open.</returns>
    public static OpenTopics? Of(IEnumerable<ContactMade> recorded)
    {
        var made = recorded.Where(c => c.Outcome == ContactOutcome.Made).OrderBy(c => c.Recorded).ThenBy(c => c.Key, StringComparer.Ordinal).ToArray();
        if (made.Length == 0) return null;
        var day = made.Max(c => c.On);
        return made.LastOrDefault(c => c.On == day && (c.Topics ?? c.FollowUp) is not null) is { } last
            ? new OpenTopics(day, last.Topics, last.FollowUp)
            : null;
    }
}
