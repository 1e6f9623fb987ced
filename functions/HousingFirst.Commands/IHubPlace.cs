using HousingFirst.Core.Partners;
using HousingFirst.Hub;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Commands;

/// <summary>Where a command finds its hub: a data folder of this machine, or the head that it was sent to.</summary>
internal interface IHubPlace : IAsyncDisposable
{
    /// <summary>The use cases.</summary>
    HousingFirstHub Hub { get; }

    /// <summary>The dead-letter queues of the community.</summary>
    /// <param name="directory">Says which agencies have a queue.</param>
    IDeadLetterQueues DeadLettersOf(PartnerDirectory directory);

    /// <summary>More messages are not worth counting one by one.</summary>
    const int MostCounted = 1000;

    /// <summary>Follows changes that a command puts on the queue.</summary>
    IFollowChanges Changes { get; }

    /// <summary>How many messages wait on a queue, up to <see cref="MostCounted"/>; null where the place can't tell.</summary>
    ValueTask<int?> WaitingAsync(string queue, CancellationToken cancellation);
}
