using NodaTime;

namespace HousingFirst.Core.Calendars;

/// <summary>Working time: Monday to Friday 08:30 to 16:30 in the community's zone, holidays aside (rule 7).</summary>
public static class WorkingHours
{
    /// <summary>When the working day begins.</summary>
    public static readonly LocalTime Start = new(8, 30);

    /// <summary>When it ends; also what a deadline given as a bare date means.</summary>
    public static readonly LocalTime End = new(16, 30);

    /// <summary>The instant by which so much working time has passed since <paramref name="from"/>.</summary>
    public static Instant Plus(Instant from, Duration worked, DateTimeZone zone, HolidayCalendar holidays)
    {
        var left = worked;
        var day = from.InZone(zone).Date;
        while (true)
        {
            if (holidays.IsWorkingDay(day))
            {
                var begin = Instant.Max(from, At(day, Start, zone));
                var end = At(day, End, zone);
                if (begin < end)
                {
                    if (end - begin >= left) return begin + left;
                    left -= end - begin;
                }
            }

            day = day.PlusDays(1);
        }
    }

    /// <summary>The instant of a local time on a day; where clocks skip it, as much later as they skip; where it comes twice, the first.</summary>
    public static Instant At(LocalDate day, LocalTime time, DateTimeZone zone) => day.At(time).InZoneLeniently(zone).ToInstant();
}
