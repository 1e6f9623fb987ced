using System.Buffers.Binary;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>Frames and messages as bytes.</summary>
internal static class RawFrames
{
    /// <summary>A frame: type 0 is AMQP's, 1 SASL's.</summary>
    public static byte[] Frame(DescribedList performative, ReadOnlySpan<byte> payload = default, ushort channel = 0, byte type = 0)
    {
        var buffer = new ByteBuffer(256, true);
        performative.Encode(buffer);
        return Frame([.. buffer.Buffer.AsSpan(0, buffer.Length), .. payload], channel, type);
    }

    public static byte[] Frame(ReadOnlySpan<byte> body, ushort channel = 0, byte type = 0)
    {
        var frame = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        (frame[4], frame[5]) = (2, type);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(6), channel);
        body.CopyTo(frame.AsSpan(8));
        return frame;
    }

    public static byte[] Encoded(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    public static byte[] Encoded(string body) => Encoded(new Message { BodySection = new Data { Binary = Encoding.UTF8.GetBytes(body) } });

    public static Attach Sending(uint handle, string target, string? name = null) => new()
    {
        LinkName = name ?? $"link-{handle}",
        Handle = handle,
        Role = false,
        Source = new Source(),
        Target = new Target { Address = target },
    };

    public static byte[] Transfer(uint id, ReadOnlySpan<byte> payload, uint handle = 0, bool more = false, uint format = 0) =>
        Frame(new Transfer { Handle = handle, DeliveryId = id, DeliveryTag = BitConverter.GetBytes(id), MessageFormat = format, More = more }, payload);
}
