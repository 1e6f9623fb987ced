using HousingFirst.Local.Doors.ServiceBusRest;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;

namespace HousingFirst.Local.Doors;

/// <summary>The hub's HTTP door, whole: what strangers' programs talk to.</summary>
internal static class HttpDoor
{
    /// <summary>Adds the door's routes: the queues, validation, schemas and health.</summary>
    public static void MapHttpDoor(this IEndpointRouteBuilder routes, DoorParts parts)
    {
        routes.MapServiceBusRest(parts);
        routes.MapValidate(parts);
        routes.MapHealth(parts.Queues);
    }

    /// <summary>Starts the server, or says in words why its port can't be had.</summary>
    /// <param name="app">A server whose Kestrel has <see cref="HttpLimits"/>.</param>
    /// <param name="port">The port it is to listen on, for the message.</param>
    /// <param name="cancellation">Stops the start.</param>
    /// <exception cref="CannotStartException">The port is busy or reserved.</exception>
    public static async Task StartOnPortAsync(this WebApplication app, int port, CancellationToken cancellation = default)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception error) when (CannotStartException.OfPort(error, port, "--http-port", LocalHub.DefaultHttpPort) is { } known)
        {
            throw known;
        }
    }
}
