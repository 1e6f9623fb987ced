using HousingFirst.Hub.DeadLetters;

namespace HousingFirst.Local.Storage;

/// <summary>The dead letters of the queues of one machine.</summary>
internal sealed class EmbeddedDeadLetters(EmbeddedQueues queues) : IDeadLetterQueues
{
    private const int Page = 500;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DeadLetterMessage>> ListAsync(CancellationToken cancellation)
    {
        var messages = new List<DeadLetterMessage>();
        for (var next = 0L; await queues.BrowseDeadLettersAsync(next, Page, cancellation) is { Count: > 0 } page; next = page[^1].Sequence + 1)
        {
            messages.AddRange(page.Select(m => new DeadLetterMessage(
                m.Address.Queue, m.Sequence, m.MessageId, m.Body, m.DeliveryCount, m.EnqueuedAt, m.DeadLetter!.Reason, m.DeadLetter.Description)));
        }

        return messages;
    }

    /// <inheritdoc/>
    public async ValueTask<ReplayedMessage?> ReplayAsync(string queue, long sequence, CancellationToken cancellation) =>
        await queues.ReplayAsync(queue, sequence, $"replay-{Guid.NewGuid():N}", cancellation) is { } number ? new ReplayedMessage(number) : null;

    /// <inheritdoc/>
    public async ValueTask<bool> DiscardAsync(string queue, long sequence, CancellationToken cancellation) =>
        await queues.DiscardAsync(queue, sequence, cancellation);
}
