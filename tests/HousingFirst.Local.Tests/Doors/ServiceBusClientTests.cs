using System.Globalization;
using System.Text;
using Azure.Messaging.ServiceBus;
using HousingFirst.Azure.Queues;
using HousingFirst.Hub.Pacing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.Storage;
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

    private static Task<DoorUnderTest> OpenAsync() => DoorUnderTest.StartAsync(
        new DoorSettings { MessagesPerMinute = 100_000 }, now: SystemClock.Instance.GetCurrentInstant());

    private static ServiceBusClient Client(AmqpDoor amqp) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"Endpoint=sb://127.0.0.1:{amqp.Port};SharedAccessKeyName={Agency};SharedAccessKey={DoorUnderTest.KeyOf(Agency)};UseDevelopmentEmulator=true"),
        new ServiceBusClientOptions { RetryOptions = new ServiceBusRetryOptions { MaxRetries = 0 } });
}
