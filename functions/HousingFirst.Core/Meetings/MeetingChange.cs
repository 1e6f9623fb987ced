using NodaTime;

namespace HousingFirst.Core.Meetings;

/// <summary>What the rule of the series doesn't say of one meeting. A meeting that was moved keeps its id.</summary>
/// <param name="Meeting">The meeting's id.</param>
/// <param name="Kind">What was done.</param>
/// <param name="On">The day on which it is, or would have been.</param>
/// <param name="At">When it begins, local time.</param>
public sealed record MeetingChange(string Meeting, MeetingChangeKind Kind, LocalDate On, LocalTime At);

/// <summary>What was done to one meeting.</summary>
public enum MeetingChangeKind
{
    /// <summary>It was moved to another day or hour.</summary>
    Moved,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It was added to those of the rule.</summary>
    Added,

    /// <summary>It had been called when the rule changed, and stays as it was.</summary>
    Kept,
}
