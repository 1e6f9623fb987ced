using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.Tables;

/// <summary>
/// Days, times of day and instants as ISO text, exactly as NodaTime's patterns write and read them. The framework's formatter does the usual
/// ones, since it comes compiled: building a pattern runs hundreds of methods that don't, a tenth of the hub's start. What it doesn't know
/// (a year outside 1 to 9999, nanoseconds) and what it can't read is the patterns'.
/// </summary>
internal static class IsoText
{
    private const string DayForm = "yyyy'-'MM'-'dd";
    private const string MinuteForm = "HH':'mm";
    private const string InstantForm = "yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFFFFFF'Z'";
    private const string MillisecondForm = "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fff'Z'";
    private const DateTimeStyles Utc = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;

    private static readonly Instant FirstKnown = Instant.FromUtc(1, 1, 1, 0, 0);

    /// <summary><c>2026-11-02</c>.</summary>
    public static string Of(LocalDate day) => day.Year >= 1 && day.Calendar == CalendarSystem.Iso
        ? day.ToDateOnly().ToString(DayForm, CultureInfo.InvariantCulture)
        : LocalDatePattern.Iso.Format(day);

    /// <summary>Reads what <see cref="Of(LocalDate)"/> wrote.</summary>
    /// <exception cref="UnparsableValueException">It is no day.</exception>
    public static LocalDate ReadDay(string text) => DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? LocalDate.FromDateOnly(day)
        : LocalDatePattern.Iso.Parse(text).Value;

    /// <summary><c>07:30</c>: the minute a time of day is in.</summary>
    public static string Minute(LocalTime time) => time.ToTimeOnly().ToString(MinuteForm, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Minute"/> wrote.</summary>
    /// <exception cref="FormatException">It is no time of day.</exception>
    public static LocalTime ReadMinute(string text) =>
        LocalTime.FromTimeOnly(TimeOnly.ParseExact(text, MinuteForm, CultureInfo.InvariantCulture));

    /// <summary><c>2026-11-02T07:30:00.25Z</c>: whole, with as many digits as it has.</summary>
    public static string Of(Instant instant) => instant >= FirstKnown && Instant.FromUnixTimeTicks(instant.ToUnixTimeTicks()) == instant
        ? instant.ToDateTimeUtc().ToString(InstantForm, CultureInfo.InvariantCulture)
        : InstantPattern.ExtendedIso.Format(instant);

    /// <summary>Reads what <see cref="Of(Instant)"/> wrote.</summary>
    public static bool TryRead(string text, out Instant instant)
    {
        if (DateTime.TryParseExact(text, InstantForm, CultureInfo.InvariantCulture, Utc, out var time))
        {
            instant = Instant.FromDateTimeUtc(time);
            return true;
        }

        return InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out instant);
    }

    /// <summary><c>2026-11-02T07:30:00.250Z</c>: to the millisecond, so that text sorts by time.</summary>
    public static string Millisecond(Instant instant) => instant.ToDateTimeUtc().ToString(MillisecondForm, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Millisecond"/> wrote.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static Instant ReadMillisecond(string text) =>
        Instant.FromDateTimeUtc(DateTime.ParseExact(text, MillisecondForm, CultureInfo.InvariantCulture, Utc));
}
