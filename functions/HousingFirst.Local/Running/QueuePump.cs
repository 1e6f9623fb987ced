using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Local.Running;

/// <summary>
/// Takes messages off one inbound queue and gives them to their use case, up to 128 at once. A message is settled only when everything that
/// follows from it is durable; a fault puts it back, longer and longer apart, and after the tenth gives it up visibly.
/// </summary>
internal sealed partial class QueuePump(
    LocalHub local, string queue, Func<InboundMessage, CancellationToken, ValueTask<Settlement>> handle, ILogger log)
{
    /// <summary>Messages in work at once: enough that one group commit carries many.</summary>
    private const int InFlight = 128;

    private static readonly Duration Lock = Duration.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>
    /// From the first message on an empty queue until work begins: who sends several gets answers while nothing else wants the processor, and they
    /// share their commits.
    /// </summary>
    private static readonly TimeSpan Collect = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs until stopped; then waits for what is in work.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var free = new SemaphoreSlim(InFlight, InFlight);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await free.WaitAsync(stop);
                var room = 1;
                while (room < InFlight && free.Wait(0, CancellationToken.None)) room++;
                var messages = await ReceiveAsync(room, stop);
                if (messages.Count < room) free.Release(room - messages.Count);
                foreach (var message in messages) _ = OneAsync(message, free, stop);
                if (messages.Count > 0) continue;
                await local.Database.Queues.WaitForMessagesAsync(queue, LookAgain, stop);
                await Task.Delay(Collect, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
        }

        for (var i = 0; i < InFlight; i++) await free.WaitAsync(CancellationToken.None);
    }

    private async Task<IReadOnlyList<LockedMessage>> ReceiveAsync(int room, CancellationToken stop)
    {
        try
        {
            return await local.Database.Queues.ReceiveAsync(queue, room, Lock, stop);
        }
        catch (HubDataException fault)
        {
            ReceiveFailed(log, queue, fault.Message);
            await Task.WhenAny(Task.Delay(LookAgain, stop));
            return [];
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nothing was received: the caller gives the places back, for which the end would otherwise wait for ever.
            return [];
        }
    }

    private async Task OneAsync(LockedMessage locked, SemaphoreSlim free, CancellationToken stop)
    {
        try
        {
            await SettleAsync(locked, stop);
        }
        catch (Exception fault) when (fault is HubDataException or IOException or OperationCanceledException)
        {
            // The message stays locked and comes again when its lock ends: nothing is lost by waiting.
            if (fault is not OperationCanceledException) ReceiveFailed(log, queue, fault.GetType().Name);
        }
        finally
        {
            free.Release();
        }
    }

    private async Task SettleAsync(LockedMessage locked, CancellationToken stop)
    {
        var message = locked.Message;
        var inbound = new InboundMessage(
            queue, message.MessageId, message.Body, message.Properties.GetValueOrDefault(Signature.Property), (int)message.DeliveryCount, message.EnqueuedAt);
        var queues = local.Database.Queues;
        Settlement? settlement;
        try
        {
            settlement = await handle(inbound, stop);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            settlement = await local.Hub.FailMessage.RunAsync(inbound, fault, stop);
            if (settlement is null) await Task.Delay(FailMessage.PauseAfter(inbound.DeliveryCount), stop);
        }

        switch (settlement)
        {
            case Settlement.Complete:
                await queues.CompleteAsync(queue, message.Sequence, locked.LockToken, CancellationToken.None);
                break;
            case Settlement.DeadLetter dead:
                await queues.DeadLetterAsync(queue, message.Sequence, locked.LockToken, dead.Reason, dead.Description, CancellationToken.None);
                break;
            default:
                await queues.AbandonAsync(queue, message.Sequence, locked.LockToken, CancellationToken.None);
                break;
        }
    }

    [LoggerMessage(LogLevel.Error, "Queue {Queue} can't be worked on for now: {Fault}")]
    private static partial void ReceiveFailed(ILogger log, string queue, string fault);
}
