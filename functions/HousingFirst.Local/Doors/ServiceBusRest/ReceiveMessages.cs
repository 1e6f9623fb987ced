using System.Globalization;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary><c>…/messages/head</c>: POST locks the first message (peek-lock), DELETE takes it off (receive and delete). 204 where none comes in time.</summary>
internal sealed class ReceiveMessages(DoorParts parts, SasGate gate, FetchedFirst fetched)
{
    /// <summary>Answers a peek-lock.</summary>
    public Task<IResult> LockAsync(HttpContext http, QueueAddress address) => ReceiveAsync(http, address, delete: false);

    /// <summary>
    /// Answers a receive and delete: lock, mark the notice as fetched, complete, and only then hand the message out. A fault on the way leaves it
    /// locked, to be received again.
    /// </summary>
    public Task<IResult> TakeAsync(HttpContext http, QueueAddress address) => ReceiveAsync(http, address, delete: true);

    private async Task<IResult> ReceiveAsync(HttpContext http, QueueAddress address, bool delete)
    {
        if (gate.Admit(http.Request, address, DoorRight.Listen, out var agency) is { } refused) return refused;
        if (!TryReadWait(http.Request, out var wait))
            return new Refusal(StatusCodes.Status400BadRequest,
                $"`timeout`: not a whole number of seconds; send 0 to {(int)parts.Settings.LongestWait.TotalSeconds} once, or leave it out for the longest.");

        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        if (await NextAsync(address, wait, http.RequestAborted, stopping) is not { } held) return Results.NoContent();
        if (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody to give it to: give it back rather than let the lock run out.
            await parts.Queues.AbandonAsync(address.ToString(), held.Message.Sequence, held.LockToken, CancellationToken.None);
            return Results.Empty;
        }

        if (!delete) return new ReceivedMessage(held, Locked: true);
        return await fetched.CompleteAsync(agency, held, DoorFaults.LoggerOf(http), http.RequestAborted) switch
        {
            Completion.Done => new ReceivedMessage(held, Locked: false),
            Completion.NotMarked => DoorFaults.Unavailable(FetchedFirst.NotMarked),
            _ => DoorFaults.Unavailable("taking the message off the queue lasted longer than its lock"),
        };
    }

    private async Task<LockedMessage?> NextAsync(QueueAddress address, Duration wait, CancellationToken aborted, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        // Real seconds of a caller on the line, not the hub's clock.
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            while (true)
            {
                if (await parts.Queues.ReceiveAsync(address.ToString(), 1, parts.Settings.LockDuration, stop.Token) is [var held]) return held;
                var left = wait.ToTimeSpan() - TimeProvider.System.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || !await parts.Queues.WaitForMessagesAsync(address.ToString(), left, stop.Token)) return null;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The hub is closing: as if none had come.
            return null;
        }
    }

    private bool TryReadWait(HttpRequest request, out Duration wait)
    {
        wait = parts.Settings.LongestWait;
        var asked = request.Query["timeout"];
        if (asked.Count == 0) return true;
        if (asked.Count > 1 || !int.TryParse(asked.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        wait = Duration.Min(wait, Duration.FromSeconds(seconds));
        return true;
    }
}
