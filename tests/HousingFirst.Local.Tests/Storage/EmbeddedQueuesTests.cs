using System.Text;
using HousingFirst.Hub.Queues;
using HousingFirst.Local.Storage;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Storage;

public sealed class EmbeddedQueuesTests : IAsyncDisposable
{
    private const string Queue = "client-changes";
    private const string DeadQueue = "client-changes/$deadletterqueue";
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly DataFolder folder = new();
    private readonly HubDatabase database;

    public EmbeddedQueuesTests() => database = folder.Open();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private EmbeddedQueues Queues => database.Queues;

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_received_message_is_whole_and_hidden_until_its_lock_ends()
    {
        var sent = await Queues.SendAsync(
            Queue,
            [New("body") with { MessageId = "m-1", ContentType = "application/json", Properties = new Dictionary<string, string> { ["hf-signature"] = "v1.é=" } }],
            Stop);

        var received = Assert.Single(await Queues.ReceiveAsync(Queue, 10, Minute, Stop));

        var message = received.Message;
        Assert.Equal((sent[0], "m-1", "application/json", 1), (message.Sequence, message.MessageId, message.ContentType, message.DeliveryCount));
        Assert.Equal("body", Encoding.UTF8.GetString(message.Body));
        Assert.Equal("v1.é=", message.Properties["hf-signature"]);
        Assert.Equal((DataFolder.Start, DataFolder.Start + Duration.FromDays(14)), (message.EnqueuedAt, message.ExpiresAt));
        Assert.Equal(DataFolder.Start + Minute, received.LockedUntil);
        Assert.Empty(await Queues.ReceiveAsync(Queue, 10, Minute, Stop));

        folder.Clock.Advance(Minute);
        var again = Assert.Single(await Queues.ReceiveAsync(Queue, 10, Minute, Stop));
        Assert.Equal(2, again.Message.DeliveryCount);
        Assert.NotEqual(received.LockToken, again.LockToken);
    }

    [Fact]
    public async Task Messages_come_in_the_order_they_were_sent_and_one_given_back_comes_first()
    {
        await Queues.SendAsync(Queue, [New("a"), New("b"), New("c")], Stop);
        var first = await ReceiveOneAsync();
        Assert.Equal(LockOutcome.Done, await Queues.AbandonAsync(Queue, first.Message.Sequence, first.LockToken, Stop));

        var all = await Queues.ReceiveAsync(Queue, 10, Minute, Stop);

        Assert.Equal(["a", "b", "c"], all.Select(message => Encoding.UTF8.GetString(message.Message.Body)));
        Assert.Equal([2, 1, 1], all.Select(message => message.Message.DeliveryCount));
    }

    [Fact]
    public async Task A_completed_message_is_gone_and_completing_again_says_the_lock_is_lost()
    {
        await Queues.SendAsync(Queue, [New("a")], Stop);
        var held = await ReceiveOneAsync();

        Assert.Equal(LockOutcome.Done, await Queues.CompleteAsync(Queue, held.Message.Sequence, held.LockToken, Stop));
        Assert.Equal(LockOutcome.Lost, await Queues.CompleteAsync(Queue, held.Message.Sequence, held.LockToken, Stop));
        Assert.Empty(await Queues.CountAsync(Stop));
    }

    [Fact]
    public async Task A_message_that_its_receiver_was_never_sent_counts_no_delivery_and_raises_no_dead_letter()
    {
        await Queues.SendAsync(Queue, [New("a")], Stop);
        for (var i = 0; i < 12; i++)
        {
            var held = await ReceiveOneAsync();
            Assert.Equal(1, held.Message.DeliveryCount);
            await Queues.UndeliverAsync(Queue, held.Message.Sequence, held.LockToken);
            Assert.Equal(LockOutcome.Lost, await Queues.CompleteAsync(Queue, held.Message.Sequence, held.LockToken, Stop));
        }
    }

    [Fact]
    public async Task A_lock_that_ended_settles_nothing()
    {
        await Queues.SendAsync(Queue, [New("a")], Stop);
        var held = await ReceiveOneAsync();
        folder.Clock.Advance(Minute);

        Assert.Equal(LockOutcome.Lost, await Queues.CompleteAsync(Queue, held.Message.Sequence, held.LockToken, Stop));
        Assert.Equal(LockOutcome.Lost, await Queues.AbandonAsync(Queue, held.Message.Sequence, held.LockToken, Stop));
        Assert.Equal(LockOutcome.Lost, await Queues.DeadLetterAsync(Queue, held.Message.Sequence, held.LockToken, "data.invalid", null, Stop));
        Assert.Null(await Queues.RenewAsync(Queue, held.Message.Sequence, held.LockToken, Minute, Stop));
        Assert.Single(await Queues.ReceiveAsync(Queue, 1, Minute, Stop));
    }

    [Fact]
    public async Task A_lock_settles_only_on_its_own_queue_with_its_own_token()
    {
        await Queues.SendAsync(Queue, [New("a")], Stop);
        var held = await ReceiveOneAsync();

        Assert.Equal(LockOutcome.Lost, await Queues.CompleteAsync("agency-clinic", held.Message.Sequence, held.LockToken, Stop));
        Assert.Equal(LockOutcome.Lost, await Queues.CompleteAsync(DeadQueue, held.Message.Sequence, held.LockToken, Stop));
        Assert.Equal(LockOutcome.Lost, await Queues.CompleteAsync(Queue, held.Message.Sequence, Guid.NewGuid(), Stop));
        Assert.Equal(LockOutcome.Done, await Queues.CompleteAsync(Queue, held.Message.Sequence, held.LockToken, Stop));
    }

    [Fact]
    public async Task A_renewed_lock_holds_from_the_renewal_on()
    {
        await Queues.SendAsync(Queue, [New("a")], Stop);
        var held = await ReceiveOneAsync();
        folder.Clock.Advance(Duration.FromSeconds(50));

        Assert.Equal(DataFolder.Start + Duration.FromSeconds(110), await Queues.RenewAsync(Queue, held.Message.Sequence, held.LockToken, Minute, Stop));
        folder.Clock.Advance(Duration.FromSeconds(50));
        Assert.Empty(await Queues.ReceiveAsync(Queue, 1, Minute, Stop));
        Assert.Equal(LockOutcome.Done, await Queues.CompleteAsync(Queue, held.Message.Sequence, held.LockToken, Stop));
    }

    [Fact]
    public async Task A_dead_letter_keeps_its_message_and_says_why_and_is_received_from_its_own_queue()
    {
        await Queues.SendAsync(Queue, [New("a") with { MessageId = "m-1" }], Stop);
        var held = await ReceiveOneAsync();
        await Queues.DeadLetterAsync(Queue, held.Message.Sequence, held.LockToken, "data.invalid", "data.change: unknown code", Stop);

        Assert.Empty(await Queues.ReceiveAsync(Queue, 1, Minute, Stop));
        Assert.Equal([new QueueCount(Queue, 0, 0, 1)], await Queues.CountAsync(Stop));
        var dead = Assert.Single(await Queues.ReceiveAsync("CLIENT-CHANGES/$DeadLetterQueue", 5, Minute, Stop));
        Assert.Equal((held.Message.Sequence, "m-1"), (dead.Message.Sequence, dead.Message.MessageId));
        Assert.Equal(new DeadLetterCause("data.invalid", "data.change: unknown code", DataFolder.Start), dead.Message.DeadLetter);
        Assert.Equal(LockOutcome.Done, await Queues.CompleteAsync(DeadQueue, dead.Message.Sequence, dead.LockToken, Stop));
        Assert.Empty(await Queues.CountAsync(Stop));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_the_tenth_delivery_a_message_is_a_dead_letter(bool abandon)
    {
        await Queues.SendAsync(Queue, [New("a")], Stop);
        for (var delivery = 1; delivery <= 10; delivery++)
        {
            var held = await ReceiveOneAsync();
            Assert.Equal(delivery, held.Message.DeliveryCount);
            if (abandon) await Queues.AbandonAsync(Queue, held.Message.Sequence, held.LockToken, Stop);
            else folder.Clock.Advance(Minute);
        }

        Assert.Empty(await Queues.ReceiveAsync(Queue, 1, Minute, Stop));
        var dead = Assert.Single(await Queues.BrowseAsync(DeadQueue, 0, 10, Stop));
        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetter!.Reason);
    }

    [Fact]
    public async Task A_message_nobody_read_for_fourteen_days_is_a_dead_letter_also_where_nobody_receives()
    {
        await Queues.SendAsync("agency-clinic", [New("a"), New("b") with { TimeToLive = Duration.FromDays(400) }], Stop);
        await Queues.SendAsync(Queue, [New("c") with { TimeToLive = Duration.FromHours(1) }], Stop);
        folder.Clock.Advance(Duration.FromDays(14) - Duration.FromMilliseconds(1));
        Assert.Equal(1, await Queues.SweepAsync(Stop));
        folder.Clock.Advance(Duration.FromMilliseconds(1));
        Assert.Equal(2, await Queues.SweepAsync(Stop));

        var dead = await Queues.BrowseDeadLettersAsync(0, 10, Stop);

        Assert.All(dead, message => Assert.Equal("TTLExpiredException", message.DeadLetter!.Reason));
        Assert.Equal(
            [("agency-clinic", "not read"), ("agency-clinic", "not read"), (Queue, "Nobody completed it within its time to live.")],
            dead.Select(message => (message.Address.Queue, message.DeadLetter!.Description!)));
    }

    [Fact]
    public async Task A_message_held_when_its_time_is_up_can_still_be_completed()
    {
        await Queues.SendAsync(Queue, [New("a") with { TimeToLive = Duration.FromSeconds(30) }], Stop);
        var held = await ReceiveOneAsync();
        folder.Clock.Advance(Duration.FromSeconds(45));

        Assert.Equal(0, await Queues.SweepAsync(Stop));
        Assert.Equal(LockOutcome.Done, await Queues.CompleteAsync(Queue, held.Message.Sequence, held.LockToken, Stop));
    }

    [Fact]
    public async Task A_scheduled_message_comes_at_its_time_and_lives_from_then()
    {
        var later = DataFolder.Start + Duration.FromHours(3);
        await Queues.SendAsync(Queue, [New("a") with { ScheduledFor = later }], Stop);

        Assert.Equal([new QueueCount(Queue, 0, 1, 0)], await Queues.CountAsync(Stop));
        Assert.Empty(await Queues.ReceiveAsync(Queue, 1, Minute, Stop));
        folder.Clock.Reset(later);
        var held = await ReceiveOneAsync();
        Assert.Equal((later, later + Duration.FromDays(14)), (held.Message.EnqueuedAt, held.Message.ExpiresAt));
    }

    [Fact]
    public async Task Browsing_reads_locked_and_scheduled_ones_too_and_locks_nothing()
    {
        var sequences = await Queues.SendAsync(
            Queue, [New("a"), New("b"), New("c") with { ScheduledFor = DataFolder.Start + Minute }, New("d")], Stop);
        await ReceiveOneAsync();

        var seen = await Queues.BrowseAsync(Queue, sequences[0], 3, Stop);

        Assert.Equal([MessageState.Locked, MessageState.Ready, MessageState.Scheduled], seen.Select(message => message.State));
        Assert.Equal(sequences[3], Assert.Single(await Queues.BrowseAsync(Queue, sequences[2] + 1, 3, Stop)).Sequence);
        Assert.Equal(0, seen[1].DeliveryCount);
    }

    [Fact]
    public async Task A_held_message_is_found_by_id_or_number_and_only_with_its_lock()
    {
        await Queues.SendAsync(Queue, [New("a") with { MessageId = "m-1", Properties = new Dictionary<string, string> { ["hf-notice"] = "n" } }], Stop);
        var held = await ReceiveOneAsync();

        Assert.Equal("n", (await Queues.FindLockedAsync(Queue, "m-1", held.LockToken, Stop))!.Message.Properties["hf-notice"]);
        Assert.Equal(held.LockedUntil, (await Queues.FindLockedAsync(Queue, $"{held.Message.Sequence}", held.LockToken, Stop))!.LockedUntil);
        Assert.Null(await Queues.FindLockedAsync(Queue, "m-2", held.LockToken, Stop));
        Assert.Null(await Queues.FindLockedAsync(Queue, "m-1", Guid.NewGuid(), Stop));
        Assert.Null(await Queues.FindLockedAsync("agency-clinic", "m-1", held.LockToken, Stop));
        folder.Clock.Advance(Minute);
        Assert.Null(await Queues.FindLockedAsync(Queue, "m-1", held.LockToken, Stop));
    }

    [Fact]
    public async Task A_replayed_dead_letter_is_a_new_message_and_a_discarded_one_is_gone()
    {
        await Queues.SendAsync(Queue, [New("a") with { MessageId = "old" }, New("b")], Stop);
        foreach (var held in await Queues.ReceiveAsync(Queue, 2, Minute, Stop))
            await Queues.DeadLetterAsync(Queue, held.Message.Sequence, held.LockToken, "hub.failed", null, Stop);
        var dead = await Queues.BrowseAsync(DeadQueue, 0, 10, Stop);

        var replayed = await Queues.ReplayAsync(Queue, dead[0].Sequence, "new", Stop);

        Assert.True(await Queues.DiscardAsync(Queue, dead[1].Sequence, Stop));
        Assert.False(await Queues.DiscardAsync(Queue, dead[1].Sequence, Stop));
        Assert.Null(await Queues.ReplayAsync(Queue, dead[0].Sequence, "newer", Stop));
        var message = (await ReceiveOneAsync()).Message;
        Assert.Equal((replayed, "new", 1), (message.Sequence, message.MessageId, message.DeliveryCount));
        Assert.True(replayed > dead[1].Sequence);
        Assert.Null(message.DeadLetter);
        Assert.Equal([new QueueCount(Queue, 1, 0, 0)], await Queues.CountAsync(Stop));
    }

    [Fact]
    public async Task The_hubs_message_is_not_sent_again_while_it_is_a_dead_letter_but_is_after_it_was_discarded()
    {
        OutgoingMessage[] notice = [new("agency-clinic", "n-1", new byte[] { 1 })];
        await Queues.SendAsync(notice, Stop);
        var held = Assert.Single(await Queues.ReceiveAsync("agency-clinic", 5, Minute, Stop));
        await Queues.DeadLetterAsync("agency-clinic", held.Message.Sequence, held.LockToken, "theirs", null, Stop);
        await Queues.SendAsync(notice, Stop);
        Assert.Equal([new QueueCount("agency-clinic", 0, 0, 1)], await Queues.CountAsync(Stop));

        await Queues.DiscardAsync("agency-clinic", held.Message.Sequence, Stop);
        await Queues.SendAsync(notice, Stop);
        Assert.Equal([new QueueCount("agency-clinic", 1, 0, 0)], await Queues.CountAsync(Stop));
    }

    [Fact]
    public async Task What_an_agency_took_is_remembered_for_a_day()
    {
        OutgoingMessage[] notice = [new("agency-clinic", "n-1", new byte[] { 1 })];
        await Queues.SendAsync(notice, Stop);
        var held = Assert.Single(await Queues.ReceiveAsync("agency-clinic", 5, Minute, Stop));
        await Queues.CompleteAsync("agency-clinic", held.Message.Sequence, held.LockToken, Stop);

        folder.Clock.Advance(Duration.FromHours(23));
        await Queues.SweepAsync(Stop);
        await Queues.SendAsync(notice, Stop);
        Assert.Empty(await Queues.CountAsync(Stop));

        folder.Clock.Advance(Duration.FromHours(1));
        await Queues.SweepAsync(Stop);
        await Queues.SendAsync(notice, Stop);
        Assert.Equal([new QueueCount("agency-clinic", 1, 0, 0)], await Queues.CountAsync(Stop));
    }

    [Fact]
    public async Task Concurrent_receivers_never_get_the_same_message()
    {
        await Queues.SendAsync(Queue, [.. Enumerable.Range(0, 200).Select(i => New($"{i}"))], Stop);

        var received = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Queues.ReceiveAsync(Queue, 10, Minute, Stop), Stop)));

        Assert.Equal(200, received.SelectMany(messages => messages).Select(message => message.Message.Sequence).Distinct().Count());
    }

    [Fact]
    public async Task Released_locks_make_their_messages_ready_at_once()
    {
        await Queues.SendAsync(Queue, [New("a")], Stop);
        var held = await ReceiveOneAsync();

        Assert.Equal(1, await Queues.ReleaseLocksAsync(Queue, Stop));

        Assert.Equal(LockOutcome.Lost, await Queues.CompleteAsync(Queue, held.Message.Sequence, held.LockToken, Stop));
        Assert.Equal(2, (await ReceiveOneAsync()).Message.DeliveryCount);
    }

    [Fact]
    public async Task A_waiter_wakes_on_a_send_and_gives_up_after_its_time()
    {
        Assert.False(await Queues.WaitForMessagesAsync(Queue, TimeSpan.FromMilliseconds(20), Stop));
        var waiting = Queues.WaitForMessagesAsync(Queue, TimeSpan.FromSeconds(30), Stop);
        Assert.False(waiting.IsCompleted);
        await Queues.SendAsync(Queue, [New("a")], Stop);

        Assert.True(await waiting);
    }

    [Fact]
    public async Task A_waiter_wakes_when_a_lock_ends()
    {
        await Queues.SendAsync(Queue, [New("a")], Stop);
        await ReceiveOneAsync();
        var waiting = Queues.WaitForMessagesAsync(Queue, TimeSpan.FromSeconds(30), Stop);
        folder.Clock.Advance(Minute);

        Assert.True(await waiting);
    }

    private static NewMessage New(string body) => new(Encoding.UTF8.GetBytes(body));

    private async Task<LockedMessage> ReceiveOneAsync() => Assert.Single(await Queues.ReceiveAsync(Queue, 1, Minute, Stop));
}
