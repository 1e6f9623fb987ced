using System.CommandLine;
using HousingFirst.Core.Partners;
using HousingFirst.Hub;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Commands.Door;

/// <summary>What commands at a hub's door are made of: the hub is the head's own.</summary>
internal sealed class DoorCommandParts(Terminal terminal, OperatorHead head, HousingFirstHub hub) : CommandParts(terminal)
{
    /// <inheritdoc/>
    public override async Task<OpenHub> OpenAsync(ParseResult parse, CancellationToken cancellation) =>
        await hub.Partners.CommunityAsync(cancellation) is null
            ? throw new CommandFailure("No community is set up there. Set one up: hub community set FILE; or restore a backup.")
            : new OpenHub(new Place(head, hub), await hub.Directory.NowAsync(cancellation));

    /// <inheritdoc/>
    public override IHubPlace OpenToSet(ParseResult parse) => new Place(head, hub);

    private sealed class Place(OperatorHead head, HousingFirstHub hub) : IHubPlace
    {
        public HousingFirstHub Hub => hub;

        public IDeadLetterQueues DeadLettersOf(PartnerDirectory directory) => head.DeadLettersOf(directory);

        public IFollowChanges Changes => head.Changes;

        public ValueTask<int?> WaitingAsync(string queue, CancellationToken cancellation) => head.Waiting(queue, IHubPlace.MostCounted, cancellation);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
