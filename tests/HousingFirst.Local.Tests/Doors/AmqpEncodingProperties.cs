using Amqp;
using Amqp.Framing;
using Amqp.Types;
using CsCheck;
using HousingFirst.Local.Doors.Amqp;
using Xunit;
using Library = Amqp.Types.Encoder;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>The door's walk over encoded values against the library's decoder: what the walk passes, the library reads to the same end or refuses.</summary>
public sealed class AmqpEncodingProperties
{
    /// <summary>Values as clients send them.</summary>
    public static Gen<object> Values { get; } = Nested(3);

    /// <summary>Bytes that are nearly AMQP: values, and performatives and sections, with a few bytes set otherwise, cut or doubled.</summary>
    public static Gen<byte[]> NearlyAmqp { get; } = Mutated(Gen.OneOf(Values.Select(Encoded), OneOf(Described().Select(Encoded).ToArray())));

    [Fact]
    public void Whatever_the_library_encodes_is_whole_and_nothing_less_is() => Values.Sample(
        value =>
        {
            var bytes = Encoded(value);
            Assert.Equal(bytes.Length, AmqpEncoding.Skip(bytes, 0));
            Assert.True(AmqpEncoding.IsWhole(bytes));
            for (var length = 0; length < bytes.Length; length++) Assert.Equal(-1, AmqpEncoding.Skip(bytes.AsSpan(0, length), 0));
        },
        iter: 2000);

    [Fact]
    public void Every_performative_and_section_of_the_library_is_whole() =>
        Assert.All(Described(), value => Assert.True(AmqpEncoding.IsWhole(Encoded(value)), value.GetType().Name));

    [Fact]
    public void Any_bytes_are_walked_to_an_end_or_refused() => Gen.Byte.Array[0, 200].Sample(
        bytes => Assert.InRange(AmqpEncoding.Skip(bytes, 0), -1, bytes.Length), iter: 20_000);

    [Fact]
    public void The_library_reads_what_was_passed_to_the_same_end_or_refuses_it() => Gen.OneOf(NearlyAmqp, Gen.Byte.Array[1, 60]).Sample(
        bytes =>
        {
            var end = AmqpEncoding.Skip(bytes, 0);
            if (end < 0) return;
            var buffer = new ByteBuffer(bytes, 0, bytes.Length, bytes.Length);
            try
            {
                Library.ReadObject(buffer);
            }
            catch (Exception refused) when (refused is not OutOfMemoryException)
            {
                return;
            }

            Assert.Equal(end, buffer.Offset);
        },
        iter: 40_000);

    [Fact]
    public void A_message_of_any_bytes_is_read_or_refused() => NearlyAmqp.Array[1, 4].Sample(
        parts =>
        {
            var bytes = parts.SelectMany(part => part).ToArray();
            var message = SizedMessage.Of(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
            message.Format = (uint)(parts.Length % 2) * IncomingMessage.BatchFormat;
            if (message.IsReadable) IncomingMessage.Read(message, out _);
        },
        iter: 20_000);

    /// <summary>A few bytes set to others, a piece left out or doubled.</summary>
    public static Gen<byte[]> Mutated(Gen<byte[]> bytes) =>
        from whole in bytes
        from edits in Gen.Select(Gen.Int[0, 100_000], Gen.OneOf(Gen.Byte, OneOf<byte>(0, 1, 0x40, 0x43, 0x45, 0x53, 0xa1, 0xc0, 0xc1, 0xd0, 0xe0, 0xf0, 0xff))).Array[0, 4]
        from piece in Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 20], Gen.Int[0, 5])
        select Edited(whole, edits, piece);

    private static Gen<T> OneOf<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static byte[] Edited(byte[] whole, (int At, byte To)[] edits, (int At, int Length, int Times) piece)
    {
        if (whole.Length == 0) return whole;
        byte[] edited = [.. whole];
        foreach (var (at, to) in edits) edited[at % edited.Length] = to;
        if (piece.Times > 2) return edited;
        var start = piece.At % edited.Length;
        var end = Math.Min(start + piece.Length, edited.Length);
        return [.. edited[..start], .. Enumerable.Repeat(edited[start..end], piece.Times).SelectMany(bytes => bytes), .. edited[end..]];
    }

    private static byte[] Encoded(object value)
    {
        var buffer = new ByteBuffer(64, true);
        if (value is RestrictedDescribed known) known.Encode(buffer);
        else Library.WriteObject(buffer, value);
        return buffer.Buffer.AsSpan(0, buffer.Length).ToArray();
    }

    private static Gen<object> Nested(int depth)
    {
        var plain = Gen.OneOf(
            Gen.Bool.Select(v => (object)v), Gen.Byte.Select(v => (object)v), Gen.UShort.Select(v => (object)v), Gen.UInt.Select(v => (object)v),
            Gen.ULong.Select(v => (object)v), Gen.SByte.Select(v => (object)v), Gen.Short.Select(v => (object)v), Gen.Int.Select(v => (object)v),
            Gen.Long.Select(v => (object)v), Gen.Float.Select(v => (object)v), Gen.Double.Select(v => (object)v), Gen.Char.Select(v => (object)v),
            Gen.Guid.Select(v => (object)v), Gen.Byte.Array[0, 300].Select(v => (object)v), Gen.String[0, 300].Select(v => (object)v),
            Gen.String[Gen.Char.AlphaNumeric, 1, 10].Select(v => (object)new Symbol(v)), Gen.Int.Array[1, 70].Select(v => (object)v),
            Gen.Const<object>(DateTime.UnixEpoch));
        if (depth == 0) return plain;
        var inner = Nested(depth - 1);
        return Gen.Frequency(
            (4, plain),
            (1, inner.Array[0, 5].Select(items =>
            {
                var list = new List();
                foreach (var item in items) list.Add(item);
                return (object)list;
            })),
            (1, inner.Array[0, 5].Select(items =>
            {
                var map = new Map();
                for (var i = 0; i < items.Length; i++) map.Add($"k{i}", items[i]);
                return (object)map;
            })),
            (1, inner.Select(item => (object)new DescribedValue(0x1000UL, item))));
    }

    private static IEnumerable<object> Described() =>
    [
        new Open { ContainerId = "c", HostName = "h", ChannelMax = 3, MaxFrameSize = 4096, IdleTimeOut = 1000, Properties = new Fields { [new Symbol("product")] = "p" } },
        new Begin { IncomingWindow = 1, OutgoingWindow = 2, NextOutgoingId = 3, HandleMax = 4 },
        RawFrames.Sending(1, "client-changes"),
        new Attach { LinkName = "r", Handle = 1, Role = true, Source = new Source { Address = "$cbs", FilterSet = new Map { [new Symbol("f")] = new DescribedValue(new Symbol("s"), "x") } }, Target = new Target() },
        new Flow { Handle = 1, LinkCredit = 5, DeliveryCount = 1 },
        new Transfer { Handle = 1, DeliveryId = 2, DeliveryTag = [1, 2], MessageFormat = 0, More = true },
        new Dispose { Role = true, First = 1, Last = 4, Settled = true, State = new Rejected { Error = new Error("c") { Description = "d", Info = new Fields { [new Symbol("k")] = "v" } } } },
        new Detach { Handle = 1, Closed = true, Error = new Error("c") },
        new End(),
        new Close { Error = new Error("c") { Description = "d" } },
        new Header { Durable = true, Ttl = 5 },
        new Properties { MessageId = "m", To = "t", Subject = "s", ReplyTo = "r", ContentType = "application/json", CreationTime = DateTime.UnixEpoch },
        new MessageAnnotations { [new Symbol("x-opt-scheduled-enqueue-time")] = DateTime.UnixEpoch },
        new ApplicationProperties { ["a"] = 1, ["b"] = "two" },
        new Data { Binary = [1, 2, 3] },
        new AmqpValue { Value = "text" },
        new Amqp.Transactions.TransactionalState { TxnId = [1], Outcome = new Accepted() },
    ];
}
