using HousingFirst.Contracts.World;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Commands;
using HousingFirst.Local.Commands.Azure;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary>The desk over the cloud's tables and queues.</summary>
public sealed class DeadLettersInAzureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The REST API tells whole seconds, the trigger's message milliseconds: still one entry, and it says who sent it.</summary>
    [Fact]
    public async Task A_message_and_its_row_are_one_entry_and_a_replay_takes_both_away()
    {
        var world = await HubWorld.CreateAsync(new MemoryTables());
        var message = world.Change("prairie-hospital", "PH-0018", "away.hospital.owt") with { EnqueuedAt = HubWorld.Start + Duration.FromMilliseconds(345) };
        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(message));
        var queues = new Broker(new DeadLetterMessage(
            message.Queue, 7, message.MessageId, message.Body, 1, HubWorld.Start, refused.Reason, refused.Description));
        await using var open = await DeadLettersInAzure.OpenAsync(
            world.Tables, FictionalCommunity.Id, asked => queues.Over(asked), null, world.Clock, Stop);

        var entry = Assert.Single(await open.Desk.ListAsync(Stop));
        Assert.Equal(("prairie-hospital", 7L, "data.invalid"), (entry.Agency, entry.Sequence, entry.Reason));
        Assert.Contains("client-changes", queues.Asked);
        Assert.Contains("agency-river-icm", queues.Asked);
        Assert.Null(await open.Desk.ReplayAsync(entry, Stop));

        Assert.Empty(await open.Desk.ListAsync(Stop));
        Assert.Empty(await world.Hub.DeadLetters.ListAsync(10, Stop));
        Assert.Contains(await world.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), Stop), a => a.Action == "dead-letter.replay" && a.About == entry.Id);
    }

    [Fact]
    public async Task A_town_that_is_not_there_is_said()
    {
        var world = await HubWorld.CreateAsync(new MemoryTables());

        var said = await Assert.ThrowsAsync<CommandFailure>(
            () => DeadLettersInAzure.OpenAsync(world.Tables, "elsewhere", asked => new Broker().Over(asked), null, world.Clock, Stop));

        Assert.Contains("HubCommunity", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_settings_the_command_names_them()
    {
        await using var world = new CommandWorld();

        Assert.Contains("ServiceBusConnection__fullyQualifiedNamespace", await world.RefusedAsync("dead-letters", "list", "--in-azure"), StringComparison.Ordinal);
    }

    private sealed class Broker(params DeadLetterMessage[] messages) : IDeadLetterQueues
    {
        private readonly List<DeadLetterMessage> held = [.. messages];

        public IReadOnlyList<string> Asked { get; private set; } = [];

        public Broker Over(IReadOnlyList<string> queues)
        {
            Asked = queues;
            return this;
        }

        public ValueTask<IReadOnlyList<DeadLetterMessage>> ListAsync(CancellationToken cancellation) => ValueTask.FromResult<IReadOnlyList<DeadLetterMessage>>([.. held]);

        public ValueTask<ReplayedMessage?> ReplayAsync(string queue, long sequence, CancellationToken cancellation) =>
            ValueTask.FromResult(held.RemoveAll(m => m.Sequence == sequence) > 0 ? new ReplayedMessage(null) : null);

        public ValueTask<bool> DiscardAsync(string queue, long sequence, CancellationToken cancellation) =>
            ValueTask.FromResult(held.RemoveAll(m => m.Sequence == sequence) > 0);
    }
}
