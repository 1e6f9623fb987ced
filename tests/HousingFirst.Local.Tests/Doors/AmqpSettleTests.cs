using Amqp;
using Amqp.Framing;
using Amqp.Types;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.Storage;
using NodaTime;
using Xunit;
using static HousingFirst.Local.Tests.Doors.AmqpReceiver;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>What becomes of a message that was received: by its outcome, and by whether its receiver still may.</summary>
public sealed class AmqpSettleTests
{
    [Fact]
    public async Task A_notice_is_marked_as_fetched_while_its_message_is_still_there()
    {
        var probe = new Probe();
        await using var river = await StartAsync(probe);
        probe.Look = () => river.Door.HeldAsync(River);
        await river.Door.PutAsync("one", "n-1");
        var link = river.Asking(1);
        link.Accept(await NextAsync(link));
        await river.UntilAsync(River, held => held.Count == 0);
        Assert.Equal(("n-1", 1), (probe.Notice, probe.Held));
    }

    [Fact]
    public async Task A_notice_that_cannot_be_marked_stays_until_it_can()
    {
        await using var river = await StartAsync();
        river.Door.Fetched.Fault = new IOException("no disk");
        await river.Door.PutAsync("one", "n-1");
        var link = river.Asking(1);
        link.Accept(await NextAsync(link));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(MessageState.Locked, Assert.Single(await river.Door.HeldAsync(River)).State);

        river.Door.Fetched.Fault = null;
        river.Door.Clock.Advance(Duration.FromSeconds(61));
        link.SetCredit(1, CreditMode.Manual);
        link.Accept(await NextAsync(link));
        await river.UntilAsync(River, held => held.Count == 0);
        Assert.Equal([("river-icm", "n-1")], river.Door.Fetched.Told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_given_back_comes_again_at_once(bool released)
    {
        await using var river = await StartAsync();
        await river.Door.PutAsync("one", "n-1");
        var link = river.Asking(1);
        var message = await NextAsync(link);
        if (released) link.Release(message);
        else link.Modify(message, deliveryFailed: true);
        link.SetCredit(1, CreditMode.Manual);
        var again = await NextAsync(link);
        Assert.Equal(("one", 1u), (Text(again), again.Header.DeliveryCount));
        Assert.Empty(river.Door.Fetched.Told);
    }

    [Fact]
    public async Task Nothing_is_deferred_the_message_waits_for_its_lock()
    {
        await using var river = await StartAsync();
        await river.Door.PutAsync("one");
        var link = river.Asking(1);
        link.Modify(await NextAsync(link), deliveryFailed: false, undeliverableHere: true);
        link.SetCredit(1, CreditMode.Manual);
        await NoneAsync(link);
        river.Door.Clock.Advance(Duration.FromSeconds(61));
        Assert.Equal("one", Text(await NextAsync(link)));
    }

    [Fact]
    public async Task A_tenth_return_makes_a_dead_letter()
    {
        await using var river = await StartAsync();
        await river.Door.PutAsync("one");
        var link = river.Open();
        for (var i = 0; i < 10; i++)
        {
            link.SetCredit(1, CreditMode.Manual);
            link.Release(await NextAsync(link));
        }

        await river.UntilAsync(River + "/$deadletterqueue", held => held is [{ DeadLetter.Reason: "MaxDeliveryCountExceeded" }]);
    }

    [Fact]
    public async Task A_lost_lock_changes_nothing()
    {
        await using var river = await StartAsync();
        await river.Door.PutAsync("one", "n-1");
        var link = river.Asking(1);
        var late = await NextAsync(link);
        river.Door.Clock.Advance(Duration.FromSeconds(61));
        link.SetCredit(1, CreditMode.Manual);
        var mine = await NextAsync(link);
        link.Accept(late);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Single(await river.Door.HeldAsync(River));
        Assert.Empty(river.Door.Fetched.Told);
        link.Accept(mine);
        await river.UntilAsync(River, held => held.Count == 0);
    }

    [Fact]
    public async Task Dead_letters_are_received_with_their_reasons_and_mark_nothing_as_fetched()
    {
        await using var river = await StartAsync();
        await river.Door.PutAsync("bad", "n-1");
        var link = river.Asking(1);
        link.Reject(await NextAsync(link), new Error("com.microsoft:dead-letter")
        {
            Info = new Fields { [new Symbol("DeadLetterReason")] = "NotOurs", [new Symbol("DeadLetterErrorDescription")] = new string('x', 5000) },
        });

        var dead = river.Asking(1, River + "/$DeadLetterQueue");
        var message = await NextAsync(dead);
        Assert.Equal(("bad", "NotOurs"), (Text(message), message.ApplicationProperties["DeadLetterReason"]));
        Assert.Equal(new string('x', 4096), message.ApplicationProperties["DeadLetterErrorDescription"]);
        dead.Accept(message);
        await river.UntilAsync(River + "/$deadletterqueue", held => held.Count == 0);
        Assert.Empty(river.Door.Fetched.Told);
    }

    [Fact]
    public async Task Receive_and_delete_marks_takes_off_and_then_sends()
    {
        await using var river = await StartAsync();
        await river.Door.PutAsync("one", "n-1");
        await river.Door.PutAsync("two", "n-2");
        var link = river.Asking(2, settled: true);
        Assert.Equal(["one", "two"], [Text(await NextAsync(link)), Text(await NextAsync(link))]);
        Assert.Empty(await river.Door.HeldAsync(River));
        Assert.Equal([("river-icm", "n-1"), ("river-icm", "n-2")], river.Door.Fetched.Told);
    }

    [Fact]
    public async Task Receive_and_delete_keeps_what_it_cannot_mark_and_says_so()
    {
        await using var river = await StartAsync();
        river.Door.Fetched.Fault = new IOException("no disk");
        await river.Door.PutAsync("one", "n-1");
        var link = river.Asking(1, settled: true);
        var why = await ClosedAsync(link);
        Assert.Equal(Conditions.Busy, (string)why.Condition);
        Assert.Contains("fetched", why.Description, StringComparison.Ordinal);
        Assert.Equal(MessageState.Locked, Assert.Single(await river.Door.HeldAsync(River)).State);
    }

    private sealed class Probe : IFetchedNotices
    {
        public Func<Task<IReadOnlyList<QueueMessage>>> Look { get; set; } = null!;

        public string? Notice { get; private set; }

        public int Held { get; private set; }

        public async ValueTask FetchedAsync(string agency, string notice, CancellationToken cancellation) => (Notice, Held) = (notice, (await Look()).Count);
    }
}
