using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Amqp;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// Looks at every frame of one connection before the library does: only what it can safely read goes on, and a message of many frames keeps no
/// more memory than the largest that is taken.
/// </summary>
internal sealed class FrameGuard
{
    /// <summary>Messages begun and not ended on one connection: a client interleaves a few links, not dozens.</summary>
    private const int MostUnfinished = 16;

    private const int HeaderLength = 8;

    private readonly Dictionary<(ushort Channel, uint Handle), int> unfinished = [];

    /// <summary>Whether the client has opened its side of the connection.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>
    /// Judges a whole frame, in place: what is over a message's largest size is cut from its payload, so that the link can refuse the message by
    /// its size and go on.
    /// </summary>
    /// <param name="frame">From its size on.</param>
    /// <returns>The frame's length now.</returns>
    /// <exception cref="AmqpException">The connection can't go on; its error says why.</exception>
    public int Judge(Span<byte> frame)
    {
        var start = frame[4] * 4;
        if (start < HeaderLength || start > frame.Length || frame[5] != 0)
            throw Broken("a frame's header isn't one of AMQP 1.0");
        if (start == frame.Length) return frame.Length;
        if (!Performative.TryRead(frame[start..], out var performative))
            throw Broken("a frame holds no performative, or values nested too deep");
        if (!IsOpen)
        {
            if (performative.Code != Performative.Open) throw Broken("a frame came before `open`");
            IsOpen = true;
        }

        switch (performative.Code)
        {
            case Performative.Transfer:
                return Shorten(frame, start + performative.End, performative);
            case Performative.Disposition:
                SymbolKeys.Mend(frame[start..(start + performative.End)]);
                return frame.Length;
            default:
                return frame.Length;
        }
    }

    private int Shorten(Span<byte> frame, int payload, Performative transfer)
    {
        if (transfer.Flag(9)) throw Broken("an aborted delivery; send a message whole or not at all");
        var link = (BinaryPrimitives.ReadUInt16BigEndian(frame[6..]), transfer.UInt(0) ?? throw Broken("a transfer without a handle"));
        var more = transfer.Flag(5);
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(unfinished, link, out _);
        // One byte over the limit is kept, to tell the message from one that just fits.
        var length = Math.Min(frame.Length - payload, DoorSettings.LargestBody + 1 - kept);
        kept += length;
        if (!more) unfinished.Remove(link);
        else if (unfinished.Count > MostUnfinished) throw Broken($"more than {MostUnfinished} messages begun and not ended");
        BinaryPrimitives.WriteInt32BigEndian(frame, payload + length);
        return payload + length;
    }

    private static AmqpException Broken(string what) =>
        new(Conditions.Of(Conditions.Framing, $"The connection ends: {what}. Nothing of it was kept. Use an AMQP 1.0 client."));
}
