using Amqp.Framing;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Amqp;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>Sessions, links and deliveries without end: memory is bounded, and whoever goes on is let go.</summary>
public sealed class AmqpLinkTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Sessions_without_end_end_the_connection()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var hostile = await door.ProvenAsync();
        for (ushort i = 1; i < 129; i++) await hostile.SendAsync(RawFrames.Frame(new Begin { IncomingWindow = 1, OutgoingWindow = 1 }, channel: i));
        Assert.Equal("amqp:not-allowed", (await hostile.ReadToEndAsync())!.Condition);
        await door.AssertConnectionsAsync(0);
    }

    [Fact]
    public async Task Links_without_end_end_the_connection()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var hostile = await door.ProvenAsync();
        for (uint i = 0; i < 65; i++) await hostile.SendAsync(RawFrames.Sending(i, AmqpDoorUnderTest.Queue));
        Assert.Equal("amqp:not-allowed", (await hostile.ReadToEndAsync())!.Condition);
        await door.AssertConnectionsAsync(0);
    }

    [Fact]
    public async Task Links_with_endless_names_end_the_connection()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var hostile = await door.ConnectAsync();
        await hostile.OpenAsync();
        await hostile.BeginAsync();
        for (uint i = 0; i < 18; i++) await hostile.SendAsync(RawFrames.Sending(i, "$cbs", $"{i}" + new string('n', 60_000)));
        Assert.Contains("its links are more than", (await hostile.ReadToEndAsync())!.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_attached_and_detached_again_cost_nothing_later()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await door.ProvenAsync();
        for (uint i = 0; i < 3000; i++)
        {
            await client.SendAsync(RawFrames.Frame(RawFrames.Sending(0, AmqpDoorUnderTest.Queue, new string('n', 500))), RawFrames.Frame(new Detach { Handle = 0, Closed = true }));
            await client.ReadAsync<Detach>();
        }

        await client.AttachAsync();
        Assert.IsType<Accepted>(await client.TransferAsync(0, RawFrames.Encoded("last")));
    }

    [Fact]
    public async Task Messages_beyond_the_credit_end_the_link_and_what_comes_after_is_not_remembered()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync(new AmqpLimits { Credit = 4 });
        using var hostile = await door.ProvenAsync();
        await hostile.AttachAsync(0);
        await hostile.AttachAsync(1);
        var payload = RawFrames.Encoded(new string('x', 60_000));
        using (await HubLock.TakeAsync(door.Hub.DatabaseFile))
        {
            await hostile.SendAsync([.. Enumerable.Range(0, 20).Select(i => RawFrames.Transfer((uint)i, payload))]);
            var detach = await hostile.ReadAsync<Detach>();
            Assert.Equal((0u, "amqp:link:transfer-limit-exceeded"), (detach.Handle, detach.Error.Condition.ToString()));
        }

        for (uint i = 20; i < 500; i++)
        {
            await hostile.SendAsync(RawFrames.Transfer(i, payload));
            while (await hostile.ReadAsync<Dispose>() is { } told && told.First != i)
            {
            }
        }

        door.AssertRemembers(Megabyte);
        Assert.IsType<Accepted>(await hostile.TransferAsync(2000, RawFrames.Encoded("other link"), handle: 1));
        Assert.DoesNotContain(await door.HeldAsync(), body => body.Length == 60_000 && body[0] != 'x');
        await door.AssertServesAsync();
    }

    [Theory]
    [InlineData(0x41)]
    [InlineData(0x5601)]
    [InlineData(0x5602)]
    public async Task A_message_that_goes_on_and_on_is_refused_by_its_size_and_the_link_lives(int more)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var hostile = await door.ProvenAsync();
        await hostile.AttachAsync();
        byte[] yes = more > 0xff ? [0x56, (byte)more] : [(byte)more];
        byte[] fields = [0x43, 0x43, 0xa0, 0x01, 0x00, 0x43, 0x42, .. yes];
        var frame = RawFrames.Frame([0x00, 0x53, 0x14, 0xc0, (byte)(1 + fields.Length), 6, .. fields, .. new byte[60_000]]);
        for (var i = 0; i < 300; i++) await hostile.SendAsync(frame);
        door.AssertRemembers(Megabyte);
        await hostile.SendAsync(RawFrames.Transfer(0, [1]));
        Assert.Equal("amqp:link:message-size-exceeded", Assert.IsType<Rejected>((await hostile.ReadAsync<Dispose>()).State).Error.Condition);
        Assert.IsType<Accepted>(await hostile.TransferAsync(1, RawFrames.Encoded("after")));
        Assert.Equal(["after"], await door.HeldAsync());
    }

    [Fact]
    public async Task A_message_as_large_as_may_be_comes_in_many_frames()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await door.ProvenAsync();
        await client.AttachAsync();
        var room = DoorSettings.LargestBody - RawFrames.Encoded(new string('x', 1000)).Length + 1000;
        foreach (var (id, size) in new[] { (0u, room - 2), (1u, room - 1) })
        {
            var payload = RawFrames.Encoded(new string('x', size));
            var pieces = payload.Chunk(5000).ToArray();
            await client.SendAsync([.. pieces.Select((piece, i) => RawFrames.Transfer(id, piece, more: i < pieces.Length - 1))]);
            var state = (await client.ReadAsync<Dispose>()).State;
            Assert.True(payload.Length > DoorSettings.LargestBody ? state is Rejected : state is Accepted, $"{payload.Length}: {state}");
        }
    }

    [Theory]
    [InlineData("detached", "begun and not ended")]
    [InlineData("replaced", "begun before the one before it was ended")]
    [InlineData("links", "begun and not ended")]
    [InlineData("aborted", "an aborted delivery")]
    [InlineData("nameless", "without a delivery-id")]
    [InlineData("unattached", "isn't attached")]
    [InlineData("state", "without its payload")]
    public async Task Deliveries_begun_and_left_end_the_connection(string how, string why)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var hostile = await door.ProvenAsync();
        Func<int, byte[][]> frames = how switch
        {
            "detached" => i => [i > 0 ? RawFrames.Frame(new Detach { Handle = 0, Closed = true }) : [], Attach(0), RawFrames.Transfer((uint)i, [1], more: true)],
            "replaced" => i => i == 0 ? [Attach(0)] : [RawFrames.Transfer((uint)i, [1], more: true)],
            "links" => i => [Attach((uint)i), RawFrames.Transfer((uint)i, [1], handle: (uint)i, more: true)],
            "aborted" => i => i == 0 ? [Attach(0)] : [RawFrames.Frame(new Transfer { Handle = 0, DeliveryId = 1, DeliveryTag = [1], Aborted = true })],
            "nameless" => i => i == 0 ? [Attach(0)] : [RawFrames.Frame(new Transfer { Handle = 0 }, [1])],
            "state" => i => i == 0 ? [Attach(0)] : [RawFrames.Frame(new Transfer { Handle = 0, DeliveryId = 1, DeliveryTag = new byte[5000] }, [1])],
            _ => i => i == 0 ? [] : [RawFrames.Transfer(0, [1], handle: 7)],
        };
        // No more than it takes: what is unread when the door hangs up would take its last words away.
        await hostile.SendAsync([.. Enumerable.Range(0, how switch { "detached" or "links" => 17, "replaced" => 3, _ => 2 }).SelectMany(frames)]);
        Assert.Contains(why, (await hostile.ReadToEndAsync())!.Description, StringComparison.Ordinal);
        Assert.Empty(await door.HeldAsync());
        await door.AssertConnectionsAsync(0);
    }

    private static byte[] Attach(uint handle) => RawFrames.Frame(RawFrames.Sending(handle, AmqpDoorUnderTest.Queue));
}
