using HousingFirst.Core.Partners;
using HousingFirst.Hub;
using HousingFirst.Hub.DeadLetters;
using NodaTime;

namespace HousingFirst.Commands.Door;

/// <summary>What a head gives its operators' door.</summary>
/// <param name="HubOf">The use cases, for an operator: what they do is written down with this name.</param>
/// <param name="DeadLettersOf">The dead-letter queues of the agencies in a directory.</param>
/// <param name="Waiting">How many messages wait on a queue; null where the head can't tell.</param>
/// <param name="Clock">The clock.</param>
public sealed record OperatorHead(
    Func<string, HousingFirstHub> HubOf,
    Func<PartnerDirectory, IDeadLetterQueues> DeadLettersOf,
    Func<string, CancellationToken, ValueTask<int?>> Waiting,
    IClock Clock);
