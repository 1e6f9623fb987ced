using System.Reflection;
using System.Text.Json;
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
            return Results.Text(Body.Value, "application/json; charset=utf-8");
        }));

    /// <summary>The product's version.</summary>
    public static string Version { get; } =
        typeof(Health).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Written by hand: a serializer's preparation would be the longest part of the first answer.</summary>
    private static readonly Lazy<byte[]> Body = new(() =>
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status", "up");
            json.WriteString("version", Version);
            json.WriteString("zoneData", DateTimeZoneProviders.Tzdb.VersionId);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    });
}
