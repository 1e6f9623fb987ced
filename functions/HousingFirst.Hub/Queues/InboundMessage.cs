using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Hub.Queues;

/// <summary>A message as a head took it from a queue, before anything about it is believed.</summary>
/// <param name="Queue">The queue it came from.</param>
/// <param name="MessageId">The broker's id, chosen by the sender; null where there is none.</param>
/// <param name="Body">The bytes of the body as sent.</param>
/// <param name="Signature">The <c>hf-signature</c> property, or null.</param>
/// <param name="DeliveryCount">1 at the first delivery.</param>
/// <param name="EnqueuedAt">When the queue took it (UTC).</param>
public sealed record InboundMessage(
    string Queue, string? MessageId, ReadOnlyMemory<byte> Body, string? Signature, int DeliveryCount, Instant EnqueuedAt)
{
    /// <summary>The <c>hf-paced</c> property, or null: the hub's own mark on a copy that has waited for its place.</summary>
    public string? Paced { get; init; }

    /// <summary>Whether what it says may have been taken before: it comes again, or is a copy whose original came again meanwhile.</summary>
    public bool MayBeRepeat => DeliveryCount > 1 || Paced is not null;
}

/// <summary>What the head must do with the message. A fault (store down, disk full) is an exception instead: the message is redelivered.</summary>
public abstract record Settlement
{
    private Settlement()
    {
    }

    /// <summary>Take it off the queue: done, or done before.</summary>
    public sealed record Complete : Settlement
    {
        /// <summary>The one instance.</summary>
        public static Complete Instance { get; } = new();
    }

    /// <summary>Move it to the dead-letter queue. Neither text ever holds client data or a value that was sent.</summary>
    /// <param name="Reason">A fixed code: <c>sender.unproven</c>, <c>data.invalid</c>.</param>
    /// <param name="Description">What, where, which rule, the mend; at most 4,096 characters.</param>
    public sealed record DeadLetter(string Reason, string Description) : Settlement;

    /// <summary>
    /// Put a copy on the same queue that comes at its place, then take this one off: its sender is over its messages a minute. Cut off between the two,
    /// the message is there twice, and the hub does what has one CloudEvents id once.
    /// </summary>
    /// <param name="At">When the copy comes (UTC).</param>
    /// <param name="Mark">The copy's <c>hf-paced</c> property: by it the copy waits no second time.</param>
    public sealed record Later(Instant At, string Mark) : Settlement;
}

/// <summary>The queues' names, and what they take.</summary>
public static class QueueNames
{
    /// <summary>The most bytes of one send, a batch counted whole, as Service Bus Basic takes. The contract's own limit of an event is lower.</summary>
    public const int LargestSend = 256 * 1024;

    /// <summary>Client changes, from agencies.</summary>
    public const string ClientChanges = "client-changes";

    /// <summary>Everything else agencies send: acknowledgements first.</summary>
    public const string PartnerActivity = "partner-activity";

    /// <summary>The queue an agency receives from.</summary>
    public static string OfAgency(string agency) => "agency-" + agency;

    /// <summary>Every queue of a community: the two inbound ones, and those of the agencies that read one.</summary>
    public static IReadOnlyList<string> Of(PartnerDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return [ClientChanges, PartnerActivity, .. directory.Organisations.Where(o => o.ReadsQueue).Select(o => OfAgency(o.Id))];
    }
}
