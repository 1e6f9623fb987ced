using Amqp;
using Amqp.Framing;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary><c>$cbs</c>, which any stranger may ask.</summary>
public sealed class AmqpTokenTests
{
    [Fact]
    public async Task When_a_token_ends_its_open_link_is_refused_in_words_and_a_new_token_opens_it_again()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await AskingAsync(door);
        Assert.Equal(202, await PutAsync(client, 0, Token(door, AmqpDoorUnderTest.Queue, minutes: 5)));
        await client.AttachAsync(2);
        Assert.IsType<Accepted>(await client.TransferAsync(1, RawFrames.Encoded("in time"), handle: 2));
        door.Hub.Clock.AdvanceMinutes(6);
        var error = Assert.IsType<Rejected>(await client.TransferAsync(2, RawFrames.Encoded("too late"), handle: 2)).Error;
        Assert.Equal("amqp:unauthorized-access", error.Condition);
        Assert.StartsWith("ExpiredToken", error.Description, StringComparison.Ordinal);
        Assert.Equal(202, await PutAsync(client, 3, Token(door, AmqpDoorUnderTest.Queue, minutes: 5)));
        Assert.IsType<Accepted>(await client.TransferAsync(4, RawFrames.Encoded("again"), handle: 2));
        Assert.Equal(["in time", "again"], await door.HeldAsync());
    }

    [Fact]
    public async Task More_tokens_than_a_connection_may_hold_are_refused_and_those_it_has_stay()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await AskingAsync(door);
        for (uint i = 0; i < 64; i++) Assert.Equal(202, await PutAsync(client, i, Token(door, $"client-changes/{i}")));
        Assert.Equal(401, await PutAsync(client, 64, Token(door, AmqpDoorUnderTest.Queue)));
        Assert.Equal(202, await PutAsync(client, 65, Token(door, "client-changes/7")));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("SharedAccessSignature sr=%zz&sig=a&se=99999999999999999999&skn=%00")]
    [InlineData("SharedAccessSignature &&==&=&")]
    [InlineData("SharedAccessSignature sr=http%3A%2F%2Fx%2F&sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D&se=1&skn=%F0%9F")]
    public async Task A_token_that_proves_nobody_is_answered_401(string token)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await AskingAsync(door);
        Assert.Equal(401, await PutAsync(client, 0, token));
        Assert.Equal(202, await PutAsync(client, 1, Token(door, AmqpDoorUnderTest.Queue)));
    }

    /// <summary>A request that can't be read is settled as well: the session remembers it otherwise.</summary>
    [Fact]
    public async Task A_request_that_cannot_be_answered_is_rejected()
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var client = await AskingAsync(door);
        byte[] flag = [0x00, 0x53, 0x73, 0xc0, 2, 1, 0x41, .. RawFrames.Encoded("x")];
        Assert.IsType<Rejected>(await client.TransferAsync(0, flag));
        var endless = new Message { Properties = new Properties { MessageId = new string('i', 40_000) } };
        Assert.IsType<Rejected>(await client.TransferAsync(1, RawFrames.Encoded(endless)));
        Assert.Equal(202, await PutAsync(client, 2, Token(door, AmqpDoorUnderTest.Queue)));
    }

    /// <summary>The library holds what it can't send, and what isn't settled, without limit.</summary>
    [Theory]
    [InlineData(0u, SenderSettleMode.Settled)]
    [InlineData(0u, SenderSettleMode.Mixed)]
    [InlineData(1_000_000u, SenderSettleMode.Mixed)]
    public async Task Answers_that_are_never_settled_or_never_let_through_are_not_kept(uint window, SenderSettleMode mode)
    {
        await using var door = await AmqpDoorUnderTest.StartAsync();
        using var hostile = await AskingAsync(door, window, mode);
        var request = RawFrames.Encoded(new Message { Properties = new Properties { MessageId = new string('i', 250) } });
        var replies = 0;
        for (uint i = 0; i < 2000; i++)
        {
            await hostile.SendAsync(RawFrames.Transfer(i, request));
            while (await hostile.ReadFrameAsync() is var frame && frame is not Dispose) replies += frame is Transfer ? 1 : 0;
        }

        Assert.InRange(replies, window == 0 ? 0 : 60, 64);
        door.AssertRemembers(64 * 1024);
    }

    private static string Token(AmqpDoorUnderTest door, string path, int minutes = 60) => door.Hub.Token(
        AmqpDoorUnderTest.Agency, resource: $"amqp://127.0.0.1/{path}", expires: door.Hub.Clock.GetCurrentInstant() + Duration.FromMinutes(minutes));

    /// <summary>Nobody yet, with the pair of links to ask on.</summary>
    private static async Task<RawAmqpClient> AskingAsync(AmqpDoorUnderTest door, uint window = 2048, SenderSettleMode mode = SenderSettleMode.Mixed)
    {
        var client = await door.ConnectAsync();
        await client.OpenAsync();
        await client.BeginAsync(window);
        await client.AttachAsync(0, "$cbs");
        await client.SendAsync(new Attach
        {
            LinkName = "replies",
            Handle = 1,
            Role = true,
            SndSettleMode = mode,
            Source = new Source { Address = "$cbs" },
            Target = new Target { Address = "me" },
        });
        await client.ReadAsync<Attach>();
        await client.SendAsync(new Flow { Handle = 1, LinkCredit = 1_000_000, DeliveryCount = 0, IncomingWindow = window, NextIncomingId = 0, OutgoingWindow = 2048, NextOutgoingId = 0 });
        return client;
    }

    private static async Task<int> PutAsync(RawAmqpClient client, uint id, string token)
    {
        var request = new Message
        {
            Properties = new Properties { MessageId = $"m{id}", ReplyTo = "me" },
            ApplicationProperties = new ApplicationProperties { ["operation"] = "put-token", ["type"] = "servicebus.windows.net:sastoken", ["name"] = "amqp://127.0.0.1/x" },
            BodySection = new AmqpValue { Value = token },
        };
        await client.SendAsync(RawFrames.Transfer(id, RawFrames.Encoded(request)));
        var (reply, payload) = await client.ReadTransferAsync();
        await client.SendAsync(new Dispose { Role = true, First = reply.DeliveryId, Settled = true, State = new Accepted() });
        var answer = Message.Decode(new ByteBuffer(payload, 0, payload.Length, payload.Length));
        Assert.Equal($"m{id}", answer.Properties.CorrelationId);
        return (int)answer.ApplicationProperties["status-code"];
    }
}
