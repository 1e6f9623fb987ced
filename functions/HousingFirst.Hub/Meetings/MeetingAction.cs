using NodaTime;

namespace HousingFirst.Hub.Meetings;

/// <summary>Something an agency took on at a meeting. It outlives the meeting, so it says nothing about any client.</summary>
/// <param name="Id">What tells it apart.</param>
/// <param name="Meeting">The meeting it was agreed at.</param>
/// <param name="Owner">The agency that does it.</param>
/// <param name="What">What, in words that everyone may read.</param>
/// <param name="Due">The last day.</param>
/// <param name="Agreed">When it was recorded (UTC).</param>
public sealed record MeetingAction(string Id, string Meeting, string Owner, string What, LocalDate Due, Instant Agreed)
{
    /// <summary>The day it was done, or dropped; null while it is open.</summary>
    public LocalDate? Closed { get; init; }

    /// <summary>Whether it was dropped instead of done.</summary>
    public bool IsDropped { get; init; }

    /// <summary>The ETag it was read with.</summary>
    public string? ETag { get; init; }

    /// <summary>Whether it is open after its last day: it is on the next agenda.</summary>
    public bool IsOverdue(LocalDate on) => Closed is null && Due < on;
}
