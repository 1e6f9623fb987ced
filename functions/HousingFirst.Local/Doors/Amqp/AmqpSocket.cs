using System.Buffers.Binary;
using System.Net.Sockets;
using Amqp;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>One client's socket: reads whole frames into a buffer of its own, and knows since when it waits for whom.</summary>
internal sealed class AmqpSocket(Socket socket, TimeProvider time) : IDisposable
{
    private const int HeaderLength = 8;
    private const int FirstBuffer = 2048;
    private byte[] buffer = new byte[FirstBuffer];
    private int start;
    private int end;
    private long reading;
    private long writing;

    /// <summary>When the connection came, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long Since { get; } = time.GetTimestamp();

    /// <summary>How long it has waited for the rest of a frame; zero between frames.</summary>
    public TimeSpan Reading => Elapsed(ref reading);

    /// <summary>How long it has waited for the client to read; zero where nothing is being sent.</summary>
    public TimeSpan Writing => Elapsed(ref writing);

    /// <summary>The protocol header, eight bytes; empty where the client hung up before. Valid until the next read.</summary>
    public ValueTask<Memory<byte>> ReadHeaderAsync() => ReadAsync(static _ => HeaderLength);

    /// <summary>The next frame, whole; empty where the client hung up between frames. Valid until the next read.</summary>
    /// <exception cref="AmqpException">The frame's size is none that a frame can have.</exception>
    /// <exception cref="IOException">The client hung up inside a frame.</exception>
    public ValueTask<Memory<byte>> ReadFrameAsync() => ReadAsync(static head =>
    {
        var size = BinaryPrimitives.ReadUInt32BigEndian(head);
        return size is >= HeaderLength and <= AmqpLimits.LargestFrame
            ? (int)size
            : throw new AmqpException(Conditions.Of(Conditions.Framing,
                $"The connection ends: a frame's size is not {HeaderLength} to {AmqpLimits.LargestFrame} bytes, as `open` said. Use an AMQP 1.0 client."));
    });

    /// <summary>The last send; done where nothing is being sent.</summary>
    public Task Written { get; private set; } = Task.CompletedTask;

    /// <summary>Whether bytes wait for the client to read.</summary>
    public bool IsWriting => !Written.IsCompleted;

    /// <summary>Sends bytes, all of them.</summary>
    public Task SendAsync(IList<ArraySegment<byte>> segments)
    {
        Volatile.Write(ref writing, time.GetTimestamp());
        return Written = SendAllAsync(segments);
    }

    /// <summary>Ends the connection; whatever waits on it fails.</summary>
    public void Dispose() => socket.Dispose();

    private async Task SendAllAsync(IList<ArraySegment<byte>> segments)
    {
        await socket.SendAsync(segments, SocketFlags.None).ConfigureAwait(false);
        Volatile.Write(ref writing, 0);
    }

    private async ValueTask<Memory<byte>> ReadAsync(Func<ReadOnlySpan<byte>, int> lengthOf)
    {
        var length = 0;
        while (true)
        {
            if (length == 0 && end - start >= HeaderLength) length = lengthOf(buffer.AsSpan(start, HeaderLength));
            if (length > 0 && end - start >= length) break;
            MakeRoom(Math.Max(length, HeaderLength));
            if (end == start) Volatile.Write(ref reading, 0);
            else if (reading == 0) Volatile.Write(ref reading, time.GetTimestamp());
            var read = await socket.ReceiveAsync(buffer.AsMemory(end), SocketFlags.None).ConfigureAwait(false);
            if (read == 0) return end == start ? default : throw new IOException("The client hung up inside a frame.");
            end += read;
        }

        Volatile.Write(ref reading, 0);
        var frame = buffer.AsMemory(start, length);
        start += length;
        return frame;
    }

    /// <summary>
    /// Room for a frame of this length and at least a byte to read. A client that fills the buffer gets a larger one; a silent one costs little.
    /// </summary>
    private void MakeRoom(int length)
    {
        var filled = end == buffer.Length;
        if (start == end) start = end = 0;
        if (!filled && buffer.Length - start >= length) return;
        var size = Math.Max(length, filled ? Math.Min(buffer.Length * 4, AmqpLimits.LargestFrame) : buffer.Length);
        var larger = size > buffer.Length ? new byte[size] : buffer;
        buffer.AsSpan(start, end - start).CopyTo(larger);
        (buffer, start, end) = (larger, 0, end - start);
    }

    private TimeSpan Elapsed(ref long since)
    {
        var began = Volatile.Read(ref since);
        return began == 0 ? TimeSpan.Zero : time.GetElapsedTime(began);
    }
}
