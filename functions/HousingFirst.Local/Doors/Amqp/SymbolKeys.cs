using System.Buffers.Binary;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// Clients in JavaScript write the keys of a rejected message's error information as strings where AMQP asks for symbols; the library ends the
/// connection at them. The two have the same bytes after their code, so the code alone is set right.
/// </summary>
internal static class SymbolKeys
{
    private const byte String8 = 0xa1;
    private const byte String32 = 0xb1;
    private const byte ToSymbol = 0x02;

    /// <summary>Makes symbols of the string keys of every map in a value that <see cref="AmqpEncoding"/> has found whole.</summary>
    public static void Mend(Span<byte> value)
    {
        var at = 0;
        while (value[at] == 0x00)
        {
            // A described value: its descriptor has no maps.
            at = AmqpEncoding.Skip(value, at + 1);
        }

        switch (value[at])
        {
            case 0xc0 or 0xc1:
                Elements(value, at + 3, value[at + 2], isMap: value[at] == 0xc1);
                break;
            case 0xd0 or 0xd1:
                Elements(value, at + 9, BinaryPrimitives.ReadUInt32BigEndian(value[(at + 5)..]), isMap: value[at] == 0xd1);
                break;
        }
    }

    private static void Elements(Span<byte> value, int at, uint count, bool isMap)
    {
        for (var i = 0; i < count; i++)
        {
            var end = AmqpEncoding.Skip(value, at);
            if (isMap && i % 2 == 0 && value[at] is String8 or String32) value[at] += ToSymbol;
            else Mend(value[at..end]);
            at = end;
        }
    }
}
