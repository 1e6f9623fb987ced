using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Amqp;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.StartUp;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// Accepts connections on 127.0.0.1 and brings each through SASL by itself, so that no silent client holds up another: the library would wait for
/// one before it accepts the next. A watch lets go of whoever keeps no time.
/// </summary>
internal sealed partial class AmqpListener : TransportProvider
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly Socket listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Channel<AmqpTransport> proven = Channel.CreateUnbounded<AmqpTransport>();
    private readonly ConcurrentDictionary<AmqpSocket, AmqpTransport?> open = new();
    private readonly CancellationTokenSource stop = new();
    private readonly QueueAccess access;
    private readonly AmqpLimits limits;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly int port;
    private ITimer? watch;

    /// <summary>Prepares a listener; <see cref="Start"/> opens the port.</summary>
    public AmqpListener(AmqpDoorParts parts, int port)
    {
        (access, limits, time, log, this.port) = (parts.Door.Access, parts.Limits, parts.Time, parts.Log, port);
        AddressSchemes = ["amqp"];
    }

    /// <summary>The port, once it is open.</summary>
    public int Port => ((IPEndPoint)listening.LocalEndPoint!).Port;

    /// <summary>Connections that are open now, proven or not.</summary>
    public int Connections => open.Count;

    /// <summary>Opens the port.</summary>
    /// <exception cref="CannotStartException">It is busy or reserved.</exception>
    public void Start()
    {
        try
        {
            listening.Bind(new IPEndPoint(IPAddress.Loopback, port));
            listening.Listen(512);
        }
        catch (SocketException error)
        {
            throw CannotStartException.OfPort(error, port, "--amqp-port", AmqpDoor.DefaultPort) ?? (Exception)error;
        }

        watch = time.CreateTimer(_ => LetOverdueGo(), null, LookEvery, LookEvery);
        _ = AcceptAsync();
    }

    /// <inheritdoc/>
    /// <remarks>Never ends once the listener is disposed: the library asks again at once, for ever, when it fails.</remarks>
    public override async Task<IAsyncTransport> CreateAsync(Address address)
    {
        while (await proven.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (proven.Reader.TryRead(out var transport)) return transport;
        }

        return await new TaskCompletionSource<IAsyncTransport>().Task.ConfigureAwait(false);
    }

    /// <summary>Closes the port. The library says goodbye to its clients after this; <see cref="LetGo"/> ends what is left.</summary>
    public override void Dispose()
    {
        stop.Cancel();
        watch?.Dispose();
        listening.Dispose();
        proven.Writer.TryComplete();
        base.Dispose();
    }

    /// <summary>Ends every connection.</summary>
    public void LetGo()
    {
        foreach (var socket in open.Keys) socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var accepted = await listening.AcceptAsync(stop.Token).ConfigureAwait(false);
                if (open.Count >= limits.Connections && !LetAStrangerGo())
                {
                    accepted.Dispose();
                    continue;
                }

                _ = ProveAsync(accepted);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // Out of file handles, or a client gone before it was accepted: wait a little, or this loop is all the machine does.
                await Task.Delay(LookEvery, time).ConfigureAwait(false);
            }
        }
    }

    private async Task ProveAsync(Socket accepted)
    {
        var socket = new AmqpSocket(accepted, time);
        open[socket] = null;
        try
        {
            accepted.NoDelay = true;
            // A connection accepted while the door closes isn't among those that were let go.
            ObjectDisposedException.ThrowIf(stop.IsCancellationRequested, this);
            if (await SaslExchange.RunAsync(socket, access).ConfigureAwait(false) is { } peer)
            {
                peer.Socket = socket;
                var transport = new AmqpTransport(socket, peer, () => open.TryRemove(socket, out _));
                open[socket] = transport;
                if (proven.Writer.TryWrite(transport)) return;
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or AmqpException)
        {
            // A stranger that hung up, sent no AMQP or took too long: nothing of it is worth a line in the log.
        }
#pragma warning disable CA1031 // Nobody awaits this, and a connection that isn't let go of takes the place of another.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogNotProven(log, fault);
        }

        open.TryRemove(socket, out _);
        socket.Dispose();
    }

    /// <summary>Ends the connection that has been longest without a proof: a flood of strangers keeps nobody out.</summary>
    /// <returns>False where everyone is proven.</returns>
    private bool LetAStrangerGo()
    {
        var strangers = open.Where(c => c.Value is not { IsProven: true }).Select(c => c.Key).ToArray();
        if (strangers.MinBy(socket => socket.Since) is not { } longest) return false;
        open.TryRemove(longest, out _);
        longest.Dispose();
        return true;
    }

    private void LetOverdueGo()
    {
        foreach (var (socket, transport) in open)
        {
            var age = time.GetElapsedTime(socket.Since);
            if (transport?.Overdue(limits, age) is { } why) transport.LetGo(why);
            else if (transport is null && age > limits.Handshake) socket.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The AMQP door failed to find out who connects, and ended the connection")]
    private static partial void LogNotProven(ILogger logger, Exception error);
}
