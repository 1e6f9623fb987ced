using System.Collections.Concurrent;
using System.Text;
using Amqp;
using Amqp.Framing;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Amqp;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>A real AMQP door on a free loopback port over a real database, with as short a patience as a test needs.</summary>
internal sealed class AmqpDoorUnderTest : IAsyncDisposable
{
    public const string Agency = "prairie-hospital";
    public const string Queue = "client-changes";

    private readonly Recorded recorded;

    private AmqpDoorUnderTest(DoorUnderTest hub, AmqpDoor door, Recorded recorded) => (Hub, Door, this.recorded) = (hub, door, recorded);

    public static string Key => DoorUnderTest.KeyOf(Agency);

    /// <summary>Patience with the silent, far shorter than the door's own.</summary>
    public static AmqpLimits Short { get; } = new()
    {
        Handshake = TimeSpan.FromMilliseconds(400),
        Proof = TimeSpan.FromMilliseconds(800),
        Frame = TimeSpan.FromMilliseconds(400),
        Write = TimeSpan.FromMilliseconds(800),
    };

    public DoorUnderTest Hub { get; }

    public AmqpDoor Door { get; }

    /// <summary>What the door wrote in its log: faults of its own.</summary>
    public IReadOnlyCollection<string> Errors => recorded.Lines;

    public static async Task<AmqpDoorUnderTest> StartAsync(AmqpLimits? limits = null, DoorSettings? settings = null)
    {
        var hub = await DoorUnderTest.StartAsync(settings ?? new DoorSettings { MessagesPerMinute = 1_000_000 });
        var recorded = new Recorded();
        return new(hub, AmqpDoor.Open(new AmqpDoorParts(hub.Parts, recorded) { Limits = limits ?? new AmqpLimits() }, 0), recorded);
    }

    /// <summary>A stranger: a socket, and bytes of its own making.</summary>
    public Task<RawAmqpClient> ConnectAsync() => RawAmqpClient.ConnectAsync(Door.Port);

    /// <summary>A client that is proven by its key, with a session.</summary>
    public async Task<RawAmqpClient> ProvenAsync()
    {
        var client = await ConnectAsync();
        await client.OpenAsync(Agency, Key);
        await client.BeginAsync();
        return client;
    }

    /// <summary>A message of a good client goes through, in good time.</summary>
    public async Task AssertServesAsync(string body = "good")
    {
        var before = (await Hub.HeldAsync(Queue)).Count(m => Encoding.UTF8.GetString(m.Body) == body);
        var connection = await Connection.Factory.CreateAsync(new Address("127.0.0.1", Door.Port, Agency, Key, "/", "amqp")).WaitAsync(Patience, Cancel);
        var link = new SenderLink(new Session(connection), "good", Queue);
        await link.SendAsync(new Message { BodySection = new Data { Binary = Encoding.UTF8.GetBytes(body) } }).WaitAsync(Patience, Cancel);
        await connection.CloseAsync().WaitAsync(Patience, Cancel);
        Assert.Equal(before + 1, (await Hub.HeldAsync(Queue)).Count(m => Encoding.UTF8.GetString(m.Body) == body));
    }

    /// <summary>All that was sent to the queue, as texts.</summary>
    public async Task<IReadOnlyList<string>> HeldAsync() => [.. (await Hub.HeldAsync(Queue)).Select(m => Encoding.UTF8.GetString(m.Body))];

    /// <summary>Sooner or later the door holds this many connections, and the library no more.</summary>
    public async Task AssertConnectionsAsync(int count)
    {
        var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (Environment.TickCount64 < end && (Door.Connections != count || LibraryState.Connections(Door).Count != count)) await Task.Delay(20, Cancel);
        Assert.Equal(count, Door.Connections);
        Assert.Equal(count, LibraryState.Connections(Door).Count);
    }

    /// <summary>What the door remembers for its clients, in bytes, is at most this.</summary>
    public void AssertRemembers(long most) => Assert.InRange(LibraryState.Bytes(Door), 0, most);

    public async ValueTask DisposeAsync()
    {
        Door.Dispose();
        await Hub.DisposeAsync();
    }

    private sealed class Recorded : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)}\n{exception}");
    }

    private static TimeSpan Patience => RawAmqpClient.Patience;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
