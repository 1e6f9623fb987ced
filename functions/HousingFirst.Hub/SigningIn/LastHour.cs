using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace HousingFirst.Hub.SigningIn;

/// <summary>When something was done in the last hour: at most <see cref="Most"/> times in any hour, whenever that begins.</summary>
/// <param name="Times">Oldest first, whole seconds (UTC).</param>
internal sealed record LastHour(ImmutableArray<Instant> Times)
{
    /// <summary>How often in an hour.</summary>
    public const int Most = 20;

    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>Nothing yet.</summary>
    public static LastHour Never { get; } = new([]);

    /// <summary>Whether it may not be done again yet.</summary>
    public bool IsFull(Instant now) => Since(now).Length >= Most;

    /// <summary>Done once more.</summary>
    public LastHour With(Instant now) => new([.. Since(now), now]);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static LastHour Read(string? text) => string.IsNullOrEmpty(text)
        ? Never
        : new([.. text.Split(' ').Select(t => Instant.FromUnixTimeSeconds(long.Parse(t, CultureInfo.InvariantCulture)))]);

    /// <summary>Unix seconds with spaces between them.</summary>
    public override string ToString() => string.Join(' ', Times.Select(t => t.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));

    private ImmutableArray<Instant> Since(Instant now) => [.. Times.Where(t => now - t < Hour)];
}
