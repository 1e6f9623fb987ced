using Azure.Messaging.ServiceBus;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Azure.Queues;

/// <summary>
/// Looks through an agency's queue and its dead letters for notices, by the notice's id, which a message keeps however it is sent again.
/// The queue comes first: a message that becomes a dead letter meanwhile is found there.
/// </summary>
public sealed class ServiceBusTakenNotices(ServiceBusPeek peek) : ITakenNotices
{
    /// <summary>A queue, or its dead letters, is looked through so far.</summary>
    public const int Most = 2_000;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlySet<NoticeId>> TakenAsync(string agency, IReadOnlyCollection<NoticeId> notices, CancellationToken cancellation)
    {
        var missing = notices.ToDictionary(n => n.ToString(), StringComparer.Ordinal);
        foreach (var part in new[] { SubQueue.None, SubQueue.DeadLetter })
        {
            if (missing.Count > 0 && !await peek.SeeAsync(QueueNames.OfAgency(agency), part, Most, IsMoreMissing, cancellation)) return new HashSet<NoticeId>();
        }

        return missing.Values.ToHashSet();

        bool IsMoreMissing(ServiceBusReceivedMessage message)
        {
            if (message.ApplicationProperties.TryGetValue(ComposeNotice.NoticeProperty, out var id) && id is string text) missing.Remove(text);
            return missing.Count > 0;
        }
    }
}
