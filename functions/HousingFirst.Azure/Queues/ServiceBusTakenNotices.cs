using Azure.Messaging.ServiceBus;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Azure.Queues;

/// <summary>
/// Looks through an agency's queue and its dead letters for notices, by the notice's id, which a message keeps however it is sent again.
/// The queue comes first: a message that becomes a dead letter meanwhile is found there.
/// </summary>
public sealed partial class ServiceBusTakenNotices(ServiceBusPeek peek, ILogger<ServiceBusTakenNotices> log) : ITakenNotices
{
    /// <summary>A queue, or its dead letters, is looked through so far.</summary>
    public const int Most = 2_000;

    /// <summary>A tick has more to do than to wait for a namespace that doesn't answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlySet<NoticeId>> TakenAsync(string agency, IReadOnlyCollection<NoticeId> notices, CancellationToken cancellation)
    {
        var queue = QueueNames.OfAgency(agency);
        var missing = notices.ToDictionary(n => n.ToString(), StringComparer.Ordinal);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Patience);
        try
        {
            foreach (var part in new[] { SubQueue.None, SubQueue.DeadLetter })
            {
                if (await IsLookedThroughAsync(queue, part, missing, limited.Token)) continue;
                TooLong(log, queue, Most);
                return new HashSet<NoticeId>();
            }
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            NotSeen(log, queue, fault.GetType().Name, fault);
            return new HashSet<NoticeId>();
        }

        return missing.Values.ToHashSet();
    }

    /// <summary>Takes out of those missing what lies there.</summary>
    /// <returns>Whether all that lies there was seen, or nothing is missing any more.</returns>
    private async Task<bool> IsLookedThroughAsync(string queue, SubQueue part, Dictionary<string, NoticeId> missing, CancellationToken cancellation)
    {
        var seen = 0;
        await foreach (var message in peek.AllAsync(queue, part, Most, cancellation))
        {
            seen++;
            if (message.ApplicationProperties.TryGetValue(ComposeNotice.NoticeProperty, out var id) && id is string text) missing.Remove(text);
            if (missing.Count == 0) return true;
        }

        return seen < Most;
    }

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} or its dead letters hold over {Most} messages: what was taken can't be told, and goes by mail too.")]
    private static partial void TooLong(ILogger log, string queue, int most);

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} can't be looked at ({Fault}): what was taken can't be told, and goes by mail too.")]
    private static partial void NotSeen(ILogger log, string queue, string fault, Exception error);
}
