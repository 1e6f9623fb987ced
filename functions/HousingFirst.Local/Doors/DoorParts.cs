using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Pacing;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Local.Doors;

/// <summary>What the doors are made of, HTTP and AMQP alike.</summary>
/// <param name="Queues">The queues behind them.</param>
/// <param name="Agencies">Keys and queues of agencies.</param>
/// <param name="Fetched">Hears of notices taken.</param>
/// <param name="Validator">The community's validator as it is now.</param>
/// <param name="Prove">Who signed a body, among the agencies known now; answers for any bytes.</param>
/// <param name="Clock">The time, for tokens and the throttle.</param>
internal sealed record DoorParts(
    EmbeddedQueues Queues,
    IDoorAgencies Agencies,
    IFetchedNotices Fetched,
    Func<MessageValidator> Validator,
    Func<ReadOnlyMemory<byte>, string, SenderProof> Prove,
    IClock Clock)
{
    private AgencyThrottle? throttle;

    /// <summary>What an operator may set.</summary>
    public DoorSettings Settings { get; init; } = new();

    /// <summary>
    /// Whether a body is a change whose least urgency is U3 or U4: it passes the throttle. Bodies come from strangers: it must answer for any bytes.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, bool> IsUrgent { get; init; } = static _ => false;

    /// <summary>An agency's own terms for codes: asked for only where the agency is proven.</summary>
    public Func<string, CancellationToken, ValueTask<AgencyTerms>> Terms { get; init; } = static (_, _) => ValueTask.FromResult(AgencyTerms.None);

    /// <summary>Who may do what with which queue.</summary>
    public QueueAccess Access => new(Agencies, Clock);

    /// <summary>How much each agency may send, over all doors together.</summary>
    public AgencyThrottle Throttle => LazyInitializer.EnsureInitialized(ref throttle, () => new AgencyThrottle(() => Settings.MessagesPerMinute, Clock));
}
