using Amqp.Framing;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>Settles messages, for links and for <c>$management</c> alike.</summary>
internal sealed partial class Settling(AmqpDoorParts parts)
{
    private readonly FetchedFirst fetched = new(parts.Door);

    /// <summary>Does what a receiver wants with a message that it holds. Never throws.</summary>
    /// <returns>Null when it is done, on disk; otherwise why not.</returns>
    public async Task<Error?> SettleAsync(string agency, QueueAddress address, Guid lockToken, Settlement settlement)
    {
        try
        {
            if (settlement is Settlement.Unknown unknown)
                return Conditions.Of(Conditions.NotImplemented, $"NotImplemented: {unknown.Why}. The message stays locked until its lock ends.");
            var queues = parts.Door.Queues;
            if (await queues.FindLockedAsync(address.ToString(), null, lockToken) is not { } held) return Lost();
            var sequence = held.Message.Sequence;
            return settlement switch
            {
                Settlement.Abandon => Answer(await queues.AbandonAsync(address.ToString(), sequence, lockToken)),
                Settlement.DeadLetter dead => Answer(await queues.DeadLetterAsync(address.ToString(), sequence, lockToken, dead.Reason, dead.Description)),
                _ => await fetched.CompleteAsync(agency, held, parts.Log, CancellationToken.None) switch
                {
                    Completion.Done => null,
                    Completion.NotMarked => Busy(FetchedFirst.NotMarked),
                    _ => Lost(),
                },
            };
        }
#pragma warning disable CA1031 // Nobody awaits a disposition: whatever failed, the receiver must hear that it wasn't done.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Failed(fault);
        }
    }

    /// <summary>What a receiver is told of a fault; the log has the cause.</summary>
    public Error Failed(Exception fault)
    {
        var known = fault as HubDataException;
        LogFailed(parts.Log, known?.Message ?? fault.GetType().Name, fault);
        return Busy(known is null ? "the hub couldn't do it, and its log says why" : DoorFaults.Cause(known.Problem));
    }

    /// <summary>The message isn't this receiver's any more.</summary>
    public static Error Lost() => Conditions.Of(Conditions.LockLost,
        "MessageLockLost: no message is locked under this token: its lock ended, or it is settled already. Receive again; the message comes back if it wasn't completed.");

    private static Error Busy(string why) => Conditions.Of(Conditions.Busy,
        $"ServerBusy: {why}. Nothing was lost: a message that wasn't settled comes again when its lock ends.");

    private static Error? Answer(LockOutcome outcome) => outcome == LockOutcome.Done ? null : Lost();

    [LoggerMessage(Level = LogLevel.Error, Message = "The AMQP door couldn't do what a receiver asked: {Cause}")]
    private static partial void LogFailed(ILogger logger, string cause, Exception error);
}
