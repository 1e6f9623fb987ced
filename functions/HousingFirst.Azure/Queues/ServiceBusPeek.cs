using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Azure.Queues;

/// <summary>Looks at what lies on a queue, or among its dead letters. Looking (a peek) locks nothing, and sees also what somebody holds.</summary>
/// <remarks>https://learn.microsoft.com/azure/service-bus-messaging/message-browsing</remarks>
public sealed partial class ServiceBusPeek(ServiceBusClient client, ILogger<ServiceBusPeek> log)
{
    /// <summary>Service Bus gives so many at a time, or fewer.</summary>
    private const int Page = 250;

    /// <summary>Whoever looks has more to do than to wait for a namespace that doesn't answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Looks through it, oldest first.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="part">The queue itself, or its dead letters.</param>
    /// <param name="most">It is looked through so far.</param>
    /// <param name="see">Sees a message, and says whether there is more to look for.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>
    /// Whether everything there was seen, or all that was looked for; false, with a warning, where there is more than <paramref name="most"/>, or the
    /// namespace doesn't answer or refuses: nothing follows then from what was not seen.
    /// </returns>
    public async ValueTask<bool> SeeAsync(
        string queue, SubQueue part, int most, Func<ServiceBusReceivedMessage, bool> see, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(see);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Patience);
        try
        {
            await using var receiver = client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = part });
            for (var left = most; left > 0;)
            {
                // The next after those it gave before.
                var messages = await receiver.PeekMessagesAsync(Math.Min(Page, left), cancellationToken: limited.Token);
                if (messages.Count == 0 || !messages.All(see)) return true;
                left -= messages.Count;
            }

            TooLong(log, queue, part, most);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            NotSeen(log, queue, part, fault.GetType().Name, fault);
        }

        return false;
    }

    /// <summary>How many messages wait on a queue, up to so many; null where that can't be seen now.</summary>
    public async ValueTask<int?> CountAsync(string queue, int most, CancellationToken cancellation)
    {
        var count = 0;
        return await SeeAsync(queue, SubQueue.None, most, _ => ++count < most, cancellation) ? count : null;
    }

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} ({Part}) holds over {Most} messages: what lies behind them isn't known.")]
    private static partial void TooLong(ILogger log, string queue, SubQueue part, int most);

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} ({Part}) can't be looked at ({Fault}): what lies there isn't known.")]
    private static partial void NotSeen(ILogger log, string queue, SubQueue part, string fault, Exception error);
}
