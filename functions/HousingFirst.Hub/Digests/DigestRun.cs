using System.Globalization;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Digests;

/// <summary>
/// The lines that one run sends: those of one minute of a slot. A slot has at most twenty-one such due rows, however many people are in it.
/// </summary>
/// <param name="Slot">The slot.</param>
/// <param name="Spread">Minutes beside the slot; null for the whole slot, as older programs planned it.</param>
/// <param name="Attempt">How often it was tried, this time included.</param>
internal sealed record DigestRun(Instant Slot, int? Spread, int Attempt)
{
    /// <summary>The due row that sends a line's digest.</summary>
    public static DueItem Due(Instant slot, int spread) =>
        new(slot + Duration.FromMinutes(spread), DueKind.Digest, Keys.Time(slot)) { About = AboutOf(slot, spread) };

    /// <summary>Reads a due row.</summary>
    public static DigestRun Of(DueItem work)
    {
        var about = work.Abouts;
        return new DigestRun(
            about.Length > 0 ? Keys.ParseTime(about[0]) : work.At,
            about.Length > 1 ? int.Parse(about[1], CultureInfo.InvariantCulture) : null,
            Math.Max(1, work.Attempt));
    }

    /// <summary>The due row that looks at what is left once more.</summary>
    public DueItem Again(Instant when, int attempt) =>
        new(when, DueKind.Digest, $"again-{Keys.Time(Slot)}{Spread?.ToString(CultureInfo.InvariantCulture)}")
        {
            About = AboutOf(Slot, Spread),
            Attempt = attempt,
        };

    private static string AboutOf(Instant slot, int? spread) =>
        spread is { } minutes ? string.Create(CultureInfo.InvariantCulture, $"{Keys.Time(slot)} {minutes}") : Keys.Time(slot);
}
