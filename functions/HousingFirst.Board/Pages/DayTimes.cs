using System.Globalization;
using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Board.Pages;

/// <summary>Times of the day to choose from, as people write them in Canada: "07:30", « 7 h 30 ». Spaces inside are no-break.</summary>
internal static class DayTimes
{
    /// <summary>Every half hour from 06:00 to 20:00, and the one that is chosen now.</summary>
    public static IEnumerable<LocalTime> Around(LocalTime chosen) => Enumerable.Range(0, 29)
        .Select(n => new LocalTime(6 + (n / 2), n % 2 * 30))
        .Append(chosen)
        .Distinct()
        .Order();

    /// <summary>As the form sends it: <c>07:30</c>.</summary>
    public static string Value(LocalTime time) => string.Create(CultureInfo.InvariantCulture, $"{time.Hour:00}:{time.Minute:00}");

    /// <summary>As people read it.</summary>
    public static string Of(LocalTime time, Language language) => language != Language.French
        ? Value(time)
        : string.Create(CultureInfo.InvariantCulture, $"{time.Hour}\u00A0h") + (time.Minute == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"\u00A0{time.Minute:00}"));
}
