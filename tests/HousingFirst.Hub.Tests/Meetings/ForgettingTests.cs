using HousingFirst.Contracts.World;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Tables;
using Xunit;
using static HousingFirst.Hub.Tests.Meetings.MeetingSteps;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>Whatever is saved while a meeting's words are forgotten, none about a client is left when that is said to be done.</summary>
public sealed class ForgettingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Minutes_saved_at_any_point_of_the_purge_leave_no_text_and_those_of_the_open_part_stay()
    {
        var points = await RunAsync(saveAt: 0);
        Assert.True(points >= 3, $"{points} points");
        for (var at = 1; at <= points; at++) await RunAsync(at);
    }

    [Fact]
    public async Task A_message_cut_off_before_it_was_taken_and_come_again_after_the_purge_brings_nothing_back()
    {
        var world = await OpenAsync();
        var item = world.CaseItem("river-icm", "HF-7Q2K", id: "late");
        var dying = await HubWorld.CreateAsync(world.Tables, world.Queues, world.Mailer, load: false, clock: world.Clock, through: p => p with
        {
            Tables = new Between(p.Tables, (writes, _) => writes.Any(w => w.Key.StartsWith("i|", StringComparison.Ordinal)) ? throw new IOException("cut off") : Task.CompletedTask),
        });
        await Assert.ThrowsAsync<IOException>(() => dying.ReceiveAsync(item).AsTask());
        await world.AdvanceToAsync(22, 6, 1);
        var settled = Assert.IsType<Queues.Settlement.DeadLetter>(await world.ReceiveAsync(item with { DeliveryCount = 2 }));
        Assert.Contains("no meeting", settled.Description, StringComparison.Ordinal);
        Assert.Equal(0, await world.Hub.Meetings.Purge.LeftAsync(First, Stop));
    }

    /// <summary>Purges a meeting; at one of its writes, before it, somebody saves minutes of an item and of the open part.</summary>
    /// <returns>How many writes there were.</returns>
    private static async Task<int> RunAsync(int saveAt)
    {
        var world = await OpenAsync();
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K"));
        var item = (await world.Hub.Meetings.Store.ReadAsync(First, Stop)).Items[0].Id;
        await world.Hub.Meetings.Minutes.SaveAsync(First, item, "before", 0, [], "robin", world.Clock.GetCurrentInstant(), Stop);
        var writes = 0;
        var purging = await HubWorld.CreateAsync(world.Tables, world.Queues, world.Mailer, load: false, clock: world.Clock, through: p => p with
        {
            Tables = new Between(p.Tables, async (_, _) =>
            {
                if (++writes != saveAt) return;
                await world.Hub.Meetings.Minutes.SaveAsync(First, item, "while it is forgotten", 1, [], "dana", world.Clock.GetCurrentInstant(), Stop);
                await world.Hub.Meetings.Minutes.SaveAsync(First, MinutesStore.Open, "a second van", 0, [], "dana", world.Clock.GetCurrentInstant(), Stop);
            }),
        });
        await purging.Hub.Meetings.Purge.RunAsync(First, await world.AtAsync(), Stop);

        Assert.NotNull((await world.Hub.Meetings.Store.ReadAsync(First, Stop)).Purged);
        Assert.Equal(0, await world.Hub.Meetings.Purge.LeftAsync(First, Stop));
        var after = await world.Hub.Meetings.Minutes.SaveAsync(First, item, "afterwards", 0, [], "dana", world.Clock.GetCurrentInstant(), Stop);
        Assert.Equal((0, null, 0), (after.Revision, after.Last, after.Beside.Count));
        Assert.Equal(0, await world.Hub.Meetings.Purge.LeftAsync(First, Stop));
        if (saveAt > 0) Assert.Equal("a second van", (await world.Hub.Meetings.Minutes.ReadAsync(First, MinutesStore.Open, Stop)).Last!.Text);
        return writes;
    }

    /// <summary>Lets something happen before each write.</summary>
    private sealed class Between(ITables tables, Func<IReadOnlyList<RowWrite>, string, Task> happens) : ITables
    {
        public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation) => tables.GetAsync(table, partition, key, cancellation);

        public ValueTask<RowPage> RangeAsync(Table table, string partition, string from, string? before, int limit, CancellationToken cancellation) =>
            tables.RangeAsync(table, partition, from, before, limit, cancellation);

        public async ValueTask<BatchOutcome> BatchAsync(Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
        {
            await happens(writes, partition);
            return await tables.BatchAsync(table, partition, writes, cancellation);
        }
    }
}
