using System.Diagnostics;
using System.Net.Sockets;
using Amqp.Framing;
using HousingFirst.Local.Doors.Amqp;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>Silent and slow clients, and many of them: each costs its own time and nobody else's.</summary>
public sealed class AmqpSilenceTests
{
    [Fact]
    public async Task A_frame_begun_and_not_ended_ends_the_connection_and_says_why()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync(AmqpDoorUnderTest.Short);
        using var slow = await door.ProvenAsync();
        await slow.SendAsync([0, 0, 1, 0, 2]);
        await door.AssertServesAsync();
        Assert.Contains("a frame begun was not ended in time", (await slow.ReadToEndAsync())!.Description, StringComparison.Ordinal);
        await door.AssertConnectionsAsync(0);
    }

    [Fact]
    public async Task A_frame_that_drips_in_time_is_a_frame()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var slow = await door.ProvenAsync();
        await slow.AttachAsync();
        foreach (var drop in RawFrames.Transfer(0, RawFrames.Encoded("dripped"))) await slow.SendAsync([drop]);
        Assert.IsType<Accepted>((await slow.ReadAsync<Dispose>()).State);
        Assert.Equal(["dripped"], await door.HeldAsync());
    }

    [Fact]
    public async Task Who_opens_and_proves_nobody_is_let_go_after_its_time_and_who_is_proven_stays()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync(AmqpDoorUnderTest.Short);
        using var proven = await door.ProvenAsync();
        using var stranger = await door.ConnectAsync();
        await stranger.OpenAsync();
        Assert.Contains("nobody was proven in time", (await stranger.ReadToEndAsync())!.Description, StringComparison.Ordinal);
        await proven.AttachAsync();
        Assert.IsType<Accepted>(await proven.TransferAsync(0, RawFrames.Encoded("patient")));
        Assert.Equal(1, door.Door.Connections);
    }

    [Fact]
    public async Task A_client_that_sends_and_never_reads_is_not_read_from_for_long_and_then_let_go()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync(new AmqpLimits { Write = TimeSpan.FromSeconds(1.5) });
        using var deaf = await door.ProvenAsync();
        var most = 0L;
        // Each attach of a name this long is answered with the same name.
        var attach = RawFrames.Frame(RawFrames.Sending(0, AmqpDoorUnderTest.Queue, new string('n', 8000)));
        var detach = RawFrames.Frame(new Detach { Handle = 0, Closed = true });
        var all = await deaf.FloodAsync(
            i =>
            {
                if (i % 100 == 0) most = Math.Max(most, LibraryState.Bytes(door.Door));
                return i % 2 == 0 ? attach : detach;
            },
            100_000, TimeSpan.FromSeconds(8));
        Assert.False(all);
        await door.AssertServesAsync();
        await door.AssertConnectionsAsync(0);
        Assert.InRange(most, 0, 1024 * 1024);
    }

    [Fact]
    public async Task A_thousand_idle_connections_leave_a_good_client_its_place()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        var idle = new List<RawAmqpClient>();
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                var client = await door.ConnectAsync();
                idle.Add(client);
                if (i % 3 > 0) await client.SendAsync(i % 3 == 1 ? RawAmqpClient.SaslHeader : RawAmqpClient.Header);
            }

            var since = Stopwatch.GetTimestamp();
            await door.AssertServesAsync();
            Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(5));
            // The good client's own is closed a moment after it has said goodbye.
            for (var i = 0; i < 500 && door.Door.Connections > 1000; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
            Assert.Equal(1000, door.Door.Connections);
        }
        finally
        {
            foreach (var client in idle) client.Dispose();
        }

        await door.AssertConnectionsAsync(0);
    }

    [Fact]
    public async Task A_flood_of_strangers_keeps_nobody_out()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync(new AmqpLimits { Connections = 5 });
        using var good = await door.ProvenAsync();
        await good.AttachAsync();
        var flood = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StrangerAsync(door)));
        await door.AssertServesAsync();
        Assert.InRange(door.Door.Connections, 1, 5);
        Assert.IsType<Accepted>(await good.TransferAsync(0, RawFrames.Encoded("still here")));
        foreach (var client in flood) client?.Dispose();
        await door.AssertConnectionsAsync(1);
        await door.AssertServesAsync();
    }

    /// <summary>One of a flood; null where it was let go before it was quite there.</summary>
    private static async Task<RawAmqpClient?> StrangerAsync(AmqpDoorUnderTest door)
    {
        try
        {
            return await door.ConnectAsync();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    [Fact]
    public async Task Where_everyone_is_proven_one_more_is_closed_and_the_others_live_on()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync(new AmqpLimits { Connections = 2 });
        using var first = await door.ProvenAsync();
        using var second = await door.ProvenAsync();
        using var third = await door.ConnectAsync();
        Assert.Empty(await third.ReadAsync(1));
        await first.AttachAsync();
        Assert.IsType<Accepted>(await first.TransferAsync(0, RawFrames.Encoded("still here")));
    }

    [Fact]
    public async Task Clients_that_hang_up_in_the_middle_of_everything_leave_nothing_behind()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        var attach = RawFrames.Frame(RawFrames.Sending(0, AmqpDoorUnderTest.Queue));
        var message = RawFrames.Transfer(0, RawFrames.Encoded("left"));
        var whole = attach.Concat(message).ToArray();
        foreach (var cut in Enumerable.Range(0, 24).Select(i => whole.Length * i / 24))
        {
            using var leaving = await door.ProvenAsync();
            await leaving.SendAsync(whole[..cut]);
            if (cut % 2 == 0) leaving.Reset();
        }

        await door.AssertConnectionsAsync(0);
        Assert.Empty(await door.HeldAsync());
        await door.AssertServesAsync();
    }

    [Fact]
    public async Task A_door_closes_in_time_with_clients_in_every_state()
    {
        var door = await AmqpDoorUnderTest.StartAsync();
        using var silent = await door.ConnectAsync();
        using var half = await door.ConnectAsync();
        await half.SendAsync([.. RawAmqpClient.Header, 0, 0]);
        var proven = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => door.ProvenAsync()));
        await proven[0].AttachAsync();
        var since = Stopwatch.GetTimestamp();
        await Task.Run(async () => await door.DisposeAsync(), TestContext.Current.CancellationToken).WaitAsync(RawAmqpClient.Patience, TestContext.Current.CancellationToken);
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await silent.DrainAsync();
        foreach (var client in proven)
        {
            await client.DrainAsync();
            client.Dispose();
        }
    }
}
