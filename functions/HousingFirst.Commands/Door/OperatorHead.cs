using HousingFirst.Core.Partners;
using HousingFirst.Hub;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Queues;
using NodaTime;

namespace HousingFirst.Commands.Door;

/// <summary>What a head gives its operators' door.</summary>
/// <param name="HubOf">The use cases, for an operator: what they do is written down with this name.</param>
/// <param name="DeadLettersOf">The dead-letter queues of the agencies in a directory.</param>
/// <param name="Waiting">How many messages wait on a queue, up to so many; null where that can't be seen now.</param>
/// <param name="Changes">Follows changes that a command puts on the queue.</param>
/// <param name="Clock">The clock.</param>
public sealed record OperatorHead(
    Func<string, HousingFirstHub> HubOf,
    Func<PartnerDirectory, IDeadLetterQueues> DeadLettersOf,
    Func<string, int, CancellationToken, ValueTask<int?>> Waiting,
    IFollowChanges Changes,
    IClock Clock);
