using HousingFirst.Core.Glossary;
using HousingFirst.Hub.DeadLetters;
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
    TakeMessage take, AcceptChange accept, HandOver handOver, RefuseMessage refuse, ILogger<ReceiveClientChange> log)
{
    /// <summary>Handles one message from queue <c>client-changes</c>.</summary>
    public async ValueTask<Settlement> RunAsync(InboundMessage message, CancellationToken cancellation) =>
        await take.RunAsync(message, cancellation) switch
        {
            Taken.Settled settled => settled.Settlement,
            Taken.Read { Message: ParsedMessage.Change change } read => await AcceptedAsync(message, read, change, cancellation),
            _ => throw new InvalidOperationException("The parser takes only client changes from this queue."),
        };

    private async ValueTask<Settlement> AcceptedAsync(
        InboundMessage message, Taken.Read read, ParsedMessage.Change parsed, CancellationToken cancellation)
    {
        switch (await accept.RunAsync(parsed.Message, read.Body, read.At, cancellation))
        {
            case AcceptOutcome.Accepted accepted:
                await handOver.FreshAsync(accepted, read.At, cancellation);
                Accepted(log, accepted.Change.Urgency, accepted.Notices.Count);
                return Settlement.Complete.Instance;
            case AcceptOutcome.Repeat repeat:
                await handOver.AgainAsync(repeat.Client, repeat.Change, message.DeliveryCount <= 1, read.At, cancellation);
                return Settlement.Complete.Instance;
            case AcceptOutcome.Refused refused:
                return await refuse.RunAsync(message, read.Agency, refused.Decision, parsed.Envelope.Id, read.At, cancellation);
            default:
                throw new InvalidOperationException("A change is accepted, repeated or refused.");
        }
    }

    [LoggerMessage(LogLevel.Information, "A client change was accepted: {Urgency}, {Lines} lines of coverage.")]
    private static partial void Accepted(ILogger log, Urgency urgency, int lines);
}
