using HousingFirst.Core.Calendars;
using NodaTime;

namespace HousingFirst.Core.Meetings;

/// <summary>One meeting of the series.</summary>
/// <param name="Id">Its id, <c>meetings-2026-12-09</c>: the day the rule gave it, wherever it was moved since.</param>
/// <param name="On">The day it is held, in the community's zone.</param>
/// <param name="At">When it begins, local time.</param>
/// <param name="Minutes">How long it lasts.</param>
/// <param name="Zone">The community's zone.</param>
public sealed record Meeting(string Id, LocalDate On, LocalTime At, int Minutes, DateTimeZone Zone)
{
    /// <summary>Whether it was cancelled, or the rule has it no longer: nothing is called for, nobody is reminded.</summary>
    public bool IsOff { get; init; }

    /// <summary>When it begins (UTC).</summary>
    public Instant Start => WorkingHours.At(On, At, Zone);

    /// <summary>When it ends (UTC).</summary>
    public Instant End => Start + Duration.FromMinutes(Minutes);
}
