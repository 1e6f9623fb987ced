using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>What is forgotten when, and how many a stop can tell.</summary>
public sealed class RetentionTests
{
    private static readonly ClientId Client = new("HF-7Q2K");

    [Fact]
    public async Task Bodies_go_after_ninety_days_inbox_keys_after_four_hundred_disclosures_after_seven_years()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(message);
        await AtAsync(world, 89, body: true, change: true, lines: true);
        await AtAsync(world, 90, body: false, change: true, lines: true);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message));
        await AtAsync(world, 399, body: false, change: true, lines: true);
        await AtAsync(world, 400, body: false, change: false, lines: true);
        var reused = await world.ReceiveAsync(message);
        Assert.Equal("id.reused", Assert.IsType<Settlement.DeadLetter>(reused).Reason);
        await AtAsync(world, 2556, body: false, change: false, lines: true);
        await AtAsync(world, 2558, body: false, change: false, lines: false);
        Assert.Empty(await world.Hub.Due.ClientsOfAsync(HubWorld.KeyOf(message), CancellationToken.None));

        async Task AtAsync(HubWorld then, int day, bool body, bool change, bool lines)
        {
            then.Clock.Reset(HubWorld.Start + Duration.FromDays(day));
            await then.Hub.Tick.RunAsync(CancellationToken.None);
            var stored = await then.Hub.Clients.ChangeAsync(Client, HubWorld.KeyOf(message), CancellationToken.None);
            var told = await then.Hub.Clients.NoticesAsync(Client, HubWorld.KeyOf(message), CancellationToken.None);
            Assert.Equal((day, body, change, lines), (day, stored?.Body is not null, stored is not null, told.Count > 0));
        }
    }

    /// <summary>Forgetting a change that is cut off before its due row is taken off is done again: who was told is kept all the same.</summary>
    [Theory]
    [InlineData(Mishap.DiesBefore)]
    [InlineData(Mishap.DiesAfter)]
    public async Task Who_was_told_outlives_a_purge_cut_off_anywhere(Mishap mishap)
    {
        var calm = CrashPoint.Never();
        await ForgetAsync(calm, 0);
        Assert.NotEmpty(calm.Effects);
        for (var effect = 1; effect <= calm.Effects.Count; effect++) await ForgetAsync(new CrashPoint(effect, mishap), 1);

        static async Task ForgetAsync(CrashPoint point, int expected)
        {
            var first = await HubWorld.CreateAsync();
            var message = first.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
            await first.ReceiveAsync(message);
            foreach (var item in await first.Hub.Due.AllAsync(CancellationToken.None))
            {
                if (item.Kind != DueKind.Purge) await first.Hub.Due.RemoveAsync(item, CancellationToken.None);
            }

            first.Clock.Reset(HubWorld.Start + Duration.FromDays(91));
            await first.Hub.Tick.RunAsync(CancellationToken.None);
            var deaths = 0;
            first.Clock.Reset(HubWorld.Start + Duration.FromDays(400));
            var world = await HubWorld.CreateAsync(first.Tables, first.Queues, first.Mailer, load: false, clock: first.Clock, through: point.Through);
            point.Armed = true;
            try
            {
                if ((await world.Hub.Tick.RunAsync(CancellationToken.None)).Failed > 0) deaths++;
            }
            catch (DiedException)
            {
                deaths++;
            }

            for (var ticks = 0; ticks < 3; ticks++)
            {
                first.Clock.Advance(Duration.FromMinutes(15));
                await first.Hub.Tick.RunAsync(CancellationToken.None);
            }

            Assert.Equal(expected, deaths);
            Assert.Null(await first.Hub.Clients.ChangeAsync(Client, HubWorld.KeyOf(message), CancellationToken.None));
            Assert.NotEmpty(await first.Hub.Clients.NoticesAsync(Client, HubWorld.KeyOf(message), CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_stop_to_two_hundred_and_forty_people_is_in_force_at_once_and_told_ninety_at_a_time()
    {
        var world = await HubWorld.CreateAsync();
        var stop = (await FormerRecipients.StopAsync(world, 240))!;
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(stop));

        var (told, total) = await ToldAsync();
        Assert.Equal((90, 241), (told, total));
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        Assert.Equal((180, 241), await ToldAsync());
        await EndState.RunOutAsync(world);

        Assert.Equal((241, 241), await ToldAsync());
        Assert.All(world.Mailer.Mails.GroupBy(m => m.To.Contact), g => Assert.Single(g));
        Assert.Equal(240, world.Mailer.Mails.OfType<MailContent.Notice>().Count(m => m.Kind == NoticeKind.Withdrawal));

        async Task<(int Lines, int Total)> ToldAsync()
        {
            var coverage = await world.CoverageAsync(stop);
            return (coverage.Lines.Count, coverage.Total);
        }
    }
}
