using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// A link on which an agency sends. <c>accepted</c> means that the message, or the whole batch, is on disk; everything else says why not and
/// keeps nothing. Messages are stored in the order they came in.
/// </summary>
internal sealed partial class SendingLink(ListenerLink link, AmqpPeer peer, QueueAddress address, AmqpDoorParts parts)
{
    private int inWork;
    private bool ended;

    /// <summary>Opens the link: from here on the client has credit.</summary>
    public static void Open(ListenerLink link, Attach attach, AmqpPeer peer, QueueAddress address, AmqpDoorParts parts)
    {
        var sending = new SendingLink(link, peer, address, parts);
        link.InitializeReceiver((uint)parts.Limits.Credit, sending.OnMessage, null);
        // SDKs size their batches by it.
        attach.MaxMessageSize = DoorSettings.LargestBody;
        link.CompleteAttach(attach, null);
    }

    /// <summary>Puts an agency's messages on a queue, all or none, within what it may send.</summary>
    /// <returns>Their numbers, or why none was kept.</returns>
    public static async ValueTask<(IReadOnlyList<long> Sequences, Error? Error)> StoreAsync(
        AmqpDoorParts parts, string agency, QueueAddress address, IReadOnlyList<NewMessage> messages)
    {
        if (parts.Door.Throttle.Admit(agency, messages.Count, () => messages.Any(m => parts.Door.IsUrgent(m.Body))) is not null)
            return ([], Busy($"this agency sent more than {parts.Door.Settings.MessagesPerMinute} messages in a minute (urgent changes, U3 and U4, pass at any time)"));
        // Not cancelled with the connection: a client that hangs up sends again, and the event's id tells the repeat.
        return (await parts.KeepAsync(address.Queue, messages), null);
    }

    private void OnMessage(ListenerLink from, Message message, DeliveryState state, object mine)
    {
        // The library gives credit back by halves, so a client that keeps to it has at most one and a half times as many under way.
        if (ended || Volatile.Read(ref inWork) >= parts.Limits.Credit * 2)
        {
            if (!ended)
            {
                ended = true;
                link.Close(TimeSpan.Zero, Conditions.Of(Conditions.TooMany,
                    $"The link ends: more messages were sent than its credit of {parts.Limits.Credit} allows. Those not accepted weren't kept; wait for credit and send them again."));
            }

            // Released, or the session would remember every message that a client goes on sending.
            Settle(message, new Released());
            return;
        }

        Interlocked.Increment(ref inWork);
        _ = TakeAsync(message);
    }

    private async Task TakeAsync(Message message)
    {
        var size = message is SizedMessage sized ? sized.Size : 0;
        Error? error;
        try
        {
            error = peer.InWork(size) > parts.Limits.BytesInWork && size <= DoorSettings.LargestBody
                ? Busy("too much of what this connection sent is not on disk yet")
                : await KeepAsync(message);
        }
        catch (HubDataException fault)
        {
            LogUnavailable(parts.Log, fault.Message, fault);
            error = Busy(DoorFaults.Cause(fault.Problem));
        }
#pragma warning disable CA1031 // Nobody awaits this: whatever failed, the sender must hear that the message wasn't kept, and the log why.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogUnavailable(parts.Log, fault.GetType().Name, fault);
            error = Busy("the hub couldn't keep it");
        }

        peer.InWork(-size);
        Interlocked.Decrement(ref inWork);
        Settle(message, error is null ? new Accepted() : new Rejected { Error = error });
    }

    private void Settle(Message message, DeliveryState outcome)
    {
        try
        {
            link.DisposeMessage(message, outcome, settled: true);
        }
        catch (Exception gone) when (gone is AmqpException or ObjectDisposedException)
        {
            // The client left before its answer. It sends again, and the event's id tells the repeat.
        }

        message.Dispose();
    }

    private async ValueTask<Error?> KeepAsync(Message message)
    {
        if (peer.Admit(address, DoorRight.Send, out var agency) is { } refused) return Conditions.Of(refused);
        switch (message)
        {
            case SizedMessage { Size: > DoorSettings.LargestBody }:
                return Conditions.Of(Conditions.TooLarge,
                    $"The message is over {DoorSettings.LargestBody / 1024} KiB, the most of one send, a batch counted whole; nothing was kept. Send fewer messages at a time; an event may have 32 KiB.");
            case SizedMessage { IsReadable: false }:
                return Conditions.Of(Conditions.DecodeError, "The delivery isn't an encoded AMQP message. Nothing was kept.");
        }

        if (IncomingMessage.Read(message, out var messages) is { } defect) return defect;
        return (await StoreAsync(parts, agency, address, messages)).Error;
    }

    private static Error Busy(string why) => Conditions.Of(Conditions.Busy,
        $"ServerBusy: {why}; the message wasn't kept. Send it again in a few seconds, with the same event id.");

    [LoggerMessage(Level = LogLevel.Error, Message = "The AMQP door refused a message: {Cause}")]
    private static partial void LogUnavailable(ILogger logger, string cause, Exception error);
}
