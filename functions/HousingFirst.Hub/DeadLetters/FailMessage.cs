using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Specialists;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Hub.DeadLetters;

/// <summary>
/// A message that fails again and again for the hub's own reasons: each time it goes back on its queue, longer and longer apart, and after the tenth it
/// is given up visibly, with an alert. It can be replayed once the cause is gone.
/// </summary>
public sealed partial class FailMessage(DeadLetterInbox inbox, TellSpecialist specialist, DirectoryCache directory, ILogger<FailMessage> log)
{
    /// <summary>Deliveries before a message is given up; Service Bus' own default.</summary>
    public const int MostDeliveries = 10;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private const string Description =
        "`$`: the hub failed ten times on this message; its cause is in the hub's log, by time. Mend it, then replay (`hub dead-letters replay`)";

    /// <summary>
    /// How long a message is held after a failure before it goes back: a queue gives it again at once, and storage that is down for a minute would use up
    /// all its deliveries. Over two minutes in all, and each less than a lock lasts.
    /// </summary>
    /// <param name="delivery">Which delivery failed, from 1.</param>
    public static TimeSpan PauseAfter(int delivery) => delivery > 5 ? LongestPause : TimeSpan.FromSeconds(Math.Pow(2, Math.Max(delivery, 1) - 1));

    /// <summary>Gives a message up where this was its last delivery.</summary>
    /// <returns>The dead letter, or null where the message should be tried again.</returns>
    public async ValueTask<Settlement.DeadLetter?> RunAsync(InboundMessage message, Exception fault, CancellationToken cancellation)
    {
        Failed(log, message.Queue, message.DeliveryCount, fault.GetType().Name);
        if (message.DeliveryCount < MostDeliveries) return null;
        var key = RefuseMessage.KeyOf(message);
        await inbox.AddAsync(
            new DeadLetterRow(key, message.EnqueuedAt, message.Queue, RefusalReasons.HubFailed, Description, null), cancellation);
        var at = await directory.NowAsync(cancellation);
        await specialist.RunAsync(SpecialistTaskKind.HubFailed, TaskCause(key), at.Community.LeadOrganisation, null, at, cancellation);
        return new Settlement.DeadLetter(RefusalReasons.HubFailed, Description);
    }

    /// <summary>What causes the specialist's task about a message that was given up.</summary>
    internal static string TaskCause(string key) => "failed." + key;

    [LoggerMessage(LogLevel.Error, "A message on {Queue} failed at delivery {Delivery}: {Fault}.")]
    private static partial void Failed(ILogger log, string queue, int delivery, string fault);
}
