using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Xunit;
using Library = Amqp.Types.Encoder;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>A client that keeps no rule but those its test wants: it sends frames as they are given, and reads them one by one.</summary>
internal sealed partial class RawAmqpClient : IDisposable
{
    public static readonly byte[] SaslHeader = [.. "AMQP"u8, 3, 1, 0, 0];
    public static readonly byte[] Header = [.. "AMQP"u8, 0, 1, 0, 0];

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>How long a test waits for what must come, on a machine with other work.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    public static async Task<RawAmqpClient> ConnectAsync(int port)
    {
        var client = new RawAmqpClient();
        await client.socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return client;
    }

    public async Task SendAsync(params byte[][] pieces)
    {
        var bytes = pieces.SelectMany(piece => piece).ToArray();
        using var limit = Limit();
        for (var sent = 0; sent < bytes.Length;) sent += await socket.SendAsync(bytes.AsMemory(sent), limit.Token);
    }

    public Task SendAsync(DescribedList performative) => SendAsync(RawFrames.Frame(performative));

    /// <summary>Sends until the door takes no more, or for this many frames.</summary>
    /// <returns>Whether all were taken in this time.</returns>
    public async Task<bool> FloodAsync(Func<int, byte[]> frame, int count, TimeSpan during)
    {
        using var limit = new CancellationTokenSource(during);
        try
        {
            for (var i = 0; i < count; i++)
            {
                var bytes = frame(i);
                for (var sent = 0; sent < bytes.Length;) sent += await socket.SendAsync(bytes.AsMemory(sent), limit.Token);
            }

            return true;
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            return false;
        }
    }

    /// <summary>Bytes; fewer than asked for where the door hung up.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        var read = 0;
        using var limit = Limit();
        try
        {
            while (read < count && await socket.ReceiveAsync(bytes.AsMemory(read), limit.Token) is var more and > 0) read += more;
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // A reset is a hang-up too.
        }

        return bytes[..read];
    }

    /// <summary>The next performative; null where the door hung up.</summary>
    public async Task<object?> ReadFrameAsync() => (await ReadBodyAsync()).Performative;

    /// <summary>The next message in one frame, other frames left out.</summary>
    public async Task<(Transfer Transfer, byte[] Payload)> ReadTransferAsync()
    {
        while (true)
        {
            var (performative, payload) = await ReadBodyAsync();
            if (performative is Transfer transfer) return (transfer, payload);
            if (performative is null) throw new IOException("The door hung up before a message came.");
        }
    }

    private async Task<(object? Performative, byte[] Payload)> ReadBodyAsync()
    {
        while (true)
        {
            var head = await ReadAsync(8);
            if (head.Length < 8) return (null, []);
            var body = await ReadAsync(BinaryPrimitives.ReadInt32BigEndian(head) - 8);
            if (body.Length == 0) continue;
            var buffer = new ByteBuffer(body, 0, body.Length, body.Length);
            return (Library.ReadObject(buffer), body[buffer.Offset..]);
        }
    }

    /// <summary>The next performative of a type, others left out.</summary>
    public async Task<T> ReadAsync<T>() where T : class
    {
        while (true)
        {
            switch (await ReadFrameAsync())
            {
                case T wanted:
                    return wanted;
                case null:
                    throw new IOException($"The door hung up before its {typeof(T).Name}.");
                case Close { Error: { } error }:
                    throw new AmqpException(error);
            }
        }
    }

    /// <summary>Everything up to the end; the error in the door's `close`, if it said one.</summary>
    public async Task<Error?> ReadToEndAsync()
    {
        Error? error = null;
        while (await ReadFrameAsync() is { } frame) error = (frame as Close)?.Error ?? error;
        return error;
    }

    /// <summary>Everything up to the end, whatever it is.</summary>
    public async Task DrainAsync()
    {
        while ((await ReadAsync(512)).Length == 512)
        {
        }
    }

    /// <summary>Has nothing more to send.</summary>
    public void EndSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The door hung up before.
        }
    }

    /// <summary>Hangs up without a word: a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        return limit;
    }
}
