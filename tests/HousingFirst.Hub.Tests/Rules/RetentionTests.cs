using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
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
