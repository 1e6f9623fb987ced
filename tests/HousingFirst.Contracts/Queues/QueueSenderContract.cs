using HousingFirst.Hub.Queues;
using Xunit;

namespace HousingFirst.Contracts.Queues;

/// <summary>What a hub's sender promises where its queues can tell a repeat. A subclass opens empty queues and can empty one.</summary>
public abstract class QueueSenderContract : IAsyncLifetime
{
    private const string Agency = "agency-food-bank";

    private IQueueSender? sender;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IQueueSender Sender => sender ?? throw new InvalidOperationException("Not opened yet.");

    public async ValueTask InitializeAsync() => sender = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_sent_is_received_whole_and_in_order()
    {
        await Sender.SendAsync([Message("1", "one"), Message("2", "two") with { Properties = new Dictionary<string, string> { ["hf-notice"] = "n-é" } }], Stop);

        var received = await TakeAllAsync(Agency);

        Assert.Equal(["1", "2"], received.Select(message => message.MessageId));
        Assert.Equal("two"u8.ToArray(), received[1].Body.ToArray());
        Assert.Equal("n-é", received[1].Properties["hf-notice"]);
        Assert.Empty(received[0].Properties);
    }

    [Fact]
    public async Task A_repeat_while_the_message_is_there_has_no_second_effect()
    {
        await Sender.SendAsync([Message("1", "one")], Stop);
        var outcomes = await Sender.SendAsync([Message("1", "one"), Message("2", "two"), Message("2", "two")], Stop);

        Assert.Equal([SendOutcome.Sent, SendOutcome.Sent, SendOutcome.Sent], outcomes);
        Assert.Equal(["1", "2"], (await TakeAllAsync(Agency)).Select(message => message.MessageId));
    }

    [Fact]
    public async Task A_repeat_after_the_message_was_taken_has_no_second_effect()
    {
        await Sender.SendAsync([Message("1", "one")], Stop);
        Assert.Single(await TakeAllAsync(Agency));

        Assert.Equal([SendOutcome.Sent], await Sender.SendAsync([Message("1", "one")], Stop));
        Assert.Empty(await TakeAllAsync(Agency));
    }

    [Fact]
    public async Task The_same_id_on_another_queue_is_another_message()
    {
        await Sender.SendAsync([Message("1", "one"), Message("1", "one") with { Queue = "agency-clinic" }], Stop);

        Assert.Single(await TakeAllAsync(Agency));
        Assert.Single(await TakeAllAsync("agency-clinic"));
    }

    [Fact]
    public async Task Concurrent_repeats_leave_one_message()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Sender.SendAsync([Message("1", "one")], Stop).AsTask(), Stop)));

        Assert.Single(await TakeAllAsync(Agency));
    }

    protected abstract ValueTask<IQueueSender> OpenAsync();

    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    protected abstract Task<IReadOnlyList<OutgoingMessage>> TakeAllAsync(string queue);

    protected static OutgoingMessage Message(string id, string body) => new(Agency, id, System.Text.Encoding.UTF8.GetBytes(body));
}
