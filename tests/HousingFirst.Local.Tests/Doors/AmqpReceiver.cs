using System.Runtime.CompilerServices;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>AMQPNetLite as a stranger's client of a real door: receives, settles and asks.</summary>
internal sealed class AmqpReceiver : IAsyncDisposable
{
    public const string River = "agency-river-icm";

    private AmqpReceiver(DoorUnderTest door, AmqpDoor amqp) => (Door, Amqp) = (door, amqp);

    public DoorUnderTest Door { get; }

    public AmqpDoor Amqp { get; }

    public Session Session { get; private set; } = null!;

    public static async Task<AmqpReceiver> StartAsync(IFetchedNotices? fetched = null, AmqpLimits? limits = null, bool anonymous = false)
    {
        var door = await DoorUnderTest.StartAsync();
        var parts = fetched is null ? door.Parts : door.Parts with { Fetched = fetched };
        var amqp = AmqpDoor.Open(new AmqpDoorParts(parts, NullLogger.Instance) { Limits = limits ?? new AmqpLimits() }, 0);
        var started = new AmqpReceiver(door, amqp);
        started.Session = await started.ConnectAsync(anonymous);
        return started;
    }

    /// <summary>Another connection, as River or as nobody.</summary>
    public async Task<Session> ConnectAsync(bool anonymous = false)
    {
        var factory = new ConnectionFactory();
        if (anonymous) factory.SASL.Profile = SaslProfile.Anonymous;
        var address = new Address(
            "127.0.0.1", Amqp.Port, anonymous ? null : "river-icm", anonymous ? null : DoorUnderTest.KeyOf("river-icm"), "/", "amqp");
        return new Session(await factory.CreateAsync(address));
    }

    /// <summary>A receiver without credit; settled is receive and delete.</summary>
    public ReceiverLink Open(string address = River, bool settled = false, Session? session = null) => new(
        session ?? Session,
        Guid.NewGuid().ToString(),
        new Attach
        {
            Source = new Source { Address = address },
            Target = new Target(),
            SndSettleMode = settled ? SenderSettleMode.Settled : SenderSettleMode.Unsettled,
        },
        null);

    /// <summary>A receiver that asks for so many messages and no more.</summary>
    public ReceiverLink Asking(int credit, string address = River, bool settled = false, Session? session = null)
    {
        var link = Open(address, settled, session);
        link.SetCredit(credit, CreditMode.Manual);
        return link;
    }

    public static async Task<Message> NextAsync(ReceiverLink link) =>
        await link.ReceiveAsync(TimeSpan.FromSeconds(8)) ?? throw new TimeoutException("No message came. " + link.Error);

    /// <summary>Fails if a message comes soon.</summary>
    public static async Task NoneAsync(ReceiverLink link) => Assert.Null(await link.ReceiveAsync(TimeSpan.FromMilliseconds(300)));

    public static string Text(Message message) => Encoding.UTF8.GetString((byte[])message.Body);

    /// <summary>Why the hub closed a link, or refused it.</summary>
    public static async Task<Error> ClosedAsync(Link link)
    {
        var closed = new TaskCompletionSource<Error>(TaskCreationOptions.RunContinuationsAsynchronously);
        link.AddClosedCallback((_, error) => closed.TrySetResult(error));
        return await closed.Task.WaitAsync(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the queue is as expected.</summary>
    public async Task UntilAsync(string queue, Predicate<IReadOnlyList<QueueMessage>> isSo)
    {
        for (var i = 0; i < 400; i++)
        {
            if (isSo(await Door.HeldAsync(queue))) return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"{queue} holds {string.Join(", ", (await Door.HeldAsync(queue)).Select(m => $"{m.Sequence} {m.State} {m.DeliveryCount}"))}.");
    }

    /// <summary>Asks a node and gives its answer.</summary>
    public async Task<Message> AskAsync(string node, string operation, object? body, params (string Name, object Value)[] properties)
    {
        var name = Guid.NewGuid().ToString();
        var replies = new ReceiverLink(
            Session, name, new Attach { Source = new Source { Address = node }, Target = new Target { Address = name } }, null);
        replies.SetCredit(1, CreditMode.Manual);
        var requests = new SenderLink(Session, name, node);
        var request = new Message
        {
            Properties = new Properties { MessageId = "ask", ReplyTo = name },
            ApplicationProperties = new ApplicationProperties { ["operation"] = operation },
            BodySection = new AmqpValue { Value = body },
        };
        foreach (var (key, value) in properties) request.ApplicationProperties[key] = value;
        await requests.SendAsync(request, TimeSpan.FromSeconds(8));
        var answer = await NextAsync(replies);
        Assert.Equal("ask", answer.Properties.CorrelationId);
        await requests.CloseAsync();
        await replies.CloseAsync();
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        Amqp.Dispose();
        await Door.DisposeAsync();
    }

    /// <summary>Whether the client still waits for the answer to its drain.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "drain")]
    public static extern ref bool IsDraining(ReceiverLink link);
}
