using System.Collections.Frozen;
using NodaTime;

namespace HousingFirst.Core.Calendars;

/// <summary>The holidays of a community: a rule that knows any year, and the community's own days off.</summary>
public sealed class HolidayCalendar
{
    private readonly FrozenSet<LocalDate> own;

    private HolidayCalendar(HolidayRule rule, IEnumerable<LocalDate> own)
    {
        Rule = rule;
        this.own = own.ToFrozenSet();
    }

    /// <summary>The rule.</summary>
    public HolidayRule Rule { get; }

    /// <summary>The community's own days off, earliest first.</summary>
    public IEnumerable<LocalDate> Own => own.Order();

    /// <summary>No holidays but the days given.</summary>
    public static HolidayCalendar Only(params IEnumerable<LocalDate> days) => new(HolidayRule.None, days);

    /// <summary>Alberta's general holidays (Employment Standards Code, section 25) and the days given.</summary>
    public static HolidayCalendar Alberta(params IEnumerable<LocalDate> days) => new(HolidayRule.Alberta, days);

    /// <summary>A rule's holidays and the days given.</summary>
    public static HolidayCalendar Of(HolidayRule rule, IEnumerable<LocalDate> days) => new(rule, days);

    /// <summary>Whether <paramref name="day"/> is a holiday.</summary>
    public bool IsHoliday(LocalDate day) => own.Contains(day) || (Rule == HolidayRule.Alberta && AlbertaHolidays(day.Year).Contains(day));

    /// <summary>Whether people work on <paramref name="day"/>: Monday to Friday and not a holiday.</summary>
    public bool IsWorkingDay(LocalDate day) => day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) && !IsHoliday(day);

    private static IEnumerable<LocalDate> AlbertaHolidays(int year)
    {
        yield return new LocalDate(year, 1, 1);
        yield return Nth(year, 2, IsoDayOfWeek.Monday, 3);
        yield return Easter(year).PlusDays(-2);
        yield return new LocalDate(year, 5, 25).Previous(IsoDayOfWeek.Monday);
        yield return CanadaDay(year);
        yield return Nth(year, 9, IsoDayOfWeek.Monday, 1);
        yield return Nth(year, 10, IsoDayOfWeek.Monday, 2);
        yield return new LocalDate(year, 11, 11);
        yield return new LocalDate(year, 12, 25);
    }

    /// <summary>July 1, or July 2 in years when that is a Sunday.</summary>
    private static LocalDate CanadaDay(int year) =>
        new LocalDate(year, 7, 1) is var first && first.DayOfWeek == IsoDayOfWeek.Sunday ? first.PlusDays(1) : first;

    private static LocalDate Nth(int year, int month, IsoDayOfWeek day, int nth) =>
        new LocalDate(year, month, 1).PlusDays(-1).Next(day).PlusWeeks(nth - 1);

    /// <summary>Easter Sunday by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).</summary>
    private static LocalDate Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        int h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        int l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        int m = (a + (11 * h) + (22 * l)) / 451;
        int monthAndDay = h + l - (7 * m) + 114;
        return new LocalDate(year, monthAndDay / 31, (monthAndDay % 31) + 1);
    }
}

/// <summary>Rules that know the holidays of any year.</summary>
public enum HolidayRule
{
    /// <summary>Alberta's general holidays.</summary>
    Alberta,

    /// <summary>None: the community's own days off are all.</summary>
    None,
}
