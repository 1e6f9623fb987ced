using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.DeadLetters;
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
    TakeMessage take, AcknowledgeNotice acknowledge, ReceiveSuggestion suggestion, ReceiveRequest request, ReceiveSurprise surprise, ReceiveContact contact, ReceiveItem item, RefuseMessage refuse)
{
    private static Decision.Refused NotANotice { get; } = new(
        RefusalReasons.DataInvalid, [new Defect("data.notice", "not a notice that was sent to you", "send the `notice` of the notice, as it came")]);

    /// <summary>Handles one message.</summary>
    public async ValueTask<Settlement> RunAsync(InboundMessage message, CancellationToken cancellation) =>
        await take.RunAsync(message, cancellation) switch
        {
            Taken.Settled settled => settled.Settlement,
            Taken.Read { Message: ParsedMessage.Acknowledged answer } read => await acknowledge.RunAsync(answer.Message, read.At, cancellation)
                ? Settlement.Complete.Instance
                : await refuse.RunAsync(message, read.Agency, NotANotice, answer.Envelope.Id, read.At, cancellation),
            Taken.Read { Message: ParsedMessage.Suggested said } read => await SettleAsync(
                message, read, said.Envelope, await suggestion.RunAsync(said.Message, read.Body, read.At, cancellation), cancellation),
            Taken.Read { Message: ParsedMessage.Requested asked } read => await SettleAsync(
                message, read, asked.Envelope, await request.RunAsync(asked.Message, read.Body, read.At, cancellation), cancellation),
            Taken.Read { Message: ParsedMessage.CaughtOffGuard caught } read => await SettleAsync(
                message, read, caught.Envelope, await surprise.RunAsync(caught.Message, read.Body, read.At, cancellation), cancellation),
            Taken.Read { Message: ParsedMessage.Contacted said } read => await SettleAsync(
                message, read, said.Envelope, (await contact.RunAsync(said.Message, read.Body, read.At, cancellation) as ContactReceipt.Refused)?.Why, cancellation),
            Taken.Read { Message: ParsedMessage.Brought brought } read => await SettleAsync(
                message, read, brought.Envelope, await item.RunAsync(brought.Message, read.Body, read.At, cancellation), cancellation),
            _ => throw new InvalidOperationException("The parser takes only partner activity from this queue."),
        };

    private async ValueTask<Settlement> SettleAsync(
        InboundMessage message, Taken.Read read, Envelope envelope, Decision.Refused? refused, CancellationToken cancellation) => refused is null
            ? Settlement.Complete.Instance
            : await refuse.RunAsync(message, read.Agency, refused, envelope.Id, read.At, cancellation);
}
