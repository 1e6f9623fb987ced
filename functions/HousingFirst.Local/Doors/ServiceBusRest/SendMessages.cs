using HousingFirst.Hub.Senders;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary>
/// <c>POST /{queue}/messages</c>: one message or a batch, all or none. 201 means it is on disk. What is in the body is judged later, by the
/// hub, with a dead letter: the same on every door and in the cloud.
/// </summary>
internal sealed class SendMessages(DoorParts parts, SasGate gate)
{
    /// <summary>Answers a send.</summary>
    public async Task<IResult> SendAsync(HttpContext http, string queue)
    {
        var address = QueueAddress.Parse(queue);
        if (gate.Admit(http.Request, address, DoorRight.Send, out var agency) is { } refused) return refused;
        if (await RequestBody.ReadAsync(http) is not { } body) return RequestBody.TooLarge(http);
        if (!TryRead(http.Request, body, out var messages, out var defect))
            return new Refusal(StatusCodes.Status400BadRequest, defect + " Nothing was kept.");
        if (parts.Throttle.Admit(agency, messages.Count, () => messages.Any(message => parts.IsUrgent(message.Body))) is { } wait)
            return new Refusal(StatusCodes.Status503ServiceUnavailable,
                $"ServerBusy: this agency sent more than {parts.Settings.MessagesPerMinute} messages in a minute; nothing of this request was kept. Wait as Retry-After says and send it again. Urgent changes (U3, U4) pass at any time.")
            {
                RetryAfterSeconds = (int)Math.Ceiling(Math.Max(1, wait.TotalSeconds)),
            };
        // Not cancelled with the request: a caller that hangs up sends again, and the event's id tells the repeat.
        await parts.Queues.SendAsync(address.Queue, messages, CancellationToken.None);
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    private static bool TryRead(HttpRequest request, ReadOnlyMemory<byte> body, out IReadOnlyList<NewMessage> messages, out string? defect)
    {
        messages = [];
        if (IsBatch(request.ContentType))
        {
            if (request.Headers.ContainsKey(Signature.Property))
            {
                defect = $"`{Signature.Property}`: a header beside a batch; every message has its own, in its UserProperties.";
                return false;
            }

            if (!BatchBody.TryParse(body, out var batch, out defect)) return false;
            messages = batch;
            return true;
        }

        var broker = new BrokerProperties();
        var header = request.Headers["BrokerProperties"];
        if (header.Count > 1)
        {
            defect = "`BrokerProperties`: the header comes twice; send one object.";
            return false;
        }

        if (header.Count == 1)
        {
            if (!BrokerProperties.TryParse(header.ToString(), out var read, out defect)) return false;
            broker = read;
        }

        messages = [BatchBody.Outgoing(broker, body, request.ContentType, PropertyHeaders.Read(request.Headers))];
        defect = null;
        return true;
    }

    private static bool IsBatch(string? contentType) =>
        contentType?.Split(';')[0].Trim().Equals(BatchBody.MediaType, StringComparison.OrdinalIgnoreCase) == true;
}
