using HousingFirst.Contracts.World;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.Surprises;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Surprises;

/// <summary>What the count of surprises promises on every implementation of the table port.</summary>
public abstract class SurpriseStoreContract : StoreContract
{
    private static readonly LocalDate Day = new(2026, 12, 31);

    private SurpriseStore Store => new(Tables, Community);

    [Fact]
    public async Task A_report_is_counted_once_in_its_month_with_the_cause_it_had_first()
    {
        var report = new RecordedSurprise(Day, "r1", "prairie-hospital", SurpriseCause.ToldLate) { MayBeNamed = true };
        var first = await Store.AddAsync(report, Stop);
        Assert.Equal(first, await Store.AddAsync(report with { Cause = SurpriseCause.NoMessage, MayBeNamed = false }, Stop));
        await Store.AddAsync(report with { Id = "r2", Cause = null }, Stop);
        await Store.AddAsync(report with { Day = Day.PlusDays(1) }, Stop);

        var counts = await Store.CountsAsync(Day, Stop);
        Assert.Equal(SurpriseCauses.All, counts.ByCause.Keys.Order());
        Assert.Equal((1, 1, 1), (counts.ByCause[SurpriseCause.ToldLate], counts.ByCause.Values.Sum(), counts.Strangers));
        Assert.Equal(1, (await Store.CountsAsync(Day.PlusDays(1), Stop)).ByCause.Values.Sum());
        Assert.Equal(0, (await Store.CountsAsync(Day.PlusMonths(-1), Stop)).ByCause.Values.Sum());

        Assert.Equal(3, (await Store.BetweenAsync(Day, Day.PlusDays(1), Stop)).Count);
        Assert.Equal(2, (await Store.BetweenAsync(Day.PlusDays(-9), Day, Stop)).Count);
        Assert.Single(await Store.BetweenAsync(Day.PlusDays(1), Day.PlusDays(1), Stop));
        Assert.Empty(await Store.BetweenAsync(Day.PlusDays(-3), Day.PlusDays(-1), Stop));

        Assert.False((await Store.FindAsync(Day, "r1", Stop))!.IsSettled);
        await Store.SettledAsync(first, Stop);
        await Store.SettledAsync(first, Stop);
        Assert.Equal((true, true, SurpriseCause.ToldLate), await Store.FindAsync(Day, "r1", Stop) is { } known ? (known.IsSettled, known.MayBeNamed, known.Cause) : default);
    }

    [Fact]
    public async Task Many_at_once_are_all_counted_and_none_twice()
    {
        var store = new SurpriseStore(new YieldingTables(Tables, 7), Community);
        await Task.WhenAll(Enumerable.Range(0, Math.Max(6, Interleavings)).Select(n => store.AddAsync(
            new RecordedSurprise(Day, $"r{n / 2}", "river-icm", SurpriseCauses.All[n / 2 % 6]), Stop).AsTask()));
        Assert.Equal(Math.Max(6, Interleavings) / 2, (await Store.CountsAsync(Day, Stop)).ByCause.Values.Sum());
    }
}
