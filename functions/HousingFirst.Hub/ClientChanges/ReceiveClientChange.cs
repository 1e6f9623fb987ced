using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Hub.ClientChanges;

/// <summary>
/// The main job: prove the sender, parse, decide, write one batch, hand over, and only then say that the message may be taken off its queue.
/// A refusal is a decision; a fault is an exception, and the message comes again.
/// </summary>
public sealed partial class ReceiveClientChange(
    SettleMessage settle, TakeMessage take, AcceptChange accept, HandOver handOver, ILogger<ReceiveClientChange> log)
{
    /// <summary>Handles one message from queue <c>client-changes</c>.</summary>
    public ValueTask<Settlement> RunAsync(InboundMessage message, CancellationToken cancellation) => settle.RunAsync(
        message,
        async at => await take.RunAsync(message, at, cancellation) switch
        {
            Taken.Refused refused => refused.Why,
            Taken.Own own => await OwnAsync(message, own, cancellation),
            Taken.Read { Message: ParsedMessage.Change change } read => await AcceptedAsync(message, read, change, cancellation),
            Taken.Read { Message: ParsedMessage.Invalid invalid } read => await InvalidAsync(message, read, invalid, cancellation),
            _ => throw new InvalidOperationException("The parser takes only client changes from this queue."),
        },
        cancellation);

    /// <summary>A repeat is a repeat whatever its words mean by now; what was never accepted is refused.</summary>
    private async ValueTask<Refusal?> InvalidAsync(InboundMessage message, Taken.Read read, ParsedMessage.Invalid invalid, CancellationToken cancellation)
    {
        var (key, subject) = invalid.Known!.Value;
        if (await accept.FindRepeatAsync(read.Agency, subject, key, read.Body, read.At, cancellation) is not { } repeat)
            return new Refusal(read.Agency, new Decision.Refused(invalid.Reason, invalid.Defects), invalid.Id);
        await handOver.AgainAsync(repeat.Client, repeat.Change, message.DeliveryCount <= 1, read.At, cancellation);
        return null;
    }

    private async ValueTask<Refusal?> AcceptedAsync(InboundMessage message, Taken.Read read, ParsedMessage.Change parsed, CancellationToken cancellation) =>
        await TakeAsync(parsed.Message, read.Body, message, read.At, cancellation) is { } refused
            ? new Refusal(read.Agency, refused, parsed.Envelope.Id)
            : null;

    /// <summary>
    /// Takes what the hub states itself, one after the other. One that is refused (somebody was quicker) holds up nothing behind it; it is nobody's
    /// message, so the operator alone hears of it. The same id with another body is the same statement made on another day.
    /// </summary>
    private async ValueTask<Refusal?> OwnAsync(InboundMessage message, Taken.Own own, CancellationToken cancellation)
    {
        var defects = new List<Defect>();
        string? reason = null;
        for (var i = 0; i < own.Changes.Count; i++)
        {
            if (await TakeAsync(own.Changes[i].Change, own.Changes[i].Body, message, own.At, cancellation) is not { } refused) continue;
            if (refused.Reason == RefusalReasons.IdReused) continue;
            reason ??= refused.Reason;
            defects.AddRange(OwnChanges.At(i, refused.Defects));
        }

        return reason is null ? null : new Refusal(null, new Decision.Refused(reason, [.. defects]), null);
    }

    /// <summary>Accepts a change and hands its notices over, or says why it is refused.</summary>
    private async ValueTask<Decision.Refused?> TakeAsync(
        ClientChange change, ReadOnlyMemory<byte> body, InboundMessage message, Surroundings at, CancellationToken cancellation)
    {
        switch (await accept.RunAsync(change, body, at, cancellation))
        {
            case AcceptOutcome.Accepted accepted:
                await handOver.FreshAsync(accepted, at, cancellation);
                Accepted(log, accepted.Change.Urgency, accepted.Notices.Count);
                return null;
            case AcceptOutcome.Repeat repeat:
                await handOver.AgainAsync(repeat.Client, repeat.Change, message.DeliveryCount <= 1, at, cancellation);
                return null;
            case AcceptOutcome.Refused refused:
                return refused.Decision;
            default:
                throw new InvalidOperationException("A change is accepted, repeated or refused.");
        }
    }

    [LoggerMessage(LogLevel.Information, "A client change was accepted: {Urgency}, {Lines} lines of coverage.")]
    private static partial void Accepted(ILogger log, Urgency urgency, int lines);
}
