using NodaTime;

namespace HousingFirst.Core.Calendars;

/// <summary>The mornings of working days.</summary>
public static class Mornings
{
    /// <summary>The first instant after <paramref name="after"/> at which a working day's local time is <paramref name="hour"/>.</summary>
    public static Instant Next(Instant after, LocalTime hour, DateTimeZone zone, HolidayCalendar holidays)
    {
        for (var day = after.InZone(zone).Date; ; day = day.PlusDays(1))
        {
            if (holidays.IsWorkingDay(day) && WorkingHours.At(day, hour, zone) is var at && at > after) return at;
        }
    }

    /// <summary>The first working day after <paramref name="day"/>.</summary>
    public static LocalDate After(LocalDate day, HolidayCalendar holidays)
    {
        do day = day.PlusDays(1);
        while (!holidays.IsWorkingDay(day));
        return day;
    }

    /// <summary>The last working day before <paramref name="day"/>.</summary>
    public static LocalDate Before(LocalDate day, HolidayCalendar holidays)
    {
        do day = day.PlusDays(-1);
        while (!holidays.IsWorkingDay(day));
        return day;
    }
}
