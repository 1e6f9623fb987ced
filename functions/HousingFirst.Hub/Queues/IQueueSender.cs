namespace HousingFirst.Hub.Queues;

/// <summary>Sends from the hub to queues: Service Bus in the cloud, the embedded queues locally.</summary>
public interface IQueueSender
{
    /// <summary>
    /// Sends every message, durable when it returns. Sending the same <see cref="OutgoingMessage.MessageId"/> to the same queue again, while
    /// it is there or shortly after it was taken, has no second effect where the queue can tell (the embedded queues can; Service Bus Basic
    /// can't).
    /// </summary>
    /// <returns>An outcome a message, in order.</returns>
    ValueTask<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation);
}

/// <summary>What became of one message.</summary>
public enum SendOutcome
{
    /// <summary>The queue holds it.</summary>
    Sent,

    /// <summary>The answer was lost: it may be there.</summary>
    Unknown,
}

/// <summary>A message from the hub.</summary>
/// <param name="Queue">The queue's name: <c>agency-{agencyId}</c>, or an inbound one for what people did on pages.</param>
/// <param name="MessageId">The same on every try of one generation; a replay has a new one.</param>
/// <param name="Body">A CloudEvent, structured mode.</param>
public sealed record OutgoingMessage(string Queue, string MessageId, ReadOnlyMemory<byte> Body)
{
    /// <summary>The content type of every message of the contract.</summary>
    public const string ContentType = "application/cloudevents+json; charset=utf-8";

    /// <summary>Application properties: <c>hf-notice</c> on a notice, <c>hf-signature</c> on what the hub sends to itself.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
