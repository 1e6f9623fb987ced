using Azure.Messaging.ServiceBus;
using HousingFirst.Azure.Queues;
using HousingFirst.Functions.Tests.World;
using HousingFirst.Hub.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HousingFirst.Functions.Tests;

/// <summary>What became of changes on the queue, by looking at it.</summary>
public sealed class FollowedChangesTests
{
    private readonly Surroundings around = new();
    private readonly JumpingTime time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FakeBus Bus => around.Bus;

    private ServiceBusChanges Follow => new(new ServiceBusPeek(Bus, NullLogger<ServiceBusPeek>.Instance), time);

    [Fact]
    public async Task It_is_waited_for_as_long_as_messages_are_taken()
    {
        string[] ids = [.. Enumerable.Range(0, 4).Select(i => $"teams-{i}")];
        foreach (var id in ids) Lie(Bus.Lying, id);
        Lie(Bus.Lying, "another's");
        var looks = 0;

        // One in 15 looks, a second apart: slower than anybody waits for all of them, but it moves.
        Bus.Looked = () =>
        {
            if (++looks % 15 == 0 && Bus.Lying.Count > 1) Bus.Lying.RemoveAt(0);
        };
        Assert.Equal(0, (await Follow.FollowAsync(ids, Stop)).Waiting);
        Assert.InRange(looks, 61, 62);
        Assert.Single(Bus.Lying);
    }

    [Fact]
    public async Task What_nobody_takes_is_left_and_counted()
    {
        Lie(Bus.Lying, "one");
        Lie(Bus.Lying, "two");

        Assert.Equal(2, (await Follow.FollowAsync(["one", "two", "three"], Stop)).Waiting);
        Assert.InRange(time.Passed, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(22));
    }

    [Fact]
    public async Task What_is_refused_is_told_with_its_reason()
    {
        Lie(Bus.Dead, "one", "data.invalid", "data.member: on this client's team already");
        Lie(Bus.Dead, "two", "MaxDeliveryCountExceeded");
        Lie(Bus.Dead, "another's", "hub.failed");

        var followed = await Follow.FollowAsync(["one", "two", "three"], Stop);
        Assert.Equal(["data.member: on this client's team already", "MaxDeliveryCountExceeded"], followed.Refused);
        Assert.Equal(0, followed.Waiting);
    }

    /// <summary>What lies behind more than is looked at may still be there: nobody is told that it is done.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    public async Task What_lies_behind_more_than_is_looked_at_waits(bool dead, int more)
    {
        var where = dead ? Bus.Dead : Bus.Lying;
        for (var i = 0; i < ServiceBusChanges.Most - 2 + more; i++) Lie(where, "another's");
        if (more > 0) Lie(where, "one");

        var followed = await Follow.FollowAsync(["one", "two"], Stop);
        Assert.Equal((more * 2, 0), (followed.Waiting, followed.Refused.Count));
    }

    private static void Lie(List<(string Queue, ServiceBusReceivedMessage Message)> where, string id, string? reason = null, string? why = null)
    {
        var properties = new Dictionary<string, object>();
        if (reason is not null) properties["DeadLetterReason"] = reason;
        if (why is not null) properties["DeadLetterErrorDescription"] = why;
        where.Add((QueueNames.ClientChanges, ServiceBusModelFactory.ServiceBusReceivedMessage(body: BinaryData.FromString("1"), messageId: id, properties: properties)));
    }
}
