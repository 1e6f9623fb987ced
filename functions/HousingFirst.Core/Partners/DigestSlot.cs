using System.Globalization;
using HousingFirst.Core.Calendars;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Core.Partners;

/// <summary>When a digest leaves, in the community's zone.</summary>
/// <param name="Day">The day of the week of a weekly digest; null for a daily one.</param>
/// <param name="At">The local time.</param>
public sealed record DigestSlot(IsoDayOfWeek? Day, LocalTime At)
{
    private static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>The slot of those who named none: 07:00 daily.</summary>
    public static DigestSlot Default { get; } = new(null, new LocalTime(7, 0));

    /// <summary>The slot a new contact begins with, where nothing is said: 07:30 daily, with the working day and not before it.</summary>
    public static DigestSlot OfNewContacts { get; } = new(null, new LocalTime(7, 30));

    /// <summary>Reads <c>daily 07:30</c> or <c>weekly Monday 07:30</c>; null where the text is neither.</summary>
    public static DigestSlot? Read(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !Minute.Parse(words[^1]).TryGetValue(default, out var at)) return null;
        return (words[0], words.Length) switch
        {
            ("daily", 2) => new DigestSlot(null, at),
            ("weekly", 3) when Enum.TryParse<IsoDayOfWeek>(words[1], ignoreCase: true, out var day)
                && day != IsoDayOfWeek.None && Enum.IsDefined(day) && char.IsLetter(words[1][0]) => new DigestSlot(day, at),
            _ => null,
        };
    }

    /// <summary>Whether an instant is one of this slot's, on its day.</summary>
    public bool Holds(Instant slot, DateTimeZone zone)
    {
        var day = slot.InZone(zone).Date;
        return (Day is null || Day == day.DayOfWeek) && WorkingHours.At(day, At, zone) == slot;
    }

    /// <summary>As <see cref="Read"/> reads it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Day is { } day ? $"weekly {day}" : "daily")} {Minute.Format(At)}");
}
