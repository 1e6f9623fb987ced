using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary>
/// The run-time part of the Service Bus REST API over the embedded queues: the same addresses, verbs, headers and tokens as in the cloud
/// (https://learn.microsoft.com/rest/api/servicebus/service-bus-runtime-rest), so that a program moves by changing its base address and key.
/// </summary>
internal static class ServiceBusRestDoor
{
    private const string DeadLetters = "/$deadletterqueue";

    /// <summary>Adds the door's routes.</summary>
    public static void MapServiceBusRest(this IEndpointRouteBuilder routes, DoorParts parts)
    {
        var gate = new SasGate(parts.Access);
        var fetched = new FetchedFirst(parts);
        var send = new SendMessages(parts, gate);
        var receive = new ReceiveMessages(parts, gate, fetched);
        var settle = new SettleMessages(parts, gate, fetched);

        foreach (var queue in (string[])["/{queue}", "/{queue}" + DeadLetters])
        {
            var dead = queue.EndsWith(DeadLetters, StringComparison.Ordinal);
            QueueAddress Address(HttpContext http) => QueueAddress.Parse(Value(http, "queue")) with { Dead = dead };

            routes.MapPost(queue + "/messages/head", DoorFaults.Answered(http => receive.LockAsync(http, Address(http))));
            routes.MapDelete(queue + "/messages/head", DoorFaults.Answered(http => receive.TakeAsync(http, Address(http))));
            var message = queue + "/messages/{id}/{token}";
            routes.MapDelete(message, DoorFaults.Answered(http => settle.CompleteAsync(http, Address(http), Value(http, "id"), Value(http, "token"))));
            routes.MapPut(message, DoorFaults.Answered(http => settle.UnlockAsync(http, Address(http), Value(http, "id"), Value(http, "token"))));
            routes.MapPost(message, DoorFaults.Answered(http => settle.RenewAsync(http, Address(http), Value(http, "id"), Value(http, "token"))));
        }

        routes.MapPost("/{queue}/messages", DoorFaults.Answered(http => send.SendAsync(http, Value(http, "queue"))));
    }

    private static string Value(HttpContext http, string name) => (string)http.Request.RouteValues[name]!;
}
