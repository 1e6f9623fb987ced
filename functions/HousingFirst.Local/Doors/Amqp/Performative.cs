using System.Buffers.Binary;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// A frame's performative, read in place: its code and the few fields that are judged before the library sees them (OASIS AMQP 1.0 part 2,
/// section 2.7).
/// </summary>
internal readonly ref struct Performative
{
    public const byte Open = 0x10;
    public const byte Attach = 0x12;
    public const byte Transfer = 0x14;
    public const byte Disposition = 0x15;
    public const byte Detach = 0x16;
    public const byte SessionEnd = 0x17;

    private readonly ReadOnlySpan<byte> bytes;
    private readonly int first;
    private readonly int count;

    private Performative(ReadOnlySpan<byte> bytes, byte code, int first, int count, int end)
    {
        this.bytes = bytes;
        (Code, this.first, this.count, End) = (code, first, count, end);
    }

    /// <summary>Which performative it is.</summary>
    public byte Code { get; }

    /// <summary>Where it ends and a transfer's payload begins.</summary>
    public int End { get; }

    /// <summary>Reads the performative of a frame's body; false where it isn't one.</summary>
    /// <param name="body">From the descriptor on.</param>
    /// <param name="read">What was read.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, out Performative read)
    {
        read = default;
        var end = AmqpEncoding.Skip(body, 0);
        if (end < 0 || body[0] != 0x00) return false;
        byte code;
        int at;
        if (body[1] == 0x53) (code, at) = (body[2], 3);
        else if (body[1] == 0x80 && BinaryPrimitives.ReadUInt64BigEndian(body[2..]) is <= byte.MaxValue and var wide) (code, at) = ((byte)wide, 10);
        else return false;
        (int first, int count) fields = body[at] switch
        {
            0x45 => (at + 1, 0),
            0xc0 => (at + 3, body[at + 2]),
            0xd0 => (at + 9, (int)BinaryPrimitives.ReadUInt32BigEndian(body[(at + 5)..])),
            _ => (-1, 0),
        };
        if (fields.first < 0) return false;
        read = new Performative(body, code, fields.first, fields.count, end);
        return true;
    }

    /// <summary>A field of type uint; null where it is left out or of another type.</summary>
    public uint? UInt(int index)
    {
        var at = FieldAt(index);
        if (at < 0) return null;
        return bytes[at] switch
        {
            0x43 => 0,
            0x52 => bytes[at + 1],
            0x70 => BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 1)..]),
            _ => null,
        };
    }

    /// <summary>A field of type boolean; false where it is left out. Every byte but zero is true, as the library reads it.</summary>
    public bool Flag(int index)
    {
        var at = FieldAt(index);
        return at >= 0 && (bytes[at] == 0x41 || (bytes[at] == 0x56 && bytes[at + 1] != 0));
    }

    private int FieldAt(int index)
    {
        if (index >= count) return -1;
        var at = first;
        for (var i = 0; i < index; i++) at = AmqpEncoding.Skip(bytes, at);
        return at;
    }
}
