using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Surprises;

namespace HousingFirst.Hub.PartnerActivity;

/// <summary>Handles queue <c>partner-activity</c>: what partners do besides telling changes. They answer notices, suggest
/// partners, ask for the specialist, say what contacts they made, bring items to meetings, and say when they were caught off guard.</summary>
public sealed class ReceivePartnerActivity(
    SettleMessage settle, TakeMessage take, AcknowledgeNotice acknowledge, ReceiveSuggestion suggestion, ReceiveRequest request, ReceiveSurprise surprise, ReceiveContact contact, ReceiveItem item)
{
    private static Decision.Refused NotANotice { get; } = new(
        RefusalReasons.DataInvalid, [new Defect("data.notice", "not a notice that was sent to you", "send the `notice` of the notice, as it came")]);

    /// <summary>Handles one message.</summary>
    public ValueTask<Settlement> RunAsync(InboundMessage message, CancellationToken cancellation) => settle.RunAsync(
        message,
        async at => await take.RunAsync(message, at, cancellation) switch
        {
            Taken.Refused refused => refused.Why,
            Taken.Read { Message: ParsedMessage.Acknowledged answer } read =>
                Of(read, answer.Envelope, await acknowledge.RunAsync(answer.Message, read.At, cancellation) ? null : NotANotice),
            Taken.Read { Message: ParsedMessage.Suggested said } read =>
                Of(read, said.Envelope, await suggestion.RunAsync(said.Message, read.Body, read.At, cancellation)),
            Taken.Read { Message: ParsedMessage.Requested asked } read =>
                Of(read, asked.Envelope, await request.RunAsync(asked.Message, read.Body, read.At, cancellation)),
            Taken.Read { Message: ParsedMessage.CaughtOffGuard caught } read =>
                Of(read, caught.Envelope, await surprise.RunAsync(caught.Message, read.Body, read.At, cancellation)),
            Taken.Read { Message: ParsedMessage.Contacted said } read =>
                Of(read, said.Envelope, (await contact.RunAsync(said.Message, read.Body, read.At, cancellation) as ContactReceipt.Refused)?.Why),
            Taken.Read { Message: ParsedMessage.Brought brought } read =>
                Of(read, brought.Envelope, await item.RunAsync(brought.Message, read.Body, read.At, cancellation)),
            _ => throw new InvalidOperationException("The parser takes only partner activity from this queue."),
        },
        cancellation);

    private static Refusal? Of(Taken.Read read, Envelope envelope, Decision.Refused? refused) => refused is null ? null : new Refusal(read.Agency, refused, envelope.Id);
}
