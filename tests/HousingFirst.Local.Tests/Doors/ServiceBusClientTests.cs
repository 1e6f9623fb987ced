using System.Globalization;
using System.Text;
using Azure.Messaging.ServiceBus;
using HousingFirst.Azure.Queues;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Pacing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>The queues of the Azure head, over Microsoft's own .NET client, at the hub's AMQP door: what passes here is what Service Bus gets.</summary>
public sealed class ServiceBusClientTests
{
    private const string Agency = "prairie-hospital";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_heads_sender_sends_is_on_the_queue_whole()
    {
        await using var door = await OpenAsync();
        using var amqp = AmqpDoor.Open(new AmqpDoorParts(door.Parts, NullLogger.Instance), 0);
        await using var client = Client(amqp);
        await using var sender = new ServiceBusQueueSender(client, NullLogger<ServiceBusQueueSender>.Instance);

        var outcomes = await sender.SendAsync(
            [
                new OutgoingMessage(QueueNames.ClientChanges, "one", "é"u8.ToArray()) { Properties = new Dictionary<string, string> { ["hf-signature"] = "v1.x" } },
                new OutgoingMessage(QueueNames.PartnerActivity, "two", "2"u8.ToArray()),
            ],
            Stop);

        Assert.Equal([SendOutcome.Sent, SendOutcome.Sent], outcomes);
        var held = Assert.Single(await door.HeldAsync(QueueNames.ClientChanges));
        Assert.Equal(("one", "é", OutgoingMessage.ContentType, "v1.x"), (held.MessageId, Encoding.UTF8.GetString(held.Body), held.ContentType, held.Properties["hf-signature"]));
        Assert.Single(await door.HeldAsync(QueueNames.PartnerActivity));
    }

    [Fact]
    public async Task What_the_namespace_refuses_is_a_fault_in_words()
    {
        await using var door = await OpenAsync();
        using var amqp = AmqpDoor.Open(new AmqpDoorParts(door.Parts, NullLogger.Instance), 0);
        await using var client = Client(amqp);
        await using var sender = new ServiceBusQueueSender(client, NullLogger<ServiceBusQueueSender>.Instance);

        // An agency may not send to another's queue.
        await Assert.ThrowsAsync<IOException>(
            async () => await sender.SendAsync([new OutgoingMessage("agency-river-icm", "one", "1"u8.ToArray())], Stop));
    }

    [Fact]
    public async Task A_message_is_read_as_it_was_sent()
    {
        await using var door = await OpenAsync();
        using var amqp = AmqpDoor.Open(new AmqpDoorParts(door.Parts, NullLogger.Instance), 0);
        var sent = new OutgoingMessage(QueueNames.OfAgency(Agency), "one", "é"u8.ToArray()) { Properties = new Dictionary<string, string> { ["hf-signature"] = "v1.y" } };
        await door.Queues.SendAsync([sent], Stop);
        await using var client = Client(amqp);
        await using var receiver = client.CreateReceiver(sent.Queue);

        var received = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(10), Stop);
        var inbound = ReceivedMessages.From(sent.Queue, received);
        await receiver.CompleteMessageAsync(received, Stop);

        Assert.Equal(("one", "é", "v1.y", 1), (inbound.MessageId, Encoding.UTF8.GetString(inbound.Body.Span), inbound.Signature, inbound.DeliveryCount));
        Assert.Empty(await door.HeldAsync(sent.Queue));
    }

    [Fact]
    public async Task A_paced_copy_is_the_message_itself_and_its_mark_and_comes_at_its_place()
    {
        await using var door = await OpenAsync();
        using var amqp = AmqpDoor.Open(new AmqpDoorParts(door.Parts, NullLogger.Instance), 0);
        var sent = new NewMessage("é"u8.ToArray())
        {
            MessageId = "one",
            ContentType = OutgoingMessage.ContentType,
            Properties = new Dictionary<string, string> { [Signature.Property] = "v1.y" },
            TimeToLive = Duration.FromHours(2),
        };
        await door.Queues.SendAsync(QueueNames.OfAgency(Agency), [sent], Stop);
        await using var client = Client(amqp);
        await using var receiver = client.CreateReceiver(QueueNames.OfAgency(Agency));
        await using var copies = new PacedCopies(client);
        var at = Instant.FromUnixTimeSeconds(door.Clock.GetCurrentInstant().ToUnixTimeSeconds() + 300);

        var received = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(10), Stop);
        await copies.PutAsync(QueueNames.ClientChanges, received, new HousingFirst.Hub.Queues.Settlement.Later(at, "v1.mark"), Stop);

        var held = Assert.Single(await door.HeldAsync(QueueNames.ClientChanges));
        Assert.Equal((MessageState.Scheduled, at + Duration.FromHours(2)), (held.State, held.ExpiresAt));
        Assert.Equal(("one", "é", OutgoingMessage.ContentType), (held.MessageId, Encoding.UTF8.GetString(held.Body), held.ContentType));
        Assert.Equal(("v1.y", "v1.mark"), (held.Properties[Signature.Property], held.Properties[PaceAgency.Property]));
    }

    [Fact]
    public async Task What_lies_on_a_queue_is_held_by_somebody_or_is_a_dead_letter_is_not_taken_and_what_was_completed_is()
    {
        await using var door = await OpenAsync();
        using var amqp = AmqpDoor.Open(new AmqpDoorParts(door.Parts, NullLogger.Instance), 0);
        await using var client = Client(amqp, retries: 3);
        await using var receiver = client.CreateReceiver(QueueNames.OfAgency(Agency));
        var (completed, dead, held, lying) = (Notice(1), Notice(2), Notice(3), Notice(4));
        foreach (var notice in new[] { completed, dead, held, lying }) await PutAsync(door, notice);
        await receiver.CompleteMessageAsync(await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(10), Stop), Stop);
        await receiver.DeadLetterMessageAsync(await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(10), Stop), "no", "reader", Stop);
        Assert.NotNull(await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(10), Stop));
        var doubts = new Doubts();
        var look = new ServiceBusTakenNotices(new ServiceBusPeek(client, doubts));

        var taken = await look.TakenAsync(Agency, [completed, dead, held, lying], Stop);
        Assert.True(doubts.Said.Count == 0, string.Concat(doubts.Said));
        Assert.Equal([completed], taken);
        Assert.Empty(await look.TakenAsync(Agency, [lying], Stop));

        // Looking has taken nothing, and counts as no delivery.
        Assert.Equal([1, 0], (await door.HeldAsync(QueueNames.OfAgency(Agency))).Select(m => m.DeliveryCount));
    }

    [Fact]
    public async Task A_notice_is_looked_for_beyond_a_page_and_too_long_a_queue_leaves_it_in_doubt()
    {
        await using var door = await OpenAsync();
        using var amqp = AmqpDoor.Open(new AmqpDoorParts(door.Parts, NullLogger.Instance), 0);
        await using var client = Client(amqp, retries: 3);
        var look = Look(client);
        await door.Queues.SendAsync(QueueNames.OfAgency(Agency), [.. Enumerable.Repeat(new NewMessage("0"u8.ToArray()), ServiceBusTakenNotices.Most - 2)], Stop);
        await PutAsync(door, Notice(1));

        Assert.Equal([Notice(2)], await look.TakenAsync(Agency, [Notice(1), Notice(2)], Stop));
        await PutAsync(door, Notice(3));
        Assert.Empty(await look.TakenAsync(Agency, [Notice(1), Notice(2)], Stop));
    }

    [Fact]
    public async Task A_queue_that_cant_be_looked_at_leaves_everything_in_doubt_and_whoever_stops_the_look_stops_it()
    {
        await using var door = await OpenAsync();
        using var amqp = AmqpDoor.Open(new AmqpDoorParts(door.Parts, NullLogger.Instance), 0);
        await using var client = Client(amqp);
        var look = Look(client);

        Assert.Empty(await look.TakenAsync("river-icm", [Notice(1)], Stop));
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await look.TakenAsync(Agency, [Notice(1)], stopped.Token));
    }

    [Fact]
    public async Task What_waits_on_a_queue_is_counted_so_far_and_one_that_cant_be_looked_at_is_not_known()
    {
        await using var door = await OpenAsync();
        using var amqp = AmqpDoor.Open(new AmqpDoorParts(door.Parts, NullLogger.Instance), 0);
        await using var client = Client(amqp, retries: 3);
        await using var strange = Client(amqp);
        await door.Queues.SendAsync(QueueNames.OfAgency(Agency), [.. Enumerable.Repeat(new NewMessage("0"u8.ToArray()), 300)], Stop);

        Assert.Equal(300, await Peek(client).CountAsync(QueueNames.OfAgency(Agency), 1000, Stop));
        Assert.Equal(260, await Peek(client).CountAsync(QueueNames.OfAgency(Agency), 260, Stop));
        Assert.Null(await Peek(strange).CountAsync(QueueNames.OfAgency("river-icm"), 1000, Stop));
        Assert.Equal(1, (await new ServiceBusChanges(Peek(strange), TimeProvider.System).FollowAsync(["one"], Stop)).Waiting);
    }

    private static ServiceBusPeek Peek(ServiceBusClient client) => new(client, NullLogger<ServiceBusPeek>.Instance);

    private static ServiceBusTakenNotices Look(ServiceBusClient client) => new(Peek(client));

    private static NoticeId Notice(int number) => NoticeId.TryParse(string.Create(
        CultureInfo.InvariantCulture, $"{number:x32}.{number:x8}.{Agency}.marieve"))!;

    private static ValueTask<IReadOnlyList<SendOutcome>> PutAsync(DoorUnderTest door, NoticeId notice) => door.Queues.SendAsync(
        [
            new OutgoingMessage(QueueNames.OfAgency(Agency), notice + ".1", "1"u8.ToArray())
            {
                Properties = new Dictionary<string, string> { [ComposeNotice.NoticeProperty] = notice.ToString() },
            },
        ],
        Stop);

    private static Task<DoorUnderTest> OpenAsync() => DoorUnderTest.StartAsync(
        new DoorSettings { MessagesPerMinute = 100_000 }, now: SystemClock.Instance.GetCurrentInstant());

    /// <summary>A client that tries as often as the head's does where a link breaks off, or at once says what was refused.</summary>
    private static ServiceBusClient Client(AmqpDoor amqp, int retries = 0) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"Endpoint=sb://127.0.0.1:{amqp.Port};SharedAccessKeyName={Agency};SharedAccessKey={DoorUnderTest.KeyOf(Agency)};UseDevelopmentEmulator=true"),
        new ServiceBusClientOptions { RetryOptions = new ServiceBusRetryOptions { MaxRetries = retries } });

    /// <summary>Why a look came to nothing.</summary>
    private sealed class Doubts : ILogger<ServiceBusPeek>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception) + " " + exception);
    }
}
