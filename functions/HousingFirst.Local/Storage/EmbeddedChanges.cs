using HousingFirst.Hub.Queues;

namespace HousingFirst.Local.Storage;

/// <summary>Follows changes on the queue of one machine.</summary>
internal sealed class EmbeddedChanges(EmbeddedQueues queues, Func<bool> isRunning) : IFollowChanges
{
    private const int Page = 500;

    /// <summary>A running hub takes hundreds of messages a second: so long without one is not slowness.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<FollowedChanges> FollowAsync(IReadOnlyCollection<string> messages, CancellationToken cancellation)
    {
        var wanted = messages.ToHashSet(StringComparer.Ordinal);
        var held = await HeldAsync(wanted, cancellation);
        var running = isRunning();
        var waiting = running ? await WaitAsync(held, cancellation) : held.Count;
        var dead = await new EmbeddedDeadLetters(queues).ListAsync(cancellation);
        return new FollowedChanges(running, waiting, [.. dead.Where(m => m.MessageId is { } id && wanted.Contains(id)).Select(m => m.Description ?? m.Reason ?? string.Empty)]);
    }

    /// <summary>A message is taken when it is off its queue; looked at one by one, oldest first, however many there are.</summary>
    /// <returns>How many are still there when nothing moved any more.</returns>
    private async Task<int> WaitAsync(IReadOnlyList<long> held, CancellationToken cancellation)
    {
        var next = 0;
        var moved = TimeProvider.System.GetTimestamp();
        while (next < held.Count && TimeProvider.System.GetElapsedTime(moved) < Patient)
        {
            var first = await queues.BrowseAsync(QueueNames.ClientChanges, held[next], 1, cancellation) is [var message] ? message.Sequence : long.MaxValue;
            if (first > held[next]) moved = TimeProvider.System.GetTimestamp();
            else await Task.Delay(TimeSpan.FromMilliseconds(25), cancellation);
            while (next < held.Count && held[next] < first) next++;
        }

        return held.Count - next;
    }

    /// <summary>The numbers of messages that are on the queue, in its order.</summary>
    private async Task<IReadOnlyList<long>> HeldAsync(HashSet<string> wanted, CancellationToken cancellation)
    {
        var held = new List<long>();
        for (var next = 0L; await queues.BrowseAsync(QueueNames.ClientChanges, next, Page, cancellation) is { Count: > 0 } page; next = page[^1].Sequence + 1)
            held.AddRange(page.Where(m => m.MessageId is { } id && wanted.Contains(id)).Select(m => m.Sequence));
        return held;
    }
}
