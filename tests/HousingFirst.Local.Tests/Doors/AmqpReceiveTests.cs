using System.Diagnostics;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.Storage;
using NodaTime;
using Xunit;
using static HousingFirst.Local.Tests.Doors.AmqpReceiver;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>What a receiving link gives, when, and to whom. The SDKs' side of it is in <see cref="AmqpClientsTests"/>.</summary>
public sealed class AmqpReceiveTests
{
    [Fact]
    public async Task A_message_comes_locked_with_all_that_service_bus_says_of_it()
    {
        await using var river = await StartAsync();
        var sequence = Assert.Single(await river.Door.PutAsync("one", "n-1"));
        var link = river.Asking(1);

        var message = await NextAsync(link);

        Assert.Equal("one", Text(message));
        Assert.Equal("m-one", message.Properties.MessageId);
        Assert.Equal("application/cloudevents+json; charset=utf-8", (string)message.Properties.ContentType);
        Assert.Equal("n-1", message.ApplicationProperties["hf-notice"]);
        Assert.Equal((0u, (uint)Duration.FromDays(14).TotalMilliseconds), (message.Header.DeliveryCount, message.Header.Ttl));
        var now = river.Door.Clock.GetCurrentInstant();
        Assert.Equal(sequence, message.MessageAnnotations[new Symbol("x-opt-sequence-number")]);
        Assert.Equal(now.ToDateTimeUtc(), message.MessageAnnotations[new Symbol("x-opt-enqueued-time")]);
        Assert.Equal((now + Duration.FromSeconds(60)).ToDateTimeUtc(), message.MessageAnnotations[new Symbol("x-opt-locked-until")]);
        var token = new Guid(message.DeliveryTag);
        Assert.NotNull(await river.Door.Queues.FindLockedAsync(River, "m-one", token, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_waiting_receiver_gets_a_message_however_large_as_soon_as_it_is_sent()
    {
        await using var river = await StartAsync();
        var link = river.Asking(1);
        await NoneAsync(link);
        var large = new byte[200 * 1024];
        await river.Door.Queues.SendAsync(River, [new NewMessage(large)], TestContext.Current.CancellationToken);
        var start = Stopwatch.GetTimestamp();
        Assert.Equal(large, (byte[])(await NextAsync(link)).Body);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task No_more_is_locked_than_was_asked_for()
    {
        await using var river = await StartAsync();
        for (var i = 0; i < 5; i++) await river.Door.PutAsync($"{i}");
        var link = river.Asking(2);
        Assert.Equal(["0", "1"], [Text(await NextAsync(link)), Text(await NextAsync(link))]);
        await NoneAsync(link);
        Assert.Equal(3, (await river.Door.HeldAsync(River)).Count(m => m.State == MessageState.Ready));
        link.SetCredit(1, CreditMode.Manual);
        Assert.Equal("2", Text(await NextAsync(link)));
        await NoneAsync(link);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_drain_is_answered_once_what_is_there_has_been_sent(int waiting)
    {
        await using var river = await StartAsync();
        var link = river.Asking(10);
        await NoneAsync(link);
        for (var i = 0; i < waiting; i++) await river.Door.PutAsync($"{i}");
        for (var i = 0; i < waiting; i++) Assert.Equal($"{i}", Text(await NextAsync(link)));

        link.SetCredit(10 - waiting, CreditMode.Drain);
        for (var i = 0; i < 200 && IsDraining(link); i++) await Task.Delay(10, TestContext.Current.CancellationToken);

        Assert.False(IsDraining(link));
        await river.Door.PutAsync("after");
        await NoneAsync(link);
        Assert.Equal(MessageState.Ready, (await river.Door.HeldAsync(River))[^1].State);
        link.SetCredit(1, CreditMode.Manual);
        Assert.Equal("after", Text(await NextAsync(link)));
    }

    [Fact]
    public async Task A_receiver_that_settles_nothing_gets_no_more_than_the_limit()
    {
        await using var river = await StartAsync(limits: new AmqpLimits { Unsettled = 3 });
        for (var i = 0; i < 5; i++) await river.Door.PutAsync($"{i}");
        var link = river.Asking(5);
        var first = await NextAsync(link);
        await NextAsync(link);
        await NextAsync(link);
        await NoneAsync(link);
        link.Accept(first);
        Assert.Equal("3", Text(await NextAsync(link)));
        await NoneAsync(link);
    }

    [Theory]
    [InlineData(SenderSettleMode.Settled, 32)]
    [InlineData(SenderSettleMode.Unsettled, 60)]
    public async Task A_client_that_asks_for_everything_and_lets_nothing_in_fills_no_memory(SenderSettleMode mode, int most)
    {
        await using var river = await StartAsync(limits: new AmqpLimits { Unsettled = 60 });
        for (var i = 0; i < 100; i++) await river.Door.PutAsync($"{i}");
        using var greedy = await RawAmqpClient.ConnectAsync(river.Amqp.Port);
        await greedy.OpenAsync("river-icm", DoorUnderTest.KeyOf("river-icm"));
        await greedy.BeginAsync(window: 1);
        await greedy.SendAsync(new Attach { LinkName = "all", Handle = 0, Role = true, SndSettleMode = mode, Source = new Source { Address = River }, Target = new Target() });
        await greedy.ReadAsync<Attach>();
        await greedy.SendAsync(new Flow { NextIncomingId = 0, IncomingWindow = 1, NextOutgoingId = 0, OutgoingWindow = 8, Handle = 0, DeliveryCount = 0, LinkCredit = 1_000_000 });
        await greedy.ReadTransferAsync();
        await Task.Delay(300, TestContext.Current.CancellationToken);

        Assert.InRange(100 - (await river.Door.HeldAsync(River)).Count(m => m.State == MessageState.Ready), 1, most);
    }

    [Fact]
    public async Task Two_receivers_share_a_queue_without_doubles()
    {
        await using var river = await StartAsync();
        for (var i = 0; i < 100; i++) await river.Door.PutAsync($"{i}");
        var links = new[] { river.Open(), river.Open(session: await river.ConnectAsync()) };
        var got = new List<string>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var link in links)
        {
            link.Start(20, (from, message) =>
            {
                lock (got)
                {
                    got.Add(Text(message));
                    if (got.Count == 100) all.TrySetResult();
                }

                from.Accept(message);
            });
        }

        await all.Task.WaitAsync(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
        await river.UntilAsync(River, held => held.Count == 0);
        Assert.Equal(100, got.Distinct().Count());
    }

    [Fact]
    public async Task What_a_client_left_unsettled_comes_again_when_its_lock_ends()
    {
        await using var river = await StartAsync();
        await river.Door.PutAsync("left");
        var other = await river.ConnectAsync();
        await NextAsync(river.Asking(1, session: other));
        await other.Connection.CloseAsync();

        var link = river.Asking(1);
        await NoneAsync(link);
        river.Door.Clock.Advance(Duration.FromSeconds(61));
        var again = await NextAsync(link);
        Assert.Equal(("left", 1u), (Text(again), again.Header.DeliveryCount));
    }

    [Fact]
    public async Task A_link_or_a_door_that_closed_locks_nothing_more()
    {
        await using var river = await StartAsync();
        var closed = river.Asking(10);
        var open = river.Asking(10);
        await NoneAsync(open);
        await closed.CloseAsync();
        var start = Stopwatch.GetTimestamp();
        river.Amqp.Dispose();
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await river.Door.PutAsync("later");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal((MessageState.Ready, 0), (await river.Door.HeldAsync(River)) is [var held] ? (held.State, held.DeliveryCount) : default);
    }

    [Theory]
    [InlineData("agency-coulee-act", Conditions.Unauthorized, "its own queue")]
    [InlineData("client-changes", Conditions.Unauthorized, "its own queue")]
    [InlineData("nowhere", Conditions.NotFound, "no such queue")]
    [InlineData("agency-coulee-act/$management", Conditions.Unauthorized, "its own queue")]
    public async Task Another_queue_is_refused_in_words(string address, string condition, string words)
    {
        await using var river = await StartAsync();
        var why = await ClosedAsync(river.Open(address));
        Assert.Equal(condition, (string)why.Condition);
        Assert.Contains(words, why.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_needed_and_the_link_ends_with_it()
    {
        await using var river = await StartAsync(anonymous: true);
        Assert.Equal(Conditions.Unauthorized, (string)(await ClosedAsync(river.Open())).Condition);
        var token = river.Door.Token(resource: $"sb://127.0.0.1/{River}");
        var put = await river.AskAsync("$cbs", "put-token", token, ("type", "servicebus.windows.net:sastoken"), ("name", River));
        Assert.Equal(202, put.ApplicationProperties["status-code"]);
        await river.Door.PutAsync("one");
        var link = river.Asking(1);
        link.Accept(await NextAsync(link));
        await river.UntilAsync(River, held => held.Count == 0);

        river.Door.Clock.Advance(Duration.FromHours(2));
        await river.Door.PutAsync("two");
        link.SetCredit(1, CreditMode.Manual);
        Assert.Contains("ExpiredToken", (await ClosedAsync(link)).Description, StringComparison.Ordinal);
        Assert.Equal(MessageState.Ready, Assert.Single(await river.Door.HeldAsync(River)).State);
    }
}
