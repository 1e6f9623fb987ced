using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using HousingFirst.Azure.Queues;
using HousingFirst.Core.Partners;
using HousingFirst.Functions.Tests.World;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Functions.Tests;

/// <summary>How a message is settled: by what the hub decided, and only then.</summary>
public sealed class QueuesTests
{
    [Fact]
    public async Task What_is_accepted_is_told_and_completed()
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await HeadWorld.StartLoadedAsync(around);
        var actions = new RecordingActions();

        await world.Queues.ReceiveClientChange(
            world.Message("prairie-hospital", Messages.Change("prairie-hospital", "PH-0018", "away.hospital.out")), actions, CancellationToken.None);

        Assert.Equal(["complete"], actions.Done);
        Assert.NotEmpty(around.Queues.BodiesOf("river-icm"));
    }

    [Fact]
    public async Task What_is_refused_is_a_dead_letter_with_its_reason_and_words()
    {
        await using var world = await HeadWorld.StartLoadedAsync(new Surroundings { Tables = new MemoryTables() });
        var actions = new RecordingActions();
        var body = Messages.Change("prairie-hospital", "PH-0018", "away.hospital.owt");

        await world.Queues.ReceiveClientChange(world.Message("prairie-hospital", body), actions, CancellationToken.None);
        await world.Queues.ReceiveClientChange(world.Message("prairie-hospital", body, signature: "v1.bm8="), actions, CancellationToken.None);

        Assert.Equal(2, actions.Done.Count);
        Assert.StartsWith("dead letter data.invalid: ", actions.Done[0], StringComparison.Ordinal);
        Assert.Contains("away.hospital.out", actions.Done[0], StringComparison.Ordinal);
        Assert.StartsWith("dead letter sender.unproven: ", actions.Done[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_queue_takes_what_partners_say()
    {
        await using var world = await HeadWorld.StartLoadedAsync(new Surroundings { Tables = new MemoryTables() });
        var actions = new RecordingActions();

        await world.Queues.ReceivePartnerActivity(
            world.Message("river-icm", Messages.Contact("river-icm", "prairie-hospital", "one")), actions, CancellationToken.None);
        await world.Queues.ReceivePartnerActivity(
            world.Message("river-icm", Messages.Change("river-icm", "HF-7Q2K", "person.documents")), actions, CancellationToken.None);

        Assert.Equal("complete", actions.Done[0]);
        Assert.StartsWith("dead letter ", actions.Done[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_thrown_so_that_the_message_comes_again_and_the_tenth_gives_it_up()
    {
        var tables = new FailingTables(new MemoryTables());
        var around = new Surroundings { Tables = tables };
        await using var world = await HeadWorld.StartLoadedAsync(around);
        var body = Messages.Change("prairie-hospital", "PH-0018", "away.hospital.out");
        var actions = new RecordingActions();
        var held = new List<double>();

        tables.Fails = (table, _) => table == Table.Clients;
        for (var delivery = 1; delivery < 10; delivery++)
        {
            var (message, before) = (world.Message("prairie-hospital", body, delivery), around.Time.Passed);
            await Assert.ThrowsAsync<IOException>(() => world.Queues.ReceiveClientChange(message, actions, CancellationToken.None));
            held.Add((around.Time.Passed - before).TotalSeconds);
        }

        // Service Bus gives it again at once: a minute without storage must not use up its deliveries.
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30, 30], held);
        Assert.Empty(actions.Done);
        await world.Queues.ReceiveClientChange(world.Message("prairie-hospital", body, 10), actions, CancellationToken.None);
        Assert.StartsWith("dead letter hub.failed: ", Assert.Single(actions.Done), StringComparison.Ordinal);
    }

    /// <summary>An instance that starts while storage is down holds its messages too, and one that is stopped lets them go at once.</summary>
    [Fact]
    public async Task A_message_is_held_where_the_hub_may_not_run_yet_and_not_where_the_instance_goes()
    {
        var tables = new FailingTables(new MemoryTables());
        var around = new Surroundings { Tables = tables };
        await using (await HeadWorld.StartLoadedAsync(around)) tables.Fails = (_, _) => true;
        await using var world = HeadWorld.Start(around);
        var actions = new RecordingActions();
        var message = world.Message("prairie-hospital", Messages.Change("prairie-hospital", "PH-0018", "away.hospital.out"), delivery: 10, signature: "v1.bm8=");

        await Assert.ThrowsAsync<IOException>(() => world.Queues.ReceiveClientChange(message, actions, CancellationToken.None));
        Assert.Equal(TimeSpan.FromSeconds(30), around.Time.Passed);
        using var going = new CancellationTokenSource();
        await going.CancelAsync();
        await Assert.ThrowsAsync<IOException>(() => world.Queues.ReceiveClientChange(message, actions, going.Token));
        Assert.Equal(TimeSpan.FromSeconds(30), around.Time.Passed);
        Assert.Empty(actions.Done);
    }

    [Fact]
    public async Task What_is_over_its_senders_pace_is_completed_once_a_copy_waits_for_its_place_and_the_copy_is_taken()
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await PacedAsync(around);
        var actions = new RecordingActions(around.Bus);

        var message = world.Message("river-icm", Messages.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.Queues.ReceiveClientChange(message, actions, CancellationToken.None);

        var (queue, copy) = Assert.Single(around.Bus.Sent);
        Assert.Equal(["complete after 1 copies"], actions.Done);
        Assert.Equal((QueueNames.ClientChanges, message.MessageId, message.Body.ToString()), (queue, copy.MessageId, copy.Body.ToString()));
        Assert.Equal(around.Clock.GetCurrentInstant() + Duration.FromMinutes(1), Instant.FromDateTimeOffset(copy.ScheduledEnqueueTime));
        Assert.Empty(around.Queues.BodiesOf("prairie-hospital"));

        around.Clock.Advance(Duration.FromMinutes(1));
        await world.Queues.ReceiveClientChange(FakeBus.Come(copy), actions, CancellationToken.None);
        Assert.Equal("complete after 1 copies", actions.Done[1]);
        Assert.NotEmpty(around.Queues.BodiesOf("prairie-hospital"));
    }

    [Fact]
    public async Task Urgent_is_taken_whatever_its_sender_has_sent()
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await PacedAsync(around);
        var actions = new RecordingActions(around.Bus);

        await world.Queues.ReceiveClientChange(
            world.Message("river-icm", Messages.Change("river-icm", "HF-7Q2K", "safety.crisis")), actions, CancellationToken.None);

        Assert.Equal(["complete after 0 copies"], actions.Done);
        Assert.NotEmpty(around.Queues.BodiesOf("prairie-hospital"));
    }

    [Fact]
    public async Task Cut_off_between_the_copy_and_the_settling_it_is_told_once()
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await PacedAsync(around);
        var body = Messages.Change("river-icm", "HF-7Q2K", "program.worker");
        var actions = new RecordingActions(around.Bus) { Fault = new IOException("The lock is lost.") };

        await Assert.ThrowsAsync<IOException>(() => world.Queues.ReceiveClientChange(world.Message("river-icm", body), actions, CancellationToken.None));
        actions.Fault = null;
        await world.Queues.ReceiveClientChange(world.Message("river-icm", body, delivery: 2), actions, CancellationToken.None);
        var told = around.Queues.Messages.Count;
        around.Clock.Advance(Duration.FromMinutes(1));
        await world.Queues.ReceiveClientChange(FakeBus.Come(Assert.Single(around.Bus.Sent).Message), actions, CancellationToken.None);

        Assert.NotEqual(0, told);
        Assert.Equal(told, around.Queues.Messages.Count);
        Assert.Equal(2, actions.Done.Count(d => d.StartsWith("complete", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_no_copy_can_be_put_the_message_stays_and_is_taken_when_it_comes_again()
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await PacedAsync(around);
        var body = Messages.Change("river-icm", "HF-7Q2K", "program.worker");
        var actions = new RecordingActions(around.Bus);

        around.Bus.Fault = new ServiceBusException("The queue is full.", ServiceBusFailureReason.QuotaExceeded);
        await Assert.ThrowsAsync<ServiceBusException>(
            () => world.Queues.ReceiveClientChange(world.Message("river-icm", body), actions, CancellationToken.None));
        Assert.Empty(actions.Done);
        await world.Queues.ReceiveClientChange(world.Message("river-icm", body, delivery: 2), actions, CancellationToken.None);
        Assert.Equal(["complete after 0 copies"], actions.Done);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_notice_that_its_agency_took_off_its_queue_goes_by_mail_to_nobody_and_one_that_lies_there_does(bool taken)
    {
        var around = new Surroundings { Tables = new MemoryTables() };
        await using var world = await HeadWorld.StartLoadedAsync(around);
        await world.Hub.Directory.ChangeAsync(
            "prairie-hospital",
            o => o with
            {
                FirstAcknowledged = around.Clock.GetCurrentInstant(),
                Contacts = [.. o.Contacts.Select(c => c.Id == "marieve" ? c with { Channel = Channel.Queue } : c)],
            },
            CancellationToken.None);
        around.Clock.Advance(Duration.FromHours(6));
        await world.Queues.ReceiveClientChange(
            world.Message("river-icm", Messages.Change("river-icm", "HF-7Q2K", "program.worker")), new RecordingActions(), CancellationToken.None);
        var notice = Assert.Single(around.Queues.Messages, m => m.Queue == "agency-prairie-hospital");
        if (!taken)
        {
            around.Bus.Lying.Add((notice.Queue, ServiceBusModelFactory.ServiceBusReceivedMessage(
                body: BinaryData.FromBytes(notice.Body), properties: notice.Properties.ToDictionary(p => p.Key, p => (object)p.Value))));
        }

        around.Clock.Advance(Duration.FromDays(3));
        await world.TickAsync(drive: false);

        Assert.Equal(taken ? 0 : 1, around.Mailer.To("marieve").Count());
    }

    /// <summary>Some client libraries send text so; what the hub read is what its copy brings.</summary>
    [Fact]
    public async Task A_copy_of_text_in_place_of_bytes_is_read_the_same()
    {
        var bus = new FakeBus();
        var raw = new AmqpAnnotatedMessage(AmqpMessageBody.FromValue("text é"));
        raw.ApplicationProperties[Signature.Property] = "v1.y";
        var message = Received(raw);

        await new PacedCopies(bus).PutAsync(QueueNames.ClientChanges, message, new Settlement.Later(Instant.FromUtc(2026, 12, 1, 18, 0), "v1.mark"), CancellationToken.None);
        var copy = Received(Assert.Single(bus.Sent).Message.GetRawAmqpMessage());
        var (first, again) = (ReceivedMessages.From(QueueNames.ClientChanges, message), ReceivedMessages.From(QueueNames.ClientChanges, copy));

        Assert.Equal("text é"u8, again.Body.Span);
        Assert.Equal((first.MessageId, first.Signature, "v1.mark"), (again.MessageId, again.Signature, again.Paced));
    }

    private static ServiceBusReceivedMessage Received(AmqpAnnotatedMessage raw)
    {
        raw.Header.DeliveryCount = 0;
        return ServiceBusReceivedMessage.FromAmqpMessage(raw, BinaryData.FromBytes(Guid.NewGuid().ToByteArray()));
    }

    /// <summary>A world whose agencies may send one message a minute, and whose outreach team has.</summary>
    private static async Task<HeadWorld> PacedAsync(Surroundings around)
    {
        var world = await HeadWorld.StartLoadedAsync(around);
        var community = await world.Hub.Partners.CommunityAsync(CancellationToken.None);
        await world.Hub.Partners.PutAsync(community! with { MessagesPerMinute = 1 }, CancellationToken.None);
        await world.Hub.Partners.PutAsync([], CancellationToken.None);
        around.Clock.Advance(Duration.FromMinutes(2));
        await world.Queues.ReceivePartnerActivity(
            world.Message("river-icm", Messages.Contact("river-icm", "prairie-hospital", "first")), new RecordingActions(), CancellationToken.None);
        return world;
    }

    [Fact]
    public async Task When_the_instance_is_stopped_the_message_goes_back_at_once()
    {
        using var stop = new CancellationTokenSource();
        var tables = new FailingTables(new MemoryTables());
        await using var world = await HeadWorld.StartLoadedAsync(new Surroundings { Tables = tables });
        var message = world.Message("prairie-hospital", Messages.Change("prairie-hospital", "PH-0018", "away.hospital.out"));
        var actions = new RecordingActions();

        tables.Fails = (table, _) =>
        {
            if (table != Table.Clients) return false;
            stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
            return false;
        };
        await world.Queues.ReceiveClientChange(message, actions, stop.Token);
        Assert.Equal(["abandon"], actions.Done);

        tables.Fails = (_, _) => false;
        await world.Queues.ReceiveClientChange(message, actions, CancellationToken.None);
        Assert.Equal(["abandon", "complete"], actions.Done);
    }
}

/// <summary>Tables that fail where a test says so.</summary>
internal sealed class FailingTables(ITables tables) : ITables
{
    public Func<Table, string, bool> Fails { get; set; } = (_, _) => false;

    public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
    {
        Check(table, partition);
        return tables.GetAsync(table, partition, key, cancellation);
    }

    public ValueTask<RowPage> RangeAsync(Table table, string partition, string from, string? before, int limit, CancellationToken cancellation)
    {
        Check(table, partition);
        return tables.RangeAsync(table, partition, from, before, limit, cancellation);
    }

    public ValueTask<BatchOutcome> BatchAsync(Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        Check(table, partition);
        return tables.BatchAsync(table, partition, writes, cancellation);
    }

    private void Check(Table table, string partition)
    {
        if (Fails(table, partition)) throw new IOException("Storage is down.");
    }
}
