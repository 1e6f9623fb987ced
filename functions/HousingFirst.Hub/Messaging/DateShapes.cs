using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.Messaging;

/// <summary>The limits of a day, relative to today in the community's zone.</summary>
internal sealed record DayLimits(string Words, Func<LocalDate, LocalDate> Earliest, Func<LocalDate, LocalDate> Latest)
{
    private static readonly LocalDate FirstOfAll = new(2000, 1, 1);

    /// <summary>What has happened.</summary>
    public static DayLimits Past { get; } = new("from 2000-01-01 to today", _ => FirstOfAll, today => today);

    /// <summary>What may be past or to come.</summary>
    public static DayLimits Any { get; } = new("from 2000-01-01 to ten years ahead", _ => FirstOfAll, today => today.PlusYears(10));

    /// <summary>From today, for so many days.</summary>
    public static DayLimits Within(int days) => new($"from today to {days} days ahead", today => today, today => today.PlusDays(days));

    public bool Hold(LocalDate day, LocalDate today) => Earliest(today) <= day && day <= Latest(today);
}

/// <summary>A day.</summary>
internal sealed class DayShape(DayLimits limits) : Shape<LocalDate>
{
    /// <summary>Stricter than NodaTime's pattern, which also takes years before our era.</summary>
    internal const string Pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    private static readonly Form Form = new(Pattern, string.Empty, false);

    public override string Words => $"a date like `2026-12-01`, {limits.Words}";

    public override bool TryRead(JsonElement value, string path, Reading reading, out LocalDate read)
    {
        read = default;
        if (!IsText(value, path, reading, out var text)) return false;
        if (!TryParse(text, out read)) return Wrong(path, reading, "not a date");
        return limits.Hold(read, reading.Today) || Wrong(path, reading, "a date out of its limits");
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["format"] = "date", ["pattern"] = $"^{Pattern}$" };

    internal static bool TryParse(string text, out LocalDate day)
    {
        day = default;
        return Form.Fits(text) && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out day);
    }
}

/// <summary>A deadline as it was sent.</summary>
/// <param name="At">Its instant; of a bare date 16:30 in the community's zone, when offices close.</param>
/// <param name="Day">Its day in the community's zone.</param>
/// <param name="IsDate">Whether it was a bare date.</param>
internal readonly record struct Deadline(Instant At, LocalDate Day, bool IsDate);

/// <summary>A day or an instant.</summary>
internal sealed class DeadlineShape : Shape<Deadline>
{
    private static readonly LocalTime Closing = new(16, 30);

    public override string Words =>
        "a date like `2026-12-01` (meaning 16:30) or an instant like `2026-12-01T12:00:00-06:00`, at most ten years ahead";

    public override bool TryRead(JsonElement value, string path, Reading reading, out Deadline read)
    {
        read = default;
        if (!IsText(value, path, reading, out var text)) return false;
        if (DayShape.TryParse(text, out var day))
        {
            if (!DayLimits.Any.Hold(day, reading.Today)) return Wrong(path, reading, "a date out of its limits");
            read = new Deadline(reading.Zone.AtLeniently(day + Closing).ToInstant(), day, true);
            return true;
        }

        if (!OffsetDateTimePattern.Rfc3339.Parse(text).TryGetValue(default, out var moment))
            return Wrong(path, reading, "neither a date nor an instant with its offset");

        // The written day is compared first: the last hours of the year 9999 at a negative offset are no instant at all.
        if (!DayLimits.Any.Hold(moment.Date, reading.Today)) return Wrong(path, reading, "a date out of its limits");
        var at = moment.ToInstant();
        read = new Deadline(at, at.InZone(reading.Zone).Date, false);
        return true;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["pattern"] = $"^{DayShape.Pattern}(T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\\.[0-9]{{1,9}})?(Z|[+-][0-9]{{2}}:[0-9]{{2}}))?$",
    };
}

/// <summary>The instant of something that has happened.</summary>
internal sealed class MomentShape : Shape<Instant>
{
    /// <summary>How far a sender's clock may be ahead.</summary>
    public static Duration ClockTolerance { get; } = Duration.FromMinutes(10);

    public override string Words => "an instant like `2026-12-01T12:00:00-06:00`, at most ten minutes in the future";

    public override bool TryRead(JsonElement value, string path, Reading reading, out Instant read)
    {
        read = default;
        if (!IsText(value, path, reading, out var text)) return false;
        if (!OffsetDateTimePattern.Rfc3339.Parse(text).TryGetValue(default, out var moment) || moment.Year is < 1 or > 9998)
            return Wrong(path, reading, "not an instant with its offset");
        read = moment.ToInstant();
        return read <= reading.Now + ClockTolerance || Wrong(path, reading, "in the future");
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["format"] = "date-time" };
}
