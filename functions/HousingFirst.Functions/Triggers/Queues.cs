using Azure.Messaging.ServiceBus;
using HousingFirst.Azure.Queues;
using HousingFirst.Azure.Settings;
using HousingFirst.Functions.Starting;
using HousingFirst.Hub;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Queues;
using Microsoft.Azure.Functions.Worker;

namespace HousingFirst.Functions.Triggers;

/// <summary>
/// The two queues that agencies send to. A message is settled here, by what the hub decided and only after everything that follows from it is
/// durable; a fault is thrown, and the message comes again, longer and longer apart, ten times at most.
/// </summary>
public sealed class Queues(HousingFirstHub hub, Preparation preparation, PacedCopies copies, TimeProvider time)
{
    /// <summary>Takes a client change.</summary>
    [Function(FunctionNames.ReceiveClientChange)]
    public Task ReceiveClientChange(
        [ServiceBusTrigger(QueueNames.ClientChanges, Connection = SettingNames.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) =>
        SettleAsync(QueueNames.ClientChanges, message, actions, hub.ReceiveClientChange.RunAsync, cancellation);

    /// <summary>Takes what else partners say.</summary>
    [Function(FunctionNames.ReceivePartnerActivity)]
    public Task ReceivePartnerActivity(
        [ServiceBusTrigger(QueueNames.PartnerActivity, Connection = SettingNames.ServiceBus, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) =>
        SettleAsync(QueueNames.PartnerActivity, message, actions, hub.ReceivePartnerActivity.RunAsync, cancellation);

    private async Task SettleAsync(
        string queue,
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        Func<InboundMessage, CancellationToken, ValueTask<Settlement>> handle,
        CancellationToken cancellation)
    {
        var inbound = ReceivedMessages.From(queue, message);
        Settlement? settlement;
        try
        {
            await preparation.MayRunAsync(cancellation);
            settlement = await hub.PaceAgency.RunAsync(inbound, cancellation) ?? await handle(inbound, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The instance is going: another takes the message at once, not when its lock runs out.
            await actions.AbandonMessageAsync(message, cancellationToken: CancellationToken.None);
            return;
        }
        catch (Exception fault)
        {
            // Into tables that are half restored nothing is written.
            settlement = preparation.MayRun ? await hub.FailMessage.RunAsync(inbound, fault, CancellationToken.None) : null;
            if (settlement is null)
            {
                // Held, not thrown at once: the queue would give it again at once, ten times within seconds.
                await Task.Delay(FailMessage.PauseAfter(inbound.DeliveryCount), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
        }

        // What was decided is settled, though the instance be going; a copy is there before its message is taken off.
        if (settlement is Settlement.Later later) await copies.PutAsync(queue, message, later, CancellationToken.None);
        await (settlement is Settlement.DeadLetter dead
            ? actions.DeadLetterMessageAsync(message, deadLetterReason: dead.Reason, deadLetterErrorDescription: dead.Description, cancellationToken: CancellationToken.None)
            : actions.CompleteMessageAsync(message, CancellationToken.None));
    }
}
