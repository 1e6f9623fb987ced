using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands;

/// <summary>Instants in a community's local time, as people write them down: <c>2026-12-01 10:15</c>.</summary>
internal sealed class LocalTimes(DateTimeZone zone)
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm");

    public string Of(Instant instant) => Minutes.Format(instant.InZone(zone).LocalDateTime);

    public string Of(Instant? instant) => instant is { } known ? Of(known) : string.Empty;
}
