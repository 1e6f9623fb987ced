using CsCheck;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Pacing;

/// <summary>What is over an agency's messages a minute waits on its queue, once, and everything else goes past.</summary>
public sealed class PaceAgencyTests
{
    private const int PerMinute = 6;
    private const string Calm = "person.documents";

    /// <summary>
    /// Any arrivals, any moment at which the process is gone between the copy and the settling: every message is taken, each copy waits once, and no
    /// minute takes more than a bucket and its filling.
    /// </summary>
    [Fact]
    public async Task Whatever_the_arrivals_a_minute_takes_no_more_than_a_bucket_and_its_filling_and_everything_is_taken() =>
        await Gen.Select(Gen.Int[0, 3_000], Gen.Int[0, 4].Select(n => n == 0), Gen.Int[0, 9]).Array[1, 40].SampleAsync(
            async arrivals =>
            {
                var world = await PacedAsync();
                var queue = new PriorityQueue<(int Message, InboundMessage Inbound, bool IsUrgent), (Instant, int)>();
                var at = HubWorld.Start;
                for (var i = 0; i < arrivals.Length; i++)
                {
                    at += Duration.FromMilliseconds(arrivals[i].Item1);
                    queue.Enqueue((i, Message(world, arrivals[i].Item2 ? "safety.crisis" : Calm), arrivals[i].Item2), (at, i));
                }

                var taken = new List<(Instant At, int Message)>();
                var waited = new int[arrivals.Length];
                var order = arrivals.Length;
                while (queue.TryDequeue(out var next, out var when))
                {
                    world.Clock.Reset(when.Item1);
                    if (await PaceAsync(world, next.Inbound) is not { } later)
                    {
                        // What comes again after a crash was not taken for its turn.
                        if (next.Inbound.DeliveryCount == 1) taken.Add((when.Item1, next.Message));
                        continue;
                    }

                    Assert.False(next.IsUrgent);
                    Assert.Equal(1, ++waited[next.Message]);
                    Assert.True(later.At > when.Item1);
                    queue.Enqueue((next.Message, next.Inbound with { Paced = later.Mark }, false), (later.At, order++));
                    if (arrivals[next.Message].Item3 == 0) queue.Enqueue((next.Message, next.Inbound with { DeliveryCount = 2 }, false), (when.Item1, order++));
                }

                Assert.Equal(Enumerable.Range(0, arrivals.Length), taken.Select(t => t.Message).Distinct().Order());
                var calm = taken.Where(t => !arrivals[t.Message].Item2).Select(t => t.At).Order().ToArray();
                Assert.All(calm, from => Assert.InRange(calm.Count(t => t >= from && t < from + Duration.FromMinutes(1)), 1, 2 * PerMinute));
            },
            iter: 60);

    [Fact]
    public async Task Five_thousand_at_once_are_spread_evenly_over_the_minutes_that_follow_in_their_order()
    {
        var world = await PacedAsync(600);
        var message = Message(world, Calm);
        var places = new List<Instant>();
        for (var i = 0; i < 5_000; i++)
        {
            if (await PaceAsync(world, message) is { } later) places.Add(later.At);
        }

        Assert.Equal(4_400, places.Count);
        Assert.Equal(places.Order(), places);
        Assert.All(places.GroupBy(p => (int)((p - HubWorld.Start).TotalMinutes - 1e-9)), minute => Assert.InRange(minute.Count(), 1, 601));
        Assert.Equal(440, (places[^1] - HubWorld.Start).TotalSeconds, 0.001);
        Assert.Null(await PaceAsync(world, Message(world, "safety.crisis")));
        Assert.Null(await PaceAsync(world, world.Change("river-icm", "HF-7Q2K", "person.documents")));
    }

    [Fact]
    public async Task A_copy_is_known_by_the_hubs_own_mark_alone_also_after_a_rotation_and_in_another_process()
    {
        var world = await FullAsync();
        var message = Message(world, Calm);
        var later = await PaceAsync(world, message);
        Assert.NotNull(later);

        Assert.NotNull(await PaceAsync(world, message with { Paced = "true" }));
        Assert.NotNull(await PaceAsync(world, message with { Paced = message.Signature }));
        Assert.NotNull(await PaceAsync(world, Message(world, Calm) with { Paced = later.Mark }));
        Assert.Null(await PaceAsync(world, message with { Paced = later.Mark }));
        world.Keys.Rotate();
        Assert.Null(await PaceAsync(world, message with { Paced = later.Mark }));
        Assert.Null(await PaceAsync(await world.RestartAsync(), message with { Paced = later.Mark }));
    }

    /// <summary>A mark that were a signature of the hub's would let an agency state what the hub alone states.</summary>
    [Fact]
    public async Task A_mark_proves_no_sender()
    {
        var world = await FullAsync();
        var list = world.Signed("prairie-hospital", "[]", QueueNames.ClientChanges);
        var mark = (await PaceAsync(world, list))!.Mark;

        var settled = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(list with { Signature = mark }));
        Assert.Equal("sender.unproven", settled.Reason);
    }

    [Fact]
    public async Task The_hubs_own_and_what_is_not_proven_never_wait_and_take_nobodys_place()
    {
        var world = await PacedAsync();
        var stranger = Message(world, Calm) with { Signature = "v1.bm8=" };
        var own = world.Signed(OwnSource.Of(world.Options.Community), "[]", QueueNames.ClientChanges);
        for (var i = 0; i < 3 * PerMinute; i++)
        {
            Assert.Null(await PaceAsync(world, stranger));
            Assert.Null(await PaceAsync(world, own));
        }

        for (var i = 0; i < PerMinute; i++) Assert.Null(await PaceAsync(world, Message(world, Calm)));
        Assert.NotNull(await PaceAsync(world, Message(world, Calm)));
        Assert.Null(await PaceAsync(world, own));
    }

    [Fact]
    public async Task Who_signs_for_another_waits_as_itself()
    {
        var world = await FullAsync();
        var foreign = world.Change("river-icm", "HF-7Q2K", "person.documents");
        foreign = foreign with { Signature = Signature.Of(world.Hub.AgencyKeys.Of("prairie-hospital")[0], foreign.Body.Span) };

        Assert.NotNull(await PaceAsync(world, foreign));
        Assert.Null(await PaceAsync(world, world.Change("river-icm", "HF-7Q2K", "person.documents")));
    }

    [Fact]
    public async Task Urgent_in_the_senders_own_terms_passes_though_nobody_has_looked_at_them_before()
    {
        var world = await FullAsync();
        await world.Hub.ChangeTerms.MapAsync("prairie-hospital", [new AgencyTerm("code red", "safety.crisis")], keepKnown: false, dryRun: false, CancellationToken.None);

        Assert.Null(await PaceAsync(world, Message(world, "code red")));
        Assert.NotNull(await PaceAsync(world, Message(world, "code blue")));
    }

    [Fact]
    public async Task What_the_community_sets_counts_from_the_next_message_on()
    {
        var world = await FullAsync();
        Assert.NotNull(await PaceAsync(world, Message(world, Calm)));
        await SetAsync(world, 600);
        world.Clock.Advance(Duration.FromMinutes(2));

        for (var i = 0; i < 600; i++) Assert.Null(await PaceAsync(world, Message(world, Calm)));
        Assert.NotNull(await PaceAsync(world, Message(world, Calm)));
    }

    [Fact]
    public async Task A_copy_whose_original_was_taken_meanwhile_is_a_repeat_also_where_its_term_is_gone()
    {
        var world = await FullAsync();
        await world.Hub.ChangeTerms.MapAsync("prairie-hospital", [new AgencyTerm("out of hospital", Calm)], keepKnown: false, dryRun: false, CancellationToken.None);
        var message = Message(world, "out of hospital");
        var later = await PaceAsync(world, message);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { DeliveryCount = 2 }));
        var mails = world.Mailer.Mails.Count;
        await world.Hub.ChangeTerms.UnmapAsync("prairie-hospital", "out of hospital", CancellationToken.None);

        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { Paced = later!.Mark }));
        Assert.Equal(mails, world.Mailer.Mails.Count);
    }

    private static ValueTask<Settlement.Later?> PaceAsync(HubWorld world, InboundMessage message) =>
        world.Hub.PaceAgency.RunAsync(message, CancellationToken.None);

    private static InboundMessage Message(HubWorld world, string code) => world.Change("prairie-hospital", "PH-0018", code);

    /// <summary>A world whose hospital has sent its minute's messages.</summary>
    private static async Task<HubWorld> FullAsync()
    {
        var world = await PacedAsync();
        for (var i = 0; i < PerMinute; i++) Assert.Null(await PaceAsync(world, Message(world, Calm)));
        return world;
    }

    private static async Task<HubWorld> PacedAsync(int perMinute = PerMinute)
    {
        var world = await HubWorld.CreateAsync();
        await SetAsync(world, perMinute);
        return await world.RestartAsync();
    }

    /// <summary>Sets it as the command does: whoever has looked at the directory looks again within a minute.</summary>
    private static async Task SetAsync(HubWorld world, int perMinute)
    {
        var community = await world.Hub.Partners.CommunityAsync(CancellationToken.None);
        await world.Hub.Partners.PutAsync(community! with { MessagesPerMinute = perMinute }, CancellationToken.None);
        await world.Hub.Partners.PutAsync([], CancellationToken.None);
    }
}
