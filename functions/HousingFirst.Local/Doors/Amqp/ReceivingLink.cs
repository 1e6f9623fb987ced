using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// A link on which an agency receives, as much as it gave credit for. Under peek-lock each message is its receiver's until settled or until its lock
/// ends, link or no link, as in Service Bus; a link that wants its messages settled gets them taken off the queue first.
/// </summary>
internal sealed class ReceivingLink : OutgoingLink
{
    /// <summary>Messages locked at a time: few, since a client that leaves has them given back one by one.</summary>
    private const int Batch = 32;

    /// <summary>How often a link on which nothing happens looks whether its receiver may still receive.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookWhetherRead = TimeSpan.FromMilliseconds(50);

    private readonly AmqpPeer peer;
    private readonly QueueAddress address;
    private readonly AmqpDoorParts parts;
    private readonly Settling settling;
    private readonly CancellationTokenSource stop;
    private TaskCompletionSource asked = NewSignal();
    private int unsettled;

    private ReceivingLink(
        ListenerLink link, AmqpPeer peer, QueueAddress address, AmqpDoorParts parts, Settling settling, CancellationToken closing)
        : base(link)
    {
        (this.peer, this.address, this.parts, this.settling) = (peer, address, parts, settling);
        stop = CancellationTokenSource.CreateLinkedTokenSource(closing);
    }

    /// <summary>Opens the link.</summary>
    /// <returns>Ends with the link, once nothing is locked for it that it wasn't sent.</returns>
    public static Task Open(
        ListenerLink link, Attach attach, AmqpPeer peer, QueueAddress address, AmqpDoorParts parts, Settling settling, CancellationToken closing)
    {
        var receiving = new ReceivingLink(link, peer, address, parts, settling, closing);
        receiving.Open(attach);
        return Task.Run(receiving.GiveAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    public override void OnDisposition(DispositionContext dispositionContext)
    {
        // A link that ends hands back what is unsettled as if the client had: it hasn't, and may settle it through $management.
        if (Link.IsClosed || dispositionContext.Message is not DeliveredMessage message) return;
        var settlement = Settlement.Of(dispositionContext.DeliveryState);
        if (settlement is null && !dispositionContext.Settled) return;
        if (message.EndsNow()) _ = SettleAsync(message, settlement, dispositionContext.Settled);
    }

    /// <inheritdoc/>
    public override void OnLinkClosed(ListenerLink link, Error error)
    {
        base.OnLinkClosed(link, error);
        try
        {
            _ = stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It had ended by itself.
        }
    }

    /// <summary>
    /// Whether what is sent goes out: the session keeps what its window holds back, and of messages that are settled nothing else bounds how many.
    /// </summary>
    private bool IsRead => peer.Reads && (!Link.SettleOnSend || LibraryInternals.OutgoingWindow(Link.Session) > 0);

    /// <inheritdoc/>
    protected override void OnCredit() => Interlocked.Exchange(ref asked, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task GiveAsync()
    {
        Error? why = null;
        try
        {
            while (why is null) why = await GiveOnceAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The link, its connection or the hub ends.
        }
#pragma warning disable CA1031 // Whatever failed, the receiver must not wait for ever.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            why = settling.Failed(fault);
        }

        try
        {
            if (why is not null) Link.Close(TimeSpan.Zero, why);
        }
        catch (Exception gone) when (gone is AmqpException or ObjectDisposedException)
        {
            // It was ending by itself.
        }

        stop.Dispose();
    }

    /// <summary>Gives what is there within the client's credit, or waits until there may be something to give.</summary>
    /// <returns>Null to go on; otherwise why the link is to end.</returns>
    private async Task<Error?> GiveOnceAsync()
    {
        // Taken before the credit is read: whatever is asked from here on ends a wait below.
        var again = Volatile.Read(ref asked).Task;
        var room = Math.Min(Math.Min(Credit, Batch), parts.Limits.Unsettled - Volatile.Read(ref unsettled));
        if (room <= 0)
        {
            AnswerDrain();
            await again.WaitAsync(stop.Token);
            return null;
        }

        while (!IsRead) await Task.Delay(LookWhetherRead, stop.Token);
        if (peer.Admit(address, DoorRight.Listen, out var agency) is { } refused) return Conditions.Of(refused);
        var batch = await parts.Door.Queues.ReceiveAsync(address.ToString(), room, parts.Door.Settings.LockDuration, stop.Token);
        if (batch.Count > 0) return Link.SettleOnSend ? await HandOutAsync(agency, batch) : await LendAsync(batch);
        AnswerDrain();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var come = parts.Door.Queues.WaitForMessagesAsync(address.ToString(), LookAgain, enough.Token);
        await Task.WhenAny(come, again);
        await enough.CancelAsync();
        await ((Task)come).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Token.ThrowIfCancellationRequested();
        return come.Exception is { } fault ? settling.Failed(fault.GetBaseException()) : null;
    }

    private async Task<Error?> LendAsync(IReadOnlyList<LockedMessage> batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            Interlocked.Increment(ref unsettled);
            if (TrySend(DeliveredMessage.Of(batch[i]))) continue;
            Interlocked.Decrement(ref unsettled);
            // The rest too, whatever credit comes meanwhile: messages keep their order.
            await GiveBackAsync(batch.Skip(i));
            break;
        }

        return null;
    }

    /// <summary>Takes messages off the queue, each marked as fetched before, and only then sends them: one that can't be marked stays.</summary>
    private async Task<Error?> HandOutAsync(string agency, IReadOnlyList<LockedMessage> batch)
    {
        if (IsClosed)
        {
            await GiveBackAsync(batch);
            return null;
        }

        var taken = await Task.WhenAll(batch.Select(held => settling.SettleAsync(agency, address, held.LockToken, new Settlement.Complete())));
        for (var i = 0; i < taken.Length; i++)
        {
            if (taken[i] is null) await SendAsync(DeliveredMessage.Of(batch[i]));
        }

        return Array.Find(taken, error => error is not null && error.Condition != Conditions.LockLost);
    }

    /// <summary>Sends what is off its queue already: where the client took its credit back meanwhile, as soon as it asks again.</summary>
    private async Task SendAsync(DeliveredMessage message)
    {
        while (true)
        {
            var again = Volatile.Read(ref asked).Task;
            if (TrySend(message) || IsClosed) return;
            AnswerDrain();
            await again.WaitAsync(stop.Token);
        }
    }

    /// <summary>Nobody to give them to, or no credit any more (clients take it back): ready again at once, rather than when their locks end.</summary>
    private Task GiveBackAsync(IEnumerable<LockedMessage> batch) =>
        Task.WhenAll(batch.Select(held => parts.Door.Queues.UndeliverAsync(address.ToString(), held.Message.Sequence, held.LockToken)));

    private async Task SettleAsync(DeliveredMessage message, Settlement? settlement, bool settledByClient)
    {
        // Settled without an outcome: the message is left to its lock.
        if (settlement is not null)
        {
            var error = peer.Admit(address, DoorRight.Listen, out var agency) is { } refused
                ? Conditions.Of(refused)
                : await settling.SettleAsync(agency, address, message.LockToken, settlement);
            if (!settledByClient) Answer(message, error);
        }

        if (Interlocked.Decrement(ref unsettled) == parts.Limits.Unsettled - 1) OnCredit();
    }

    private void Answer(DeliveredMessage message, Error? error)
    {
        try
        {
            Link.DisposeMessage(message, error is null ? new Accepted() : new Rejected { Error = error }, settled: true);
        }
        catch (Exception gone) when (gone is AmqpException or ObjectDisposedException)
        {
            // The client left before its answer: a message that was completed is gone, any other comes again.
        }
    }
}
