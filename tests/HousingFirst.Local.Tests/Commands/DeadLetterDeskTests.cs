using HousingFirst.Commands;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary>The desk over queues that tell as little as the cloud's.</summary>
public sealed class DeadLetterDeskTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The REST API tells whole seconds, the trigger's message milliseconds: still one entry, and it says who sent it.</summary>
    [Fact]
    public async Task A_message_and_its_row_are_one_entry_and_a_replay_takes_both_away()
    {
        var world = await HubWorld.CreateAsync(new MemoryTables());
        var message = world.Change("prairie-hospital", "PH-0018", "away.hospital.owt") with { EnqueuedAt = HubWorld.Start + Duration.FromMilliseconds(345) };
        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(message));
        var desk = new DeadLetterDesk(
            world.Hub.DeadLetters,
            world.Hub.Audit,
            new Broker(new DeadLetterMessage(message.Queue, 7, message.MessageId, message.Body, 1, HubWorld.Start, refused.Reason, refused.Description)));

        var entry = Assert.Single(await desk.ListAsync(Stop));
        Assert.Equal(("prairie-hospital", 7L, "data.invalid"), (entry.Agency, entry.Sequence, entry.Reason));
        Assert.Null(await desk.ReplayAsync(entry, Stop));

        Assert.Empty(await desk.ListAsync(Stop));
        Assert.Empty(await world.Hub.DeadLetters.ListAsync(10, Stop));
        Assert.Contains(await world.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), Stop), a => a.Action == "dead-letter.replay" && a.About == entry.Id);
    }

    /// <summary>Those of agencies that only get mail don't exist.</summary>
    [Fact]
    public async Task The_queues_are_the_hubs_and_those_of_agencies_that_read_one()
    {
        var world = await HubWorld.CreateAsync(new MemoryTables());
        var directory = (await world.Hub.Directory.NowAsync(Stop)).Directory;

        var queues = QueueNames.Of(directory);

        Assert.Equal(["client-changes", "partner-activity"], queues.Take(2));
        Assert.Contains("agency-river-icm", queues);
        Assert.Equal(directory.Organisations.Count(o => o.ReadsQueue) + 2, queues.Count);
        Assert.InRange(queues.Count, 3, directory.Organisations.Count + 1);
    }

    private sealed class Broker(params DeadLetterMessage[] messages) : IDeadLetterQueues
    {
        private readonly List<DeadLetterMessage> held = [.. messages];

        public ValueTask<IReadOnlyList<DeadLetterMessage>> ListAsync(CancellationToken cancellation) => ValueTask.FromResult<IReadOnlyList<DeadLetterMessage>>([.. held]);

        public ValueTask<ReplayedMessage?> ReplayAsync(string queue, long sequence, CancellationToken cancellation) =>
            ValueTask.FromResult(held.RemoveAll(m => m.Sequence == sequence) > 0 ? new ReplayedMessage(null) : null);

        public ValueTask<bool> DiscardAsync(string queue, long sequence, CancellationToken cancellation) =>
            ValueTask.FromResult(held.RemoveAll(m => m.Sequence == sequence) > 0);
    }
}
