using System.Text;
using Amqp;
using Amqp.Sasl;
using Amqp.Types;
using HousingFirst.Local.Doors.Access;
using AmqpDecoder = Amqp.Types.Encoder;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// The server's side of SASL (OASIS AMQP 1.0 part 5): PLAIN with an agency's id and key; ANONYMOUS and Service Bus's own MSSBCBS for clients that
/// put a token to <c>$cbs</c> afterwards. A client that leaves SASL out is anonymous.
/// </summary>
internal static class SaslExchange
{
    private const string Plain = "PLAIN";
    private const string Anonymous = "ANONYMOUS";
    private const string ClaimsBased = "MSSBCBS";
    private const byte SaslProtocol = 3;
    private const byte SaslFrame = 1;

    private static readonly byte[] SaslHeader = [.. "AMQP"u8, SaslProtocol, 1, 0, 0];
    private static readonly byte[] AmqpHeader = [.. "AMQP"u8, 0, 1, 0, 0];

    /// <summary>Finds out who connects, up to AMQP's own header.</summary>
    /// <returns>The peer; null where the connection is to end, everything said.</returns>
    public static async ValueTask<AmqpPeer?> RunAsync(AmqpSocket socket, QueueAccess access)
    {
        var header = await socket.ReadHeaderAsync().ConfigureAwait(false);
        if (header.Span.SequenceEqual(AmqpHeader)) return new AmqpPeer(access);
        if (header.IsEmpty) return null;
        await SendAsync(socket, SaslHeader).ConfigureAwait(false);
        // Another protocol, TLS too: the header that would have been right is the answer (part 2, section 2.2).
        if (!header.Span.SequenceEqual(SaslHeader)) return null;

        await SendAsync(socket, Frame(new SaslMechanisms { SaslServerMechanisms = [new Symbol(Plain), new Symbol(ClaimsBased), new Symbol(Anonymous)] }))
            .ConfigureAwait(false);
        var frame = await socket.ReadFrameAsync().ConfigureAwait(false);
        var peer = frame.IsEmpty || Read(frame.Span) is not { } init ? null : Peer(init, access);
        var outcome = new SaslOutcome { Code = peer is null ? SaslCode.Auth : SaslCode.Ok };
        await SendAsync(socket, Frame(outcome)).ConfigureAwait(false);
        if (peer is null) return null;
        return (await socket.ReadHeaderAsync().ConfigureAwait(false)).Span.SequenceEqual(AmqpHeader) ? peer : null;
    }

    private static AmqpPeer? Peer(SaslInit init, QueueAccess access)
    {
        switch ((string?)init.Mechanism)
        {
            case Anonymous or ClaimsBased:
                return new AmqpPeer(access);
            case Plain when init.InitialResponse is { } response:
                // authzid NUL authcid NUL password (RFC 4616); whom one would act for is not asked.
                var parts = Encoding.UTF8.GetString(response).Split('\0');
                return parts.Length == 3 && access.IsKeyOf(parts[1], parts[2]) ? new AmqpPeer(access, parts[1], parts[2]) : null;
            default:
                return null;
        }
    }

    private static SaslInit? Read(ReadOnlySpan<byte> frame)
    {
        var start = frame[4] * 4;
        if (start < 8 || start > frame.Length || frame[5] != SaslFrame || AmqpEncoding.Skip(frame, start) != frame.Length) return null;
        try
        {
            var body = frame[start..].ToArray();
            var buffer = new ByteBuffer(body, 0, body.Length, body.Length);
            return AmqpDecoder.ReadObject(buffer) as SaslInit;
        }
#pragma warning disable CA1031 // As a message's sections: the library throws whatever the runtime does.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static byte[] Frame(DescribedList command)
    {
        var buffer = new ByteBuffer(128, true);
        AmqpBitConverter.WriteUInt(buffer, 0);
        AmqpBitConverter.WriteUByte(buffer, 2);
        AmqpBitConverter.WriteUByte(buffer, SaslFrame);
        AmqpBitConverter.WriteUShort(buffer, 0);
        command.Encode(buffer);
        AmqpBitConverter.WriteInt(buffer.Buffer, 0, buffer.Length);
        return buffer.Buffer.AsSpan(0, buffer.Length).ToArray();
    }

    private static Task SendAsync(AmqpSocket socket, byte[] bytes) => socket.SendAsync([bytes]);
}
