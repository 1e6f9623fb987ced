using System.Buffers.Binary;
using Amqp.Framing;
using HousingFirst.Local.Doors.Amqp;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>Frames that no client sends: the connection ends with words, or the frame does no harm.</summary>
public sealed class AmqpFrameTests
{
    [Theory]
    [InlineData("00000000 02000000", "a frame's size")]
    [InlineData("00000007 02000000", "a frame's size")]
    [InlineData("00010001 02000000", "a frame's size")]
    [InlineData("7fffffff 02000000", "a frame's size")]
    [InlineData("ffffffff 02000000", "a frame's size")]
    [InlineData("00000008 01000000", "a frame's header")]
    [InlineData("00000008 00000000", "a frame's header")]
    [InlineData("00000008 ff000000", "a frame's header")]
    [InlineData("00000008 02010000", "a frame's header")]
    [InlineData("0000000c 02000000 00531700", "holds no performative")]
    [InlineData("0000000b 02000000 005310", "holds no performative")]
    [InlineData("00000010 02000000 005317c0 ff01ff00", "holds no performative")]
    public async Task A_broken_frame_ends_the_connection_in_words(string frame, string why)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var hostile = await door.ProvenAsync();
        await hostile.SendAsync(Convert.FromHexString(frame.Replace(" ", "", StringComparison.Ordinal)));
        var error = await hostile.ReadToEndAsync();
        Assert.Equal("amqp:connection:framing-error", error!.Condition);
        Assert.Contains(why, error.Description, StringComparison.Ordinal);
        await door.AssertConnectionsAsync(0);
    }

    [Fact]
    public async Task A_frame_before_open_ends_the_connection_in_words()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var hostile = await door.ConnectAsync();
        await hostile.SendAsync(RawAmqpClient.Header, RawFrames.Frame(new Begin()));
        await hostile.ReadAsync(8);
        Assert.Contains("before `open`", (await hostile.ReadToEndAsync())!.Description, StringComparison.Ordinal);
    }

    /// <summary>A reply wouldn't fit such a frame: the library would send frames without payload for ever.</summary>
    [Fact]
    public async Task Frames_smaller_than_the_protocol_allows_and_too_eager_signs_of_life_are_refused()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        foreach (var open in new Open[] { new() { ContainerId = "x", MaxFrameSize = 511 }, new() { ContainerId = "x", IdleTimeOut = 1 } })
        {
            using var hostile = await door.ConnectAsync();
            await hostile.SendAsync(RawAmqpClient.Header, RawFrames.Frame(open));
            await hostile.ReadAsync(8);
            Assert.Contains("`open`", (await hostile.ReadToEndAsync())!.Description, StringComparison.Ordinal);
        }
    }

    /// <summary>The library reads a body where the extended header begins.</summary>
    [Fact]
    public async Task An_extended_header_is_left_out_and_hides_nothing_from_the_guard()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await door.ConnectAsync();
        var open = RawFrames.Frame(new Open { ContainerId = "extended" });
        await client.SendAsync(RawAmqpClient.Header, Extended(open, new byte[] { 0xff, 0xff, 0xff, 0xff, 0x00, 0x53, 0x18, 0x45 }));
        await client.ReadAsync(8);
        await client.ReadAsync<Open>();
        await client.BeginAsync();
        await client.AttachAsync(target: "$cbs");
        // Only an extended header: an empty frame, whatever is in the header.
        await client.SendAsync(Extended(RawFrames.Frame([]), Nested(1000)));
        // And one that would take the frame's own body into a value of its own, nested to the payload's end.
        await client.SendAsync(Extended(RawFrames.Transfer(0, Nested(50_000)), new byte[1012]));
        await client.ReadAsync<Dispose>();
        await door.AssertServesAsync();
    }

    /// <summary>The library takes what is in a field that a type hasn't for the fields after it; see <see cref="DescribedTypes"/>.</summary>
    [Theory]
    [InlineData(0x16, 3)]
    [InlineData(0x13, 11)]
    [InlineData(0x17, 1)]
    [InlineData(0x14, 11)]
    public async Task A_performative_with_more_fields_than_it_has_is_none(byte code, byte fields)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var hostile = await door.ProvenAsync();
        byte[] nulls = [.. Enumerable.Repeat((byte)0x40, fields)];
        await hostile.SendAsync(RawFrames.Frame([0x00, 0x53, code, 0xd0, .. Long(4 + fields + 5 + 40_000), .. Long(fields + 1), .. nulls, 0xb0, .. Long(40_000), .. Nested(40_000)]));
        Assert.Contains("holds no performative", (await hostile.ReadToEndAsync())!.Description, StringComparison.Ordinal);
        await door.AssertServesAsync();
    }

    /// <summary>Descriptors in descriptors, fifty thousand deep, and an array of two thousand million: as a message's body and inside a section.</summary>
    [Fact]
    public async Task Nested_and_boasting_values_are_refused_and_the_link_lives()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await door.ProvenAsync();
        await client.AttachAsync();
        byte[][] hostile =
        [
            Nested(50_000),
            [0x00, 0x53, 0x77, .. Nested(50_000)],
            [0x00, 0x53, 0x77, .. Lists(5_000)],
            [0x00, 0x53, 0x77, 0xf0, 0, 0, 0, 5, 0x7f, 0xff, 0xff, 0xff, 0x43],
            [0x00, 0x53, 0x77, 0xf0, 0, 0, 0, 5, 0x80, 0x00, 0x00, 0x00, 0x41],
            // A sixth field of a header, and a fourteenth of the properties, each a binary full of nested values.
            [0x00, 0x53, 0x70, 0xd0, .. Long(4 + 5 + 5 + 30_000), .. Long(6), 0x40, 0x40, 0x40, 0x40, 0x40, 0xb0, .. Long(30_000), .. Nested(30_000)],
            [0x00, 0xa3, 16, .. "amqp:header:list"u8, 0xd0, .. Long(4 + 5 + 5 + 30_000), .. Long(6), 0x40, 0x40, 0x40, 0x40, 0x40, 0xb0, .. Long(30_000), .. Nested(30_000)],
        ];
        for (var i = 0; i < hostile.Length; i++)
            Assert.Equal("amqp:decode-error", Assert.IsType<Rejected>(await client.TransferAsync((uint)i, hostile[i])).Error.Condition);
        Assert.IsType<Accepted>(await client.TransferAsync((uint)hostile.Length, RawFrames.Encoded("after")));
        Assert.Equal(["after"], await door.HeldAsync());
    }

    private static byte[] Nested(int depth) => new byte[depth];

    private static byte[] Lists(int depth)
    {
        byte[] lists = new byte[depth * 9];
        for (var i = 0; i < depth; i++)
        {
            var list = lists.AsSpan(i * 9);
            list[0] = 0xd0;
            BinaryPrimitives.WriteInt32BigEndian(list[1..], list.Length - 5);
            BinaryPrimitives.WriteInt32BigEndian(list[5..], i == depth - 1 ? 0 : 1);
        }

        return lists;
    }

    private static byte[] Long(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Extended(byte[] frame, byte[] header)
    {
        byte[] extended = [.. frame[..8], .. header, .. frame[8..]];
        BinaryPrimitives.WriteInt32BigEndian(extended, extended.Length);
        extended[4] = (byte)((8 + header.Length) / 4);
        return extended;
    }
}
