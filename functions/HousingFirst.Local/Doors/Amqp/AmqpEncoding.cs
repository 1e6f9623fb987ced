using System.Buffers.Binary;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// Walks AMQP 1.0's encoding of values (OASIS AMQP 1.0 part 1, section 1.6) without building them, to find what the library must never be given:
/// it decodes by recursion and allocates what a count announces, so a few kilobytes of nested or boasting values would end the process.
/// </summary>
internal static class AmqpEncoding
{
    /// <summary>Values inside values: more than any client's frame or message has.</summary>
    private const int Deepest = 12;

    /// <summary>The most elements of an array whose elements have no bytes of their own.</summary>
    private const int MostEmpty = 64;

    private const byte Described = 0x00;

    /// <summary>Where the value that begins at <paramref name="at"/> ends; -1 where it isn't whole, isn't AMQP or goes too deep.</summary>
    public static int Skip(ReadOnlySpan<byte> bytes, int at) => Skip(bytes, at, 0);

    /// <summary>Whether the bytes are whole values, one after another: a message's sections.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at >= 0 && at < bytes.Length) at = Skip(bytes, at, 0);
        return at == bytes.Length;
    }

    private static int Skip(ReadOnlySpan<byte> bytes, int at, int depth)
    {
        if (depth > Deepest || (uint)at >= (uint)bytes.Length) return -1;
        var code = bytes[at++];
        if (code != Described) return SkipBody(bytes, at, code, depth);
        var descriptor = at;
        at = Skip(bytes, at, depth + 1);
        return at < 0 || !DescribedTypes.MayBe(bytes[descriptor..at], bytes[at..]) ? -1 : Skip(bytes, at, depth + 1);
    }

    /// <summary>Skips what follows a constructor's code; an array's elements have only this.</summary>
    private static int SkipBody(ReadOnlySpan<byte> bytes, int at, byte code, int depth) => (code >> 4) switch
    {
        0x4 => code <= 0x45 ? at : -1,
        0x5 => Within(bytes, at, 1),
        0x6 => Within(bytes, at, 2),
        0x7 => Within(bytes, at, 4),
        0x8 => Within(bytes, at, 8),
        0x9 => Within(bytes, at, 16),
        0xa => TryRead(bytes, ref at, wide: false, out var length) ? Within(bytes, at, length) : -1,
        0xb => TryRead(bytes, ref at, wide: true, out var length) ? Within(bytes, at, length) : -1,
        0xc => SkipElements(bytes, at, wide: false, isArray: false, depth),
        0xd => SkipElements(bytes, at, wide: true, isArray: false, depth),
        0xe => SkipElements(bytes, at, wide: false, isArray: true, depth),
        0xf => SkipElements(bytes, at, wide: true, isArray: true, depth),
        _ => -1,
    };

    private static int SkipElements(ReadOnlySpan<byte> bytes, int at, bool wide, bool isArray, int depth)
    {
        if (!TryRead(bytes, ref at, wide, out var size)) return -1;
        var end = Within(bytes, at, size);
        if (end < 0) return -1;
        var inside = bytes[..end];
        if (!TryRead(inside, ref at, wide, out var count)) return -1;
        if (isArray)
        {
            if (at >= end) return -1;
            var code = inside[at++];
            // A described element type is in no message that anybody sends; the library can't read one either.
            if (code == Described || (code >> 4 == 0x4 && count > MostEmpty)) return -1;
            for (; count > 0 && at >= 0; count--) at = SkipBody(inside, at, code, depth + 1);
        }
        else
        {
            for (; count > 0 && at >= 0; count--) at = Skip(inside, at, depth + 1);
        }

        return at == end ? end : -1;
    }

    private static int Within(ReadOnlySpan<byte> bytes, int at, int length) => length <= bytes.Length - at ? at + length : -1;

    private static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, bool wide, out int value)
    {
        value = 0;
        var width = wide ? 4 : 1;
        if (bytes.Length - at < width) return false;
        var read = wide ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]) : bytes[at];
        at += width;
        value = (int)read;
        return read <= int.MaxValue;
    }
}
