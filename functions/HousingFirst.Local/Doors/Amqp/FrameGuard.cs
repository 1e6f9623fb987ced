using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Amqp;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// Looks at every frame of one connection before the library does: only what it can safely read goes on, and neither links nor messages of many
/// frames keep more memory than a client with work to do needs.
/// </summary>
internal sealed class FrameGuard
{
    /// <summary>Messages begun and not ended on one connection: a client interleaves a few links, not dozens.</summary>
    private const int MostUnfinished = 16;

    /// <summary>What the links of one connection may keep of their <c>attach</c>: some two thousand as the SDKs write them.</summary>
    private const int MostOfLinks = 1024 * 1024;

    /// <summary>A link's own cost, beside its <c>attach</c>.</summary>
    private const int OfEachLink = 256;

    /// <summary>A transfer without its payload: the library keeps its tag and its state with the message.</summary>
    private const int LargestTransfer = 1024;

    /// <summary>AMQP's least (part 2, section 2.7.1); the library sends frames without payload, for ever, where a client takes even less.</summary>
    private const uint LeastFrame = 512;

    /// <summary>The library would write an empty frame twice in each of these times.</summary>
    private const uint LeastIdleMilliseconds = 100;

    private const int HeaderLength = 8;

    private readonly Dictionary<(ushort Channel, uint Handle), Held> links = [];
    private int unfinished;
    private int ofLinks;

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
        if (start > HeaderLength) frame = WithoutExtendedHeader(frame, start);
        var body = frame[HeaderLength..];
        if (body.IsEmpty) return frame.Length;
        if (!Performative.TryRead(body, out var performative))
            throw Broken("a frame holds no performative, or values nested too deep");
        if (!IsOpen)
        {
            if (performative.Code != Performative.Open) throw Broken("a frame came before `open`");
            if (performative.UInt(2) < LeastFrame) throw Broken($"`open` takes frames of less than {LeastFrame} bytes, the least that AMQP 1.0 allows");
            if (performative.UInt(4) is > 0 and < LeastIdleMilliseconds) throw Broken($"`open` asks for a sign of life more often than every {LeastIdleMilliseconds} ms");
            IsOpen = true;
        }

        var channel = BinaryPrimitives.ReadUInt16BigEndian(frame[6..]);
        switch (performative.Code)
        {
            case Performative.Attach:
                Attached((channel, performative.UInt(1) ?? throw Broken("an `attach` without a handle")), body.Length);
                return frame.Length;
            case Performative.Transfer:
                return Shorten(frame, channel, performative);
            case Performative.Disposition:
                SymbolKeys.Mend(body[..performative.End]);
                return frame.Length;
            case Performative.Detach:
                Detached((channel, performative.UInt(0) ?? throw Broken("a `detach` without a handle")));
                return frame.Length;
            case Performative.SessionEnd:
                Ended(channel);
                return frame.Length;
            default:
                return frame.Length;
        }
    }

    /// <summary>The library doesn't step over an extended header: it would read as a performative what nobody has judged.</summary>
    private static Span<byte> WithoutExtendedHeader(Span<byte> frame, int start)
    {
        frame[start..].CopyTo(frame[HeaderLength..]);
        var length = frame.Length - (start - HeaderLength);
        BinaryPrimitives.WriteInt32BigEndian(frame, length);
        frame[4] = HeaderLength / 4;
        return frame[..length];
    }

    private void Attached((ushort Channel, uint Handle) key, int length)
    {
        if (!links.TryAdd(key, new Held(OfEachLink + length))) throw Broken("an `attach` with a handle that is in use");
        ofLinks += OfEachLink + length;
        if (ofLinks > MostOfLinks) throw Broken($"its links are more than {MostOfLinks / 1024} KiB");
    }

    private void Detached((ushort Channel, uint Handle) key)
    {
        if (!links.Remove(key, out var link)) return;
        ofLinks -= link.OfAttach;
        // A message begun stays with the session, and so counts on.
    }

    private void Ended(ushort channel)
    {
        foreach (var (key, link) in links)
        {
            if (key.Channel != channel) continue;
            links.Remove(key);
            ofLinks -= link.OfAttach;
            if (link.Delivery is not null) unfinished--;
        }
    }

    private int Shorten(Span<byte> frame, ushort channel, Performative transfer)
    {
        if (transfer.Flag(9)) throw Broken("an aborted delivery; send a message whole or not at all");
        if (transfer.End > LargestTransfer) throw Broken($"a transfer of more than {LargestTransfer} bytes without its payload");
        ref var link = ref CollectionsMarshal.GetValueRefOrNullRef(links, (channel, transfer.UInt(0) ?? throw Broken("a transfer without a handle")));
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref link)) throw Broken("a transfer on a link that isn't attached");
        var delivery = transfer.UInt(1);
        if (link.Delivery is null)
        {
            link.Delivery = delivery ?? throw Broken("a message without a delivery-id");
            unfinished++;
        }
        else if (delivery is not null && delivery != link.Delivery)
        {
            throw Broken("a message begun before the one before it was ended");
        }

        // One byte over the limit is kept, to tell the message from one that just fits.
        var payload = HeaderLength + transfer.End;
        var length = Math.Min(frame.Length - payload, DoorSettings.LargestBody + 1 - link.Kept);
        if (transfer.Flag(5))
        {
            link.Kept += length;
            if (unfinished > MostUnfinished) throw Broken($"more than {MostUnfinished} messages begun and not ended");
        }
        else
        {
            (link.Delivery, link.Kept) = (null, 0);
            unfinished--;
        }

        BinaryPrimitives.WriteInt32BigEndian(frame, payload + length);
        return payload + length;
    }

    private static AmqpException Broken(string what) =>
        new(Conditions.Of(Conditions.Framing, $"The connection ends: {what}. Nothing of it was kept. Use an AMQP 1.0 client."));

    /// <summary>What the library keeps of a link.</summary>
    private record struct Held(int OfAttach)
    {
        /// <summary>The message that is begun and not ended.</summary>
        public uint? Delivery { get; set; }

        /// <summary>Its bytes so far.</summary>
        public int Kept { get; set; }
    }
}
