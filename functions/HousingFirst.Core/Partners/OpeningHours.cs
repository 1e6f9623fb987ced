using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Core.Partners;

/// <summary>When an organisation's doors are open, in the community's zone: <c>Mon-Fri 08:30-16:30, Sat 10:00-14:00</c>.</summary>
/// <param name="Periods">The periods, as they were written.</param>
public sealed record OpeningHours(ImmutableArray<OpenPeriod> Periods)
{
    /// <summary>What the text looks like, for who must write one.</summary>
    public const string Form = "periods such as `Mon-Fri 08:30-16:30, Sat 10:00-14:00`";

    /// <summary>More periods than a week has half days say something else.</summary>
    private const int MostPeriods = 14;

    /// <summary>Reads the text; null where it is none. A period that ends at 00:00 lasts to the end of the day.</summary>
    public static OpeningHours? Read(string text)
    {
        var periods = ImmutableArray.CreateBuilder<OpenPeriod>();
        foreach (var part in text.Split(','))
        {
            if (OpenPeriod.Read(part.Trim()) is not { } period || periods.Count == MostPeriods) return null;
            periods.Add(period);
        }

        return new OpeningHours(periods.ToImmutable());
    }

    /// <summary>Whether the doors are open at a local time.</summary>
    public bool IsOpen(IsoDayOfWeek day, LocalTime at) => Periods.Any(p => p.Holds(day, at));

    /// <summary>The same periods in the same order.</summary>
    public bool Equals(OpeningHours? other) => other is not null && Periods.SequenceEqual(other.Periods);

    /// <inheritdoc/>
    public override int GetHashCode() => Periods.Length == 0 ? 0 : Periods[0].GetHashCode();

    /// <summary>As <see cref="Read"/> reads it.</summary>
    public override string ToString() => string.Join(", ", Periods);
}

/// <summary>Hours that are the same on some days in a row.</summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, included; <c>Sat</c> to <c>Mon</c> goes over Sunday.</param>
/// <param name="From">When it opens.</param>
/// <param name="To">When it closes; 00:00 is the end of the day.</param>
public sealed record OpenPeriod(IsoDayOfWeek First, IsoDayOfWeek Last, LocalTime From, LocalTime To)
{
    private static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");
    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    internal static OpenPeriod? Read(string text)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var days, var hours]) return null;
        var (first, last) = Pair(days);
        var (from, to) = Pair(hours);
        var (day, until) = (Day(first), Day(last ?? first));
        if (day is null || until is null || to is null) return null;
        if (!Minute.Parse(from).TryGetValue(default, out var opens) || !Minute.Parse(to).TryGetValue(default, out var closes)) return null;
        return opens < closes || closes == LocalTime.Midnight ? new OpenPeriod(day.Value, until.Value, opens, closes) : null;
    }

    internal bool Holds(IsoDayOfWeek day, LocalTime at)
    {
        var isDay = First <= Last ? First <= day && day <= Last : day >= First || day <= Last;
        return isDay && From <= at && (at < To || To == LocalTime.Midnight);
    }

    /// <summary>As it is read.</summary>
    public override string ToString() =>
        $"{Name(First)}{(Last == First ? string.Empty : "-" + Name(Last))} {Minute.Format(From)}-{Minute.Format(To)}";

    private static string Name(IsoDayOfWeek day) => Days[(int)day - 1];

    private static (string First, string? Second) Pair(string text) =>
        text.Split('-') is { Length: 2 } two ? (two[0], two[1]) : (text, null);

    private static IsoDayOfWeek? Day(string name) =>
        Array.FindIndex(Days, d => d.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var day ? (IsoDayOfWeek)(day + 1) : null;
}
