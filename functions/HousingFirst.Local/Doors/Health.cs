using System.Reflection;
using HousingFirst.Hub.Queues;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Local.Doors;

/// <summary><c>GET /health</c>: whether the hub can read its queues, its version, and its time-zone data's.</summary>
internal static class Health
{
    /// <summary>Adds the route.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes, EmbeddedQueues queues) =>
        routes.MapGet("/health", DoorFaults.Answered(async http =>
        {
            // A read that fails answers 503 as every door does.
            await queues.BrowseAsync(QueueNames.ClientChanges, 0, 1, http.RequestAborted);
            return Results.Json(new Answer("up", Version, DateTimeZoneProviders.Tzdb.VersionId));
        }));

    /// <summary>The product's version.</summary>
    public static string Version { get; } =
        typeof(Health).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private sealed record Answer(string Status, string Version, string ZoneData);
}
