using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary><c>…/messages/{messageId or sequence}/{lockToken}</c>: DELETE completes, PUT unlocks, POST renews the lock.</summary>
internal sealed class SettleMessages(DoorParts parts, SasGate gate, FetchedFirst fetched)
{
    /// <summary>Takes the message off the queue, its notice marked as fetched first.</summary>
    public Task<IResult> CompleteAsync(HttpContext http, QueueAddress address, string id, string token) =>
        SettleAsync(http, address, id, token, async (agency, held) =>
            await fetched.CompleteAsync(agency, held, DoorFaults.LoggerOf(http), http.RequestAborted) switch
            {
                Completion.Done => Results.StatusCode(StatusCodes.Status200OK),
                Completion.NotMarked => DoorFaults.Unavailable(FetchedFirst.NotMarked),
                _ => Lost,
            });

    /// <summary>Gives the message back.</summary>
    public Task<IResult> UnlockAsync(HttpContext http, QueueAddress address, string id, string token) =>
        SettleAsync(http, address, id, token, async (_, held) =>
            Answer(await parts.Queues.AbandonAsync(address.ToString(), held.Message.Sequence, held.LockToken, CancellationToken.None)));

    /// <summary>Holds the message for one more lock's length; the answer's BrokerProperties say until when.</summary>
    public Task<IResult> RenewAsync(HttpContext http, QueueAddress address, string id, string token) =>
        SettleAsync(http, address, id, token, async (_, held) =>
        {
            var until = await parts.Queues.RenewAsync(
                address.ToString(), held.Message.Sequence, held.LockToken, parts.Settings.LockDuration, CancellationToken.None);
            if (until is null) return Lost;
            http.Response.Headers["BrokerProperties"] = BrokerProperties.Write(held with { LockedUntil = until.Value });
            return Results.StatusCode(StatusCodes.Status200OK);
        });

    private static Refusal Lost { get; } = new(StatusCodes.Status404NotFound,
        "MessageLockLost: no message of this id is locked under this token: its lock ended, or it is settled already. Receive again; the message comes back if it wasn't completed.");

    private static IResult Answer(LockOutcome outcome) => outcome == LockOutcome.Done ? Results.StatusCode(StatusCodes.Status200OK) : Lost;

    private async Task<IResult> SettleAsync(
        HttpContext http, QueueAddress address, string id, string token, Func<string, LockedMessage, Task<IResult>> settle)
    {
        if (gate.Admit(http.Request, address, DoorRight.Listen, out var agency) is { } refused) return refused;
        if (!Guid.TryParse(token, out var lockToken)) return Lost;
        var held = await parts.Queues.FindLockedAsync(address.ToString(), id, lockToken, http.RequestAborted);
        return held is null ? Lost : await settle(agency, held);
    }
}
