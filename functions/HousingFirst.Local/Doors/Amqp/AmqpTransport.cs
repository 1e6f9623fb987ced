using System.Net.Sockets;
using System.Security.Principal;
using Amqp;
using Amqp.Listener;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// A client's bytes as the library takes them: header, then frames that <see cref="FrameGuard"/> has passed. Its <see cref="Principal"/> is the
/// <see cref="AmqpPeer"/>.
/// </summary>
internal sealed class AmqpTransport(AmqpSocket socket, AmqpPeer peer, Action ended) : IAsyncTransport, IAuthenticated
{
    /// <summary>Bytes read from a client that reads nothing itself: their answers wait in the library, without limit.</summary>
    private const int MostAhead = 64 * 1024;

    private readonly FrameGuard guard = new();
    // The client's header was read with its SASL; the library reads it again.
    private ReadOnlyMemory<byte> ready = Header;
    private Connection? connection;
    private int closed;
    private int ahead;

    private static ReadOnlyMemory<byte> Header { get; } = (byte[])[.. "AMQP"u8, 0, 1, 0, 0];

    /// <inheritdoc/>
    public IPrincipal Principal => peer;

    /// <summary>Whether a key or a token was good.</summary>
    public bool IsProven => peer.IsProven;

    /// <summary>Why this client is to be let go; null while it keeps its time.</summary>
    public string? Overdue(AmqpLimits limits, TimeSpan age)
    {
        if (!guard.IsOpen && age > limits.Handshake) return "no `open` came in time";
        if (!peer.IsProven && age > limits.Proof) return "nobody was proven in time: use SASL PLAIN, or put a token to `$cbs`";
        if (socket.Reading > limits.Frame) return "a frame begun was not ended in time";
        return socket.Writing > limits.Write ? "what was sent was not read in time" : null;
    }

    /// <summary>Says goodbye, as far as the client listens, and ends the connection.</summary>
    public void LetGo(string why)
    {
        try
        {
            if (guard.IsOpen && socket.Writing == TimeSpan.Zero)
                connection?.Close(TimeSpan.Zero, Conditions.Of(Conditions.Forced, $"The connection ends: {why}. Connect again."));
        }
        catch (Exception late) when (late is AmqpException or ObjectDisposedException)
        {
            // It was ending by itself.
        }

        Close();
    }

    /// <inheritdoc/>
    public void SetConnection(Connection connection) => this.connection = connection;

    /// <inheritdoc/>
    public async Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        while (ready.IsEmpty)
        {
            var frame = await socket.ReadFrameAsync().ConfigureAwait(false);
            if (frame.IsEmpty) return 0;
            ready = frame[..guard.Judge(frame.Span)];
            await BeReadAsync(frame.Length).ConfigureAwait(false);
        }

        var taken = Math.Min(count, ready.Length);
        ready[..taken].CopyTo(buffer.AsMemory(offset));
        ready = ready[taken..];
        return taken;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Never fails: a connection that ends while the library still makes it would stay in its list for ever. Who reads from it learns of the end.
    /// </remarks>
    public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        var segments = new ArraySegment<byte>[bufferList.Count];
        for (var i = 0; i < segments.Length; i++) segments[i] = new(bufferList[i].Buffer, bufferList[i].Offset, bufferList[i].Length);
        try
        {
            await socket.SendAsync(segments).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is SocketException or IOException or ObjectDisposedException)
        {
            Close();
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0) return;
        socket.Dispose();
        ended();
    }

    /// <summary>Waits until the client reads, where it has sent much and not read.</summary>
    private async ValueTask BeReadAsync(int bytes)
    {
        if (!socket.IsWriting)
        {
            ahead = 0;
            return;
        }

        ahead += bytes;
        while (ahead > MostAhead && socket.IsWriting) await socket.Written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
    }

    void ITransport.Send(ByteBuffer buffer) => throw new NotSupportedException("The library sends by SendAsync.");

    int ITransport.Receive(byte[] buffer, int offset, int count) => throw new NotSupportedException("The library receives by ReceiveAsync.");
}
