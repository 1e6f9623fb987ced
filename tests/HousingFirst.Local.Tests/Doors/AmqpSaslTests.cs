using System.Text;
using Amqp.Framing;
using Amqp.Sasl;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

public sealed class AmqpSaslTests
{
    [Theory]
    [InlineData("")]
    [InlineData("AMQ")]
    [InlineData("AMQP\u0003\u0001\0\0")]
    [InlineData("AMQP\0\u0001\0\0")]
    public async Task A_client_that_falls_silent_is_let_go_and_holds_up_nobody(string sent)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync(AmqpDoorUnderTest.Short);
        using var silent = await door.ConnectAsync();
        await silent.SendAsync(Encoding.Latin1.GetBytes(sent));
        await door.AssertServesAsync();
        await silent.DrainAsync();
        await door.AssertConnectionsAsync(0);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003")]
    [InlineData("AMQP\u0003\u0001\0\u0001")]
    [InlineData("AMQP\u0002\u0001\0\0")]
    public async Task Another_protocol_is_answered_with_the_header_that_would_be_right(string sent)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var stranger = await door.ConnectAsync();
        await stranger.SendAsync(Encoding.Latin1.GetBytes(sent));
        Assert.Equal(RawAmqpClient.SaslHeader, await stranger.ReadAsync(64));
        await door.AssertConnectionsAsync(0);
    }

    [Theory]
    [InlineData("PLAIN", "\0prairie-hospital\0wrong")]
    [InlineData("PLAIN", "\0nobody\0wrong")]
    [InlineData("PLAIN", "\0\0")]
    [InlineData("PLAIN", "prairie-hospital")]
    [InlineData("PLAIN", "\0prairie-hospital\0a\0b")]
    [InlineData("PLAIN", null)]
    [InlineData("SCRAM-SHA-256", "n,,n=user")]
    [InlineData("", "")]
    public async Task Whoever_is_not_proven_is_told_so_and_let_go(string mechanism, string? response)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var stranger = await door.ConnectAsync();
        var outcome = await stranger.SaslAsync(new SaslInit { Mechanism = mechanism, InitialResponse = response is null ? null : Encoding.UTF8.GetBytes(response) });
        Assert.Equal(SaslCode.Auth, outcome.Code);
        Assert.Empty(await stranger.ReadAsync(1));
        await door.AssertConnectionsAsync(0);
    }

    /// <summary>What the library's decoder meets with exceptions of every kind.</summary>
    [Theory]
    [InlineData("00")]
    [InlineData("005341c0 03 01 5201")]
    [InlineData("005341c0 02 01 40")]
    [InlineData("005341c0 08 04 a30141 4040 a00101")]
    [InlineData("c1 09 04 5201 5201 5201 5201")]
    [InlineData("c1 03 01 5201")]
    [InlineData("005310c0 01 00")]
    [InlineData("0040 5201")]
    [InlineData("f0 0000000a 7fffffff 43")]
    [InlineData("83 ffffffffffffffff")]
    [InlineData("005341c1 09 04 5201 5201 5201 5201")]
    public async Task Garbage_for_an_init_is_refused_and_leaves_nothing_behind(string body)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var stranger = await door.ConnectAsync();
        await stranger.SendAsync(RawAmqpClient.SaslHeader, RawFrames.Frame(Convert.FromHexString(body.Replace(" ", "", StringComparison.Ordinal)), type: 1));
        await stranger.ReadAsync(8);
        await stranger.ReadAsync<SaslMechanisms>();
        Assert.Equal(SaslCode.Auth, (await stranger.ReadAsync<SaslOutcome>()).Code);
        Assert.Empty(await stranger.ReadAsync(1));
        await door.AssertConnectionsAsync(0);
    }

    [Theory]
    [InlineData("ANONYMOUS")]
    [InlineData("MSSBCBS")]
    [InlineData(null)]
    public async Task Without_a_key_or_a_token_a_link_is_refused_in_words(string? mechanism)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var stranger = await door.ConnectAsync();
        if (mechanism is not null) Assert.Equal(SaslCode.Ok, (await stranger.SaslAsync(new SaslInit { Mechanism = mechanism })).Code);
        await stranger.OpenAsync();
        await stranger.BeginAsync();
        await stranger.SendAsync(RawFrames.Sending(0, AmqpDoorUnderTest.Queue));
        Assert.Null((await stranger.ReadAsync<Attach>()).Target);
        var error = (await stranger.ReadAsync<Detach>()).Error;
        Assert.Equal("amqp:unauthorized-access", error.Condition);
        Assert.Contains("put a token to `$cbs`", error.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_is_made_known_to_the_library_is_forgotten()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        for (var i = 0; i < 200; i++)
        {
            using var leaving = await door.ConnectAsync();
            await leaving.SendAsync(RawAmqpClient.Header);
            leaving.Reset();
        }

        await door.AssertConnectionsAsync(0);
        await door.AssertServesAsync();
    }
}
