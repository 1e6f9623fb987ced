using Amqp;
using Amqp.Framing;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Amqp;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>Messages that can't be kept: each is refused with words that say what to do, nothing of it is kept, and its link lives.</summary>
public sealed class AmqpMessageTests
{
    private const uint Batch = 0x80013700;

    [Theory]
    [InlineData("")]
    [InlineData("ff")]
    [InlineData("005375a0ff01")]
    [InlineData("00537540")]
    [InlineData("005375a00101 00537540")]
    [InlineData("00537240 005375a00101")]
    [InlineData("00537440 005375a00101")]
    [InlineData("005374c10904520152015201 5201 005375a00101")]
    [InlineData("005377c10904520152015201 5201")]
    [InlineData("00531045 005375a00101")]
    [InlineData("005370c00201a101 005375a00101")]
    [InlineData("83000000000000000a")]
    [InlineData("0053770053751045")]
    public async Task Garbage_is_refused_and_the_link_lives(string payload)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await door.ProvenAsync();
        await client.AttachAsync();
        var garbage = Convert.FromHexString(payload.Replace(" ", "", StringComparison.Ordinal));
        Refused(await client.TransferAsync(0, garbage), "amqp:decode-error", "com.microsoft:argument-error");
        // In a batch the whole is refused for it, for good: a client that was told to try again would do so for ever.
        Refused(await client.TransferAsync(1, Encoded(RawFrames.Encoded("one"), garbage), format: Batch), "amqp:decode-error", "com.microsoft:argument-error");
        Assert.IsType<Accepted>(await client.TransferAsync(2, RawFrames.Encoded("after")));
        Assert.Equal(["after"], await door.HeldAsync());
    }

    [Fact]
    public async Task A_batch_in_a_batch_is_no_batch_and_a_batch_of_nothing_is_refused()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await door.ProvenAsync();
        await client.AttachAsync();
        var inner = Encoded(RawFrames.Encoded("one"), RawFrames.Encoded("two"));
        Assert.IsType<Accepted>(await client.TransferAsync(0, Encoded(inner), format: Batch));
        var kept = Assert.Single(await door.HeldAsync());
        Assert.Contains("one", kept, StringComparison.Ordinal);
        Refused(await client.TransferAsync(1, RawFrames.Encoded(new Message { Properties = new Properties { Subject = "none" } }), format: Batch), "com.microsoft:argument-error");
        Refused(await client.TransferAsync(2, RawFrames.Encoded("x"), format: 7), "amqp:not-implemented");
        Assert.Single(await door.HeldAsync());
    }

    [Fact]
    public async Task A_property_of_half_a_character_is_kept_as_what_it_is_not()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await door.ProvenAsync();
        await client.AttachAsync();
        byte[] half = [0x00, 0x53, 0x74, 0xc1, 10, 2, 0xa1, 2, (byte)'h', (byte)'c', 0x73, 0x00, 0x00, 0xd8, 0x00, .. RawFrames.Encoded("char")];
        Assert.IsType<Accepted>(await client.TransferAsync(0, half));
        Assert.Equal(["char"], await door.HeldAsync());
    }

    [Fact]
    public async Task Too_many_messages_a_minute_are_refused_as_busy_and_the_next_minute_kept()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync(settings: new DoorSettings { MessagesPerMinute = 2 });
        using var client = await door.ProvenAsync();
        await client.AttachAsync();
        for (uint i = 0; i < 2; i++) Assert.IsType<Accepted>(await client.TransferAsync(i, RawFrames.Encoded("early")));
        Refused(await client.TransferAsync(2, RawFrames.Encoded("late")), "com.microsoft:server-busy");
        Assert.Equal(["early", "early"], await door.HeldAsync());
        door.Hub.Clock.AdvanceMinutes(2);
        Assert.IsType<Accepted>(await client.TransferAsync(3, RawFrames.Encoded("late")));
        Assert.Equal(["early", "early", "late"], await door.HeldAsync());
    }

    [Fact]
    public async Task A_database_that_another_holds_makes_the_door_busy_and_the_same_message_is_kept_later()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await door.ProvenAsync();
        await client.AttachAsync();
        using (await HubLock.TakeAsync(door.Hub.DatabaseFile)) Refused(await client.TransferAsync(0, RawFrames.Encoded("held up")), "com.microsoft:server-busy");
        Assert.Empty(await door.HeldAsync());
        Assert.IsType<Accepted>(await client.TransferAsync(1, RawFrames.Encoded("held up")));
        Assert.Equal(["held up"], await door.HeldAsync());
    }

    /// <summary>Messages as large as may be are counted too.</summary>
    [Fact]
    public async Task Bytes_in_work_over_the_limit_are_refused_as_busy()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync(new AmqpLimits { BytesInWork = 2 * DoorSettings.LargestBody });
        using var client = await door.ProvenAsync();
        await client.AttachAsync();
        var payload = RawFrames.Encoded(new string('x', DoorSettings.LargestBody - 8));
        Assert.Equal(DoorSettings.LargestBody, payload.Length);
        using (await HubLock.TakeAsync(door.Hub.DatabaseFile))
        {
            foreach (var id in Enumerable.Range(0, 6))
            {
                var pieces = payload.Chunk(60_000).ToArray();
                await client.SendAsync([.. pieces.Select((piece, i) => RawFrames.Transfer((uint)id, piece, more: i < pieces.Length - 1))]);
            }

            var busy = 0;
            for (var i = 0; i < 6; i++)
            {
                var error = Assert.IsType<Rejected>((await client.ReadAsync<Dispose>()).State).Error;
                if (error.Description.Contains("not on disk yet", StringComparison.Ordinal)) busy++;
            }

            Assert.InRange(busy, 1, 6);
        }

        Assert.IsType<Accepted>(await client.TransferAsync(9, RawFrames.Encoded("after")));
    }

    private static void Refused(DeliveryState state, params string[] conditions) =>
        Assert.Contains(Assert.IsType<Rejected>(state).Error.Condition.ToString(), conditions);

    private static byte[] Encoded(params byte[][] parts)
    {
        var list = new DataList();
        foreach (var part in parts) list.Add(new Data { Binary = part });
        return RawFrames.Encoded(new Message { BodySection = list });
    }
}
