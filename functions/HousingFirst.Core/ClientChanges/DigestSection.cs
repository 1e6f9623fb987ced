using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.ClientChanges;

/// <summary>The parts of a digest, in the order in which they are read. One without lines isn't there.</summary>
public enum DigestSection
{
    /// <summary>Stop, call before you act, or answer: what can't wait for a quiet minute.</summary>
    ActionNeeded,

    /// <summary>Something with a day that is still to come.</summary>
    ComingUp,

    /// <summary>The rest.</summary>
    ForYourInformation,
}

/// <summary>Which part of a digest a line is in.</summary>
public static class DigestSections
{
    /// <summary>The part a line is in.</summary>
    /// <param name="own">The code its message was sent with: a correction and a withdrawal ask their reader for something.</param>
    /// <param name="urgency">Its urgency: an urgent notice is in a digest only while no person has answered it.</param>
    /// <param name="on">The day it shows, from <see cref="ComingOn"/>.</param>
    public static DigestSection Of(ChangeCode own, Urgency urgency, LocalDate? on)
    {
        if (own.IsStop || own.Code == Codes.Correction || urgency >= Urgency.U3) return DigestSection.ActionNeeded;
        return on is null ? DigestSection.ForYourInformation : DigestSection.ComingUp;
    }

    /// <summary>The day a line shows: the earlier of deadline and expected day that isn't over. A day, never a time.</summary>
    /// <returns>Null where nothing is still to come.</returns>
    public static LocalDate? ComingOn(Instant? deadline, LocalDate? expectedOn, LocalDate today, DateTimeZone zone)
    {
        LocalDate? ends = deadline?.InZone(zone).Date;
        if (ends < today) ends = null;
        if (expectedOn is not { } expected || expected < today) return ends;
        return ends is { } end && end < expected ? end : expected;
    }
}
