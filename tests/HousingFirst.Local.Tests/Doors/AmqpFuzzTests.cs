using System.Buffers.Binary;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using CsCheck;
using HousingFirst.Local.Doors.Amqp;
using Xunit;
using Library = Amqp.Types.Encoder;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>Sessions of a good client with a few bytes changed.</summary>
public sealed class AmqpFuzzTests
{
    private static readonly byte[][] Frames =
    [
        RawFrames.Frame(new Open { ContainerId = "fuzz", HostName = "h", MaxFrameSize = 65536 }),
        RawFrames.Frame(new Begin { IncomingWindow = 100, OutgoingWindow = 100, NextOutgoingId = 0 }),
        RawFrames.Frame(RawFrames.Sending(0, "$cbs")),
        RawFrames.Frame(new Attach { LinkName = "replies", Handle = 1, Role = true, Source = new Source { Address = "$cbs" }, Target = new Target { Address = "me" } }),
        RawFrames.Frame(new Flow { Handle = 1, LinkCredit = 10, DeliveryCount = 0, IncomingWindow = 100, NextIncomingId = 0, OutgoingWindow = 100, NextOutgoingId = 0 }),
        RawFrames.Transfer(0, RawFrames.Encoded(new Message
        {
            Properties = new Properties { MessageId = "m", ReplyTo = "me" },
            ApplicationProperties = new ApplicationProperties { ["operation"] = "put-token" },
            BodySection = new AmqpValue { Value = "SharedAccessSignature sr=a&sig=b&se=1&skn=c" },
        })),
        RawFrames.Frame(RawFrames.Sending(2, AmqpDoorUnderTest.Queue)),
        RawFrames.Transfer(1, RawFrames.Encoded("first half"), handle: 2, more: true),
        RawFrames.Transfer(1, RawFrames.Encoded("second half"), handle: 2),
        RawFrames.Transfer(2, RawFrames.Encoded(new Message
        {
            Header = new Header { Ttl = 1000 },
            Properties = new Properties { MessageId = "id", ContentType = "application/json" },
            ApplicationProperties = new ApplicationProperties { ["hf-signature"] = "v1", ["n"] = 5 },
            BodySection = new Data { Binary = [1, 2, 3] },
        }), handle: 2),
        RawFrames.Frame(new Dispose { Role = true, First = 0, Settled = true, State = new Rejected { Error = new Error("c") } }),
        RawFrames.Frame(new Detach { Handle = 2, Closed = true }),
        RawFrames.Frame(new End()),
        RawFrames.Frame(new Close()),
    ];

    /// <summary>Sizes are set right again for most, or little of a session would be read.</summary>
    private static readonly Gen<byte[][]> Sessions =
        from frames in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9]).Array[Frames.Length]
        from session in Many(frames)
        select session;

    [Fact]
    public void Whatever_passes_the_guard_is_no_longer_than_it_was_and_is_read_to_the_same_end() => Sessions.Sample(
        session =>
        {
            var guard = new FrameGuard();
            foreach (var frame in session.Where(frame => frame.Length is >= 8 and <= AmqpLimits.LargestFrame))
            {
                BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
                int length;
                try
                {
                    length = guard.Judge(frame);
                }
                catch (AmqpException)
                {
                    continue;
                }

                Assert.InRange(length, 8, frame.Length);
                Assert.Equal(length, BinaryPrimitives.ReadInt32BigEndian(frame));
                Assert.Equal(2, frame[4]);
                if (length == 8) continue;
                Assert.True(Performative.TryRead(frame.AsSpan(8, length - 8), out var performative));
                var buffer = new ByteBuffer(frame, 8, length - 8, length - 8);
                try
                {
                    Library.ReadObject(buffer);
                }
                catch (Exception refused) when (refused is not OutOfMemoryException)
                {
                    continue;
                }

                Assert.True(8 + performative.End == buffer.Offset, $"{8 + performative.End} or {buffer.Offset}: {Convert.ToHexString(frame)}");
            }
        },
        iter: 4000);

    [Fact]
    public async Task After_hundreds_of_broken_sessions_nothing_is_left_and_a_good_client_is_served()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync(AmqpDoorUnderTest.Short);
        var sasl = RawFrames.Frame(new SaslInit { Mechanism = "PLAIN", InitialResponse = Encoding.UTF8.GetBytes($"\0{AmqpDoorUnderTest.Agency}\0{AmqpDoorUnderTest.Key}") }, type: 1);
        await Gen.Select(Sessions, AmqpEncodingProperties.Mutated(Gen.Const(sasl)), Gen.Int[0, 9], Gen.Bool).SampleAsync(
            async (session, init, which, reset) =>
            {
                using var client = await door.ConnectAsync();
                byte[][] begun = which == 0 ? [RawAmqpClient.SaslHeader, init] : which < 6 ? [RawAmqpClient.SaslHeader, sasl] : [];
                await client.FloodAsync(i => i == 0 ? [.. begun.SelectMany(b => b), .. RawAmqpClient.Header] : session[i - 1], session.Length + 1, RawAmqpClient.Patience);
                if (reset) client.Reset();
                else client.EndSending();
                await client.DrainAsync();
            },
            iter: 400, threads: 4);
        await door.AssertConnectionsAsync(0);
        Assert.Empty(door.Errors);
        await door.AssertServesAsync();
    }

    private static Gen<byte[][]> Many((int Change, int Size)[] plan)
    {
        var frames = plan.Select((p, i) => p.Change > 0
            ? Gen.Const<byte[]>([.. Frames[i]])
            : AmqpEncodingProperties.Mutated(Gen.Const(Frames[i])).Select(frame => p.Size > 0 ? Sized(frame) : frame)).ToArray();
        return frames.Aggregate(Gen.Const(Array.Empty<byte[]>()), (all, next) => all.Select(next, (before, one) => (byte[][])[.. before, one]));
    }

    private static byte[] Sized(byte[] frame)
    {
        byte[] sized = [.. frame];
        if (sized.Length >= 8) BinaryPrimitives.WriteInt32BigEndian(sized, sized.Length);
        return sized;
    }
}
