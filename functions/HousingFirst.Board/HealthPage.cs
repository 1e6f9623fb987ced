using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace HousingFirst.Board;

/// <summary><c>GET /health</c> of a hub whose tables are elsewhere: whether they can be read, the time-zone data that decides when things are due, and how far the clocks are apart.</summary>
public static class HealthPage
{
    /// <summary>Where it is.</summary>
    public const string Path = "/health";

    /// <summary>Adds the route.</summary>
    /// <param name="endpoints">The routes.</param>
    /// <param name="serverTime">Reads the tables, and says the storage's time (UTC) where it tells; an <see cref="IOException"/> where they can't be read. Null where the tables are in this process.</param>
    /// <param name="clock">Our own clock.</param>
    public static void Map(IEndpointRouteBuilder endpoints, Func<CancellationToken, ValueTask<DateTimeOffset?>>? serverTime, IClock clock) =>
        endpoints.MapGet(Path, http => AnswerAsync(http, serverTime, clock));

    private static async Task AnswerAsync(HttpContext http, Func<CancellationToken, ValueTask<DateTimeOffset?>>? serverTime, IClock clock)
    {
        var isUp = true;
        double? ahead = null;
        try
        {
            if (serverTime is not null && await serverTime(http.RequestAborted) is { } theirs) ahead = (clock.GetCurrentInstant() - Instant.FromDateTimeOffset(theirs)).TotalSeconds;
        }
        catch (IOException)
        {
            isUp = false;
        }

        http.Response.StatusCode = isUp ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(
            $$"""{"status":"{{(isUp ? "up" : "storage can't be read")}}","zoneData":"{{DateTimeZoneProviders.Tzdb.VersionId}}","secondsAheadOfStorage":{{ahead?.ToString("F0", CultureInfo.InvariantCulture) ?? "null"}}}""",
            http.RequestAborted);
    }
}
