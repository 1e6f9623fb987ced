using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Hub.PartnerActivity;

/// <summary>Handles queue <c>partner-activity</c>: what partners do besides telling changes. Acknowledgements and suggestions, so far.</summary>
public sealed class ReceivePartnerActivity(TakeMessage take, AcknowledgeNotice acknowledge, ReceiveSuggestion suggestion, RefuseMessage refuse)
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
            Taken.Read { Message: ParsedMessage.Suggested said } read =>
                await suggestion.RunAsync(said.Message, read.Body, read.At, cancellation) is { } refused
                    ? await refuse.RunAsync(message, read.Agency, refused, said.Envelope.Id, read.At, cancellation)
                    : Settlement.Complete.Instance,
            _ => throw new InvalidOperationException("The parser takes only partner activity from this queue."),
        };
}
