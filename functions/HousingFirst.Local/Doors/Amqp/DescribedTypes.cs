using System.Buffers.Binary;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// AMQP's own described types (OASIS AMQP 1.0 parts 2 to 5). The library reads as many fields of such a list as its count says, but doesn't step over
/// those that the type hasn't: from there on it would read the inside of a value as values, which nobody has judged.
/// </summary>
internal static class DescribedTypes
{
    /// <summary>Whether a descriptor may stand before a value.</summary>
    /// <param name="descriptor">A whole value.</param>
    /// <param name="value">From the value's constructor on; it may not be whole.</param>
    public static bool MayBe(ReadOnlySpan<byte> descriptor, ReadOnlySpan<byte> value)
    {
        ulong code;
        switch (descriptor[0])
        {
            case 0x44:
                code = 0;
                break;
            case 0x53:
                code = descriptor[1];
                break;
            case 0x80:
                code = BinaryPrimitives.ReadUInt64BigEndian(descriptor[1..]);
                break;
            case 0xa3:
                // The types' names stand for their codes; no client writes them.
                return !descriptor[2..].StartsWith("amqp:"u8);
            case 0xb3:
                return !descriptor[5..].StartsWith("amqp:"u8);
            default:
                return false;
        }

        return Fields(code) is not { } most || Count(value) <= most;
    }

    /// <summary>How many fields a list of this type has at most; null for what isn't a list of fields.</summary>
    private static int? Fields(ulong code) => code switch
    {
        0x10 => 10, // open
        0x11 => 8, // begin
        0x12 => 14, // attach
        0x13 or 0x14 => 11, // flow, transfer
        0x15 => 6, // disposition
        0x16 => 3, // detach
        0x17 or 0x18 => 1, // end, close
        0x1d => 3, // error
        0x23 => 2, // received
        0x24 or 0x26 => 0, // accepted, released
        0x25 => 1, // rejected
        0x27 => 3, // modified
        0x28 => 11, // source
        0x29 => 7, // target
        0x30 or 0x31 or 0x33 => 1, // coordinator, declare, declared
        0x32 or 0x34 => 2, // discharge, transactional-state
        0x40 or 0x42 or 0x43 => 1, // SASL mechanisms, challenge, response
        0x41 => 3, // SASL init
        0x44 => 2, // SASL outcome
        0x70 => 5, // header
        0x73 => 13, // properties
        _ => null,
    };

    /// <summary>A list's count; zero for what is none, which the library refuses by itself.</summary>
    private static uint Count(ReadOnlySpan<byte> value) => value switch
    {
        [0xc0, _, var count, ..] => count,
        [0xd0, _, _, _, _, _, _, _, _, ..] => BinaryPrimitives.ReadUInt32BigEndian(value[5..]),
        _ => 0,
    };
}
