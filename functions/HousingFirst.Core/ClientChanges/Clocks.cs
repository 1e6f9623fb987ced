using HousingFirst.Core.Calendars;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Core.ClientChanges;

/// <summary>When notices leave, and by when an answer is needed.</summary>
public static class Clocks
{
    /// <summary>A digest leaves at most so many minutes before or after its slot.</summary>
    public const int MostDigestSpread = 10;

    private static readonly LocalTime DayBegins = new(7, 0);
    private static readonly LocalTime DayEnds = new(21, 0);

    /// <summary>
    /// By when a person must have answered a U3 or U4, before someone else is asked (rule 7). U3: four working hours, or half the real time
    /// to the deadline, or to 08:30 of a future expected day, whichever comes first. U4: one hour, day and night.
    /// </summary>
    /// <returns>An instant (UTC), or null for less urgent notices.</returns>
    public static Instant? AnswerBy(Urgency urgency, Instant received, Instant? deadline, LocalDate? expectedOn, Community community)
    {
        if (urgency == Urgency.U4) return received + Duration.FromHours(1);
        if (urgency != Urgency.U3) return null;
        var by = WorkingHours.Plus(received, Duration.FromHours(4), community.Zone, community.Holidays);
        if (deadline is { } end && end > received) by = Instant.Min(by, Half(received, end));
        if (expectedOn is { } day && WorkingHours.At(day, WorkingHours.Start, community.Zone) is var expected && expected > received)
            by = Instant.Min(by, Half(received, expected));
        return by;
    }

    /// <summary>
    /// When a mail leaves. U3 and U4: at once. U2: on the quarter-hour between 07:00 and 21:00, else at 07:00, and up to ten minutes later
    /// by a hash of <paramref name="notice"/>, so that the minute a mail arrives doesn't tell when something happened. U1: in the slot of the
    /// digest of <paramref name="contact"/>, around which that leaves (<see cref="DigestLeaves"/>).
    /// </summary>
    public static Instant MailLeaves(
        Urgency urgency, string notice, Instant now, DigestSlot slot, string contact, Community community) =>
        urgency switch
        {
            Urgency.U4 or Urgency.U3 => now,
            Urgency.U2 => NextQuarter(now, community.Zone) + Duration.FromSeconds(Hash(notice) % 600),
            _ => NextSlot(now, slot, contact, community.Zone),
        };

    /// <summary>
    /// By how many minutes, -<see cref="MostDigestSpread"/> to <see cref="MostDigestSpread"/>, a contact's digest leaves beside its slot: a hash of
    /// contact and day. Ten thousand people of one slot are then no burst, and the minute tells nothing. It never leaves the slot's own day.
    /// </summary>
    public static int DigestSpread(Instant slot, string contact, DateTimeZone zone)
    {
        var day = slot.InZone(zone).Date;
        var minutes = (int)(Hash($"{contact} {day.Year}-{day.Month}-{day.Day}") % ((2 * MostDigestSpread) + 1)) - MostDigestSpread;
        return (slot + Duration.FromMinutes(minutes)).InZone(zone).Date == day ? minutes : 0;
    }

    /// <summary>When a contact's digest of a slot leaves (UTC).</summary>
    public static Instant DigestLeaves(Instant slot, string contact, DateTimeZone zone) =>
        slot + Duration.FromMinutes(DigestSpread(slot, contact, zone));

    /// <summary>The next slot of a contact's digest that is still to come, and so is the minute in which it leaves.</summary>
    public static Instant NextSlot(Instant now, DigestSlot slot, string contact, DateTimeZone zone)
    {
        var next = NextSlot(now, slot, zone);
        while (DigestLeaves(next, contact, zone) <= now) next = NextSlot(next, slot, zone);
        return next;
    }

    /// <summary>The next instant of a slot, after <paramref name="now"/>.</summary>
    public static Instant NextSlot(Instant now, DigestSlot slot, DateTimeZone zone)
    {
        for (var day = now.InZone(zone).Date; ; day = day.PlusDays(1))
        {
            if (slot.Day is { } weekday && day.DayOfWeek != weekday) continue;
            var at = WorkingHours.At(day, slot.At, zone);
            if (at > now) return at;
        }
    }

    private static Instant NextQuarter(Instant now, DateTimeZone zone)
    {
        var local = now.InZone(zone);
        if (local.TimeOfDay < DayBegins) return WorkingHours.At(local.Date, DayBegins, zone);
        var began = Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 900 * 900);
        var quarter = began == now ? began : began + Duration.FromMinutes(15);
        return quarter.InZone(zone) is var then && then.Date == local.Date && then.TimeOfDay < DayEnds
            ? quarter
            : WorkingHours.At(local.Date.PlusDays(1), DayBegins, zone);
    }

    private static Instant Half(Instant from, Instant to) => from + ((to - from) / 2);

    /// <summary>FNV-1a, 32 bits: the same on every machine, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text) hash = (hash ^ c) * 16777619u;
        return hash;
    }
}
