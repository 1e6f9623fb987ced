using HousingFirst.Core.Glossary;
using NodaTime;
using static System.FormattableString;

namespace HousingFirst.Hub.Wording;

/// <summary>
/// Days and hours as people write them in Canada: "1 December 2026", "13:30"; « 1er décembre 2026 », « 13 h 30 ». Written out here because
/// the program carries no culture data, and because a data update must not change what people read. Spaces inside are no-break.
/// </summary>
public static class WrittenDates
{
    private const char NoBreak = '\u00A0';

    private static readonly string[] EnglishMonths =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] FrenchMonths =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    private static readonly string[] EnglishDays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    private static readonly string[] FrenchDays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

    /// <summary>"1 December 2026"; « 1er décembre 2026 ».</summary>
    public static string Date(LocalDate day, Language language) => language == Language.French
        ? Invariant($"{day.Day}{(day.Day == 1 ? "er" : "")}{NoBreak}{FrenchMonths[day.Month - 1]}{NoBreak}{day.Year}")
        : Invariant($"{day.Day}{NoBreak}{EnglishMonths[day.Month - 1]}{NoBreak}{day.Year}");

    /// <summary>"December 2026"; « décembre 2026 ».</summary>
    public static string Month(YearMonth month, Language language) =>
        Invariant($"{(language == Language.French ? FrenchMonths : EnglishMonths)[month.Month - 1]}{NoBreak}{month.Year}");

    /// <summary>"Tuesday 1 December 2026"; « mardi 1er décembre 2026 ».</summary>
    public static string DayAndDate(LocalDate day, Language language) =>
        (language == Language.French ? FrenchDays : EnglishDays)[(int)day.DayOfWeek - 1] + " " + Date(day, language);

    /// <summary>"13:30"; « 13 h 30 », « 13 h ».</summary>
    public static string Hour(LocalTime time, Language language) => language == Language.French
        ? Invariant($"{time.Hour}{NoBreak}h") + (time.Minute == 0 ? "" : Invariant($"{NoBreak}{time.Minute:00}"))
        : Invariant($"{time.Hour:00}:{time.Minute:00}");
}
