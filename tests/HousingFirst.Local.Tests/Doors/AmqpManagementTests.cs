using Amqp;
using Amqp.Framing;
using Amqp.Types;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.Storage;
using NodaTime;
using Xunit;
using static HousingFirst.Local.Tests.Doors.AmqpReceiver;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>What <c>{queue}/$management</c> answers.</summary>
public sealed class AmqpManagementTests
{
    private const string Management = River + "/$management";

    [Fact]
    public async Task A_lock_is_renewed_and_the_message_settled_without_the_link_that_received()
    {
        await using var river = await StartAsync();
        await river.Door.PutAsync("one", "n-1");
        var link = river.Asking(1);
        var token = new Guid((await NextAsync(link)).DeliveryTag);
        await link.CloseAsync();
        river.Door.Clock.Advance(Duration.FromSeconds(50));

        var renewed = await river.AskAsync(Management, "com.microsoft:renew-lock", new Map { ["lock-tokens"] = new[] { token } });
        Assert.Equal(200, renewed.ApplicationProperties["statusCode"]);
        var until = Assert.Single((DateTime[])((Map)renewed.Body)["expirations"]);
        Assert.Equal((river.Door.Clock.GetCurrentInstant() + Duration.FromSeconds(60)).ToDateTimeUtc(), until);

        river.Door.Clock.Advance(Duration.FromSeconds(50));
        var settle = new Map { ["lock-tokens"] = new[] { token }, ["disposition-status"] = "completed" };
        Assert.Equal(200, (await river.AskAsync(Management, "com.microsoft:update-disposition", settle)).ApplicationProperties["statusCode"]);
        Assert.Empty(await river.Door.HeldAsync(River));
        Assert.Equal([("river-icm", "n-1")], river.Door.Fetched.Told);

        foreach (var operation in new[] { "com.microsoft:update-disposition", "com.microsoft:renew-lock" })
        {
            var lost = await river.AskAsync(Management, operation, settle);
            Assert.Equal((410, Conditions.LockLost), (lost.ApplicationProperties["statusCode"], lost.ApplicationProperties["errorCondition"]));
        }
    }

    [Fact]
    public async Task Peeking_takes_nothing_and_ends_with_204()
    {
        await using var river = await StartAsync();
        var first = Assert.Single(await river.Door.PutAsync("one"));
        var second = Assert.Single(await river.Door.PutAsync("two"));
        await NextAsync(river.Asking(1));
        Map From(long sequence) => new() { ["from-sequence-number"] = sequence, ["message-count"] = 10 };

        var peeked = await river.AskAsync(Management, "com.microsoft:peek-message", From(first));
        var bodies = ((List)((Map)peeked.Body)["messages"]).Cast<Map>().Select(m => (byte[])m["message"]).Select(b => Text(Message.Decode(new ByteBuffer(b, 0, b.Length, b.Length))));
        Assert.Equal(["one", "two"], bodies);
        Assert.Equal(204, (await river.AskAsync(Management, "com.microsoft:peek-message", From(second + 1))).ApplicationProperties["statusCode"]);
        Assert.Equal([1, 0], (await river.Door.HeldAsync(River)).Select(m => m.DeliveryCount));
    }

    [Theory]
    [InlineData("com.microsoft:receive-by-sequence-number", 501)]
    [InlineData("com.microsoft:renew-lock", 400)]
    [InlineData("com.microsoft:update-disposition", 400)]
    [InlineData("com.microsoft:peek-message", 400)]
    [InlineData("com.microsoft:schedule-message", 401)]
    public async Task What_management_cannot_do_is_answered_in_words(string operation, int code)
    {
        await using var river = await StartAsync();
        var answer = await river.AskAsync(Management, operation, new Map());
        Assert.Equal(code, answer.ApplicationProperties["statusCode"]);
        Assert.Matches("^[A-Z][A-Za-z]+: .{20}", (string)answer.ApplicationProperties["statusDescription"]);
    }

    [Fact]
    public async Task A_message_is_scheduled_where_the_agency_may_send()
    {
        await using var river = await StartAsync();
        var later = (river.Door.Clock.GetCurrentInstant() + Duration.FromHours(1)).ToDateTimeUtc();
        var encoded = new Message
        {
            BodySection = new Data { Binary = [1] },
            MessageAnnotations = new MessageAnnotations { [new Symbol("x-opt-scheduled-enqueue-time")] = later },
        }.Encode();
        var entry = new Map { ["message-id"] = "x", ["message"] = encoded.Buffer.AsSpan(encoded.Offset, encoded.Length).ToArray() };
        var answer = await river.AskAsync("client-changes/$management", "com.microsoft:schedule-message", new Map { ["messages"] = new List { entry } });
        Assert.Equal(200, answer.ApplicationProperties["statusCode"]);
        var held = Assert.Single(await river.Door.HeldAsync("client-changes"));
        Assert.Equal((MessageState.Scheduled, held.Sequence), (held.State, Assert.Single((long[])((Map)answer.Body)["sequence-numbers"])));
    }
}
