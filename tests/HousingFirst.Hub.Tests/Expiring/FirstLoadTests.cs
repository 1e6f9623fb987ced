using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Expiring;

/// <summary>Consents that no message brought, loaded at the first start or recorded by an older version, are warned of like any other.</summary>
public sealed class FirstLoadTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HF-3MXB", "K13", 60, 30, 7)] // The first of the community to end with every warning still ahead.
    [InlineData("HF-7Q2K", "K1", 30, 7)]
    [InlineData("HF-7Q2K", "K3")] // Ends three days after the first start, as if given then.
    [InlineData("HF-7Q2K", "K9", 60, 30, 7)] // A police card.
    public async Task A_consent_of_the_first_start_is_warned_of_as_far_as_its_warnings_lie_ahead(string client, string consent, params int[] daysAhead)
    {
        var world = await HubWorld.CreateAsync();
        Assert.Equal(daysAhead, (await PlannedAsync(world, consent)).Select(p => p.DaysAhead));
        await EveryMorningAsync(world, 75);
        var lastDay = new FictionalCommunity(new LocalDate(2026, 12, 1)).Clients().SelectMany(c => c.Consents).Single(c => c.Id == consent).To;
        Assert.Equal(daysAhead.Select(d => lastDay.PlusDays(-d)), await WarnedAsync(world, client, lastDay, consent));
    }

    [Fact]
    public async Task A_first_load_cut_off_anywhere_and_done_again_plans_the_same()
    {
        var calm = CrashPoint.Never();
        var expected = await LoadAsync(calm);
        Assert.Contains("ConsentEnds", expected, StringComparison.Ordinal);
        for (var effect = 1; effect <= calm.Effects.Count; effect++)
        {
            Assert.Equal(expected, await LoadAsync(new CrashPoint(effect, Mishap.DiesBefore)));
            Assert.Equal(expected, await LoadAsync(new CrashPoint(effect, Mishap.DiesAfter)));
        }

        static async Task<string> LoadAsync(CrashPoint point)
        {
            var tables = new MemoryTables();
            var world = await HubWorld.CreateAsync(tables, load: false, through: point.Through);
            point.Armed = true;
            await Assert.ThrowsAnyAsync<DiedException>(async () =>
            {
                await new LoadCommunity(world.Hub, world.Clock).RunAsync(Stop);
                throw new DiedException();
            });
            var state = await EndState.OfAsync(await HubWorld.CreateAsync(tables));
            return string.Join('\n', state.Split('\n').Where(l => !l.Contains("|route 0 ", StringComparison.Ordinal))); // Its version counts the tries.
        }
    }

    [Fact]
    public async Task What_an_older_version_recorded_is_planned_once_and_the_warning_whose_time_is_now_with_it()
    {
        var world = await HubWorld.CreateAsync();
        var due = await DueAsync(world);
        await OlderRows.OfAsync(world);
        await world.Hub.CatchUpWarnings.RunAsync(Stop);
        // Beside the first load's: K1 and K2 in their last 60 days, K3 in its last 7.
        var caughtUp = await DueAsync(world);
        Assert.Empty(due.Except(caughtUp));
        Assert.Equal(["K1 2027-01-14 60", "K2 2027-01-14 60", "K3 2026-12-04 7"], caughtUp.Except(due).Order(StringComparer.Ordinal));

        await world.Hub.Tick.RunAsync(Stop);
        Assert.Equal([new LocalDate(2026, 12, 1)], await WarnedAsync(world, "HF-7Q2K", new LocalDate(2026, 12, 4), "K3"));
        var after = await EndState.OfAsync(world);
        await OlderRows.OfAsync(world);
        await world.Hub.CatchUpWarnings.RunAsync(Stop);
        await world.Hub.Tick.RunAsync(Stop);
        Assert.Equal(after, await EndState.OfAsync(world));
    }

    [Fact]
    public async Task Catching_up_costs_a_range_an_organisation_and_a_client_once_and_then_one_request()
    {
        CountingTables? tables = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = tables = new CountingTables(p.Tables) });
        await OlderRows.OfAsync(world);
        await world.Hub.Directory.NowAsync(Stop);
        tables!.Reset();
        await world.Hub.CatchUpWarnings.RunAsync(Stop);
        Assert.True(tables.Requests.Count == 1 + 1 + 10 + 3 + 1 + 1, string.Join('\n', tables.Requests));
        tables.Reset();
        await world.Hub.CatchUpWarnings.RunAsync(Stop);
        Assert.Single(tables.Requests);
    }

    [Fact]
    public async Task The_cards_a_police_unit_holds_are_counted_before_it_leaves()
    {
        var world = await HubWorld.CreateAsync();
        Assert.Equal(1, (await world.Hub.ReadDependents.RunAsync("downtown-police", null, Stop)).Cards);
        Assert.Equal(0, (await world.Hub.ReadDependents.RunAsync("river-icm", null, Stop)).Cards);
        world.Clock.Advance(Duration.FromDays(80));
        Assert.Equal(0, (await world.Hub.ReadDependents.RunAsync("downtown-police", null, Stop)).Cards);
    }

    private static async Task<IReadOnlyList<(string About, int DaysAhead)>> PlannedAsync(HubWorld world, string consent) =>
        [.. (await DueAsync(world)).Where(a => a.StartsWith(consent + " ", StringComparison.Ordinal)).Select(a => (a, int.Parse(a.Split(' ')[2], null)))];

    private static async Task<IReadOnlyList<string>> DueAsync(HubWorld world) =>
        [.. (await world.Hub.Due.AllAsync(Stop)).Where(i => i.Kind is DueKind.ConsentEnds or DueKind.AgreementEnds).Select(i => i.About!)];

    private static async Task EveryMorningAsync(HubWorld world, int days)
    {
        for (var day = 1; day <= days; day++) await world.AdvanceToAsync(day, 6, 1);
    }

    /// <summary>The days on which the program was warned of a consent.</summary>
    private static async Task<IReadOnlyList<LocalDate>> WarnedAsync(HubWorld world, string client, LocalDate lastDay, string consent)
    {
        var days = new List<LocalDate>();
        var id = new ClientId(client);
        foreach (var key in (await world.Hub.Clients.NoticesAsync(id, Stop)).Where(n => n.Code.Code == "consent.expiring").Select(n => n.Id.Change).Distinct())
        {
            var warned = (await world.Hub.Clients.ChangeAsync(id, key, Stop))!;
            if (warned.ExpectedOn == lastDay && System.Text.Encoding.UTF8.GetString(warned.Body!).Contains($"\"{consent}\"", StringComparison.Ordinal)) days.Add(warned.OccurredOn);
        }

        return [.. days.Order()];
    }
}
