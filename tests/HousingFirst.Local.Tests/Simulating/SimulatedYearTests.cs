using System.Globalization;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Simulating;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Simulating;

/// <summary>A year of a small town, in peace and with mishaps.</summary>
public sealed class SimulatedYearTests
{
    /// <summary>Columns that say when something was done: a process that starts again is a minute late.</summary>
    private static readonly HashSet<string> Clocks = ["recorded", "opened", "since", "received", "added", "answered", "forgetting", "purged"];

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("HF_LONG") is not null;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_year_with_crashes_and_repeats_ends_with_exactly_the_ledger_of_the_undisturbed_year()
    {
        var size = IsLong ? new SimulationSize(12, 11, 12, 8) : new SimulationSize(12, 11, 3, 3);
        var (calm, calmMails) = await LedgerAsync(size, null);
        foreach (var held in (string[])["|meetings-2027-11-03 r|", " state=PutOff", " answer=Accepted", " answer=Declined"])
            Assert.Contains(held, calm, StringComparison.Ordinal);
        for (var seed = 1UL; seed <= (IsLong ? 20UL : 1UL); seed++)
        {
            var mishaps = new RandomMishaps(seed, dies: 0.03, again: 0.1);
            var (ledger, mails) = await LedgerAsync(size, mishaps);
            Assert.True(mishaps is { Deaths: > 20, Repeats: > 10 }, $"Too peaceful to show anything: {mishaps.Deaths} deaths, {mishaps.Repeats} repeats.");
            Assert.Equal(calm, ledger);
            Assert.Equal(calmMails, mails);
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_months_and_another_seed_others()
    {
        var size = new SimulationSize(2, 7, 4, 4);
        var simulation = new Simulation(size);
        var first = await simulation.RunAsync(cancellation: Stop);
        var second = await new Simulation(size).RunAsync(cancellation: Stop);
        var other = await new Simulation(size with { Seed = 8 }).RunAsync(cancellation: Stop);
        Assert.Equal(first.Operations, second.Operations);
        Assert.Equal(first.Months.Select(m => m.Report!.Total), second.Months.Select(m => m.Report!.Total));
        Assert.NotEqual(first.Months.Select(m => m.Report!.Total), other.Months.Select(m => m.Report!.Total));
        Assert.All(first.Months, m => Assert.Equal(16, m.Report!.Total.Owed));
        Assert.Empty(simulation.Refusals);
        Assert.Equal(first.Operations.Where(o => o.Key.StartsWith("meeting.", StringComparison.Ordinal)), second.Operations.Where(o => o.Key.StartsWith("meeting.", StringComparison.Ordinal)));
        Assert.True(first.Operations["meeting.Call"] > 30 && first.Operations["meeting.Reminder"] > 10, string.Join(", ", first.Operations));
    }

    /// <summary>Requests first: they don't depend on the machine. What time says is in the benchmarks.</summary>
    [Fact]
    public async Task An_obligation_costs_no_more_requests_in_a_large_town_than_in_a_small_one()
    {
        var (small, large) = (await CostAsync(IsLong ? 50 : 20), await CostAsync(IsLong ? 5_000 : 100));
        Assert.True(large <= small * 1.2, string.Create(CultureInfo.InvariantCulture, $"{large:F2} requests an obligation against {small:F2}."));
    }

    private static async Task<double> CostAsync(int programs)
    {
        var result = await new Simulation(new SimulationSize(1, 5, programs, 20) { MostClients = 0 }).RunAsync(cancellation: Stop);
        return (double)result.Months[0].Requests / result.Months[0].Report!.Total.Owed;
    }

    /// <summary>Everything the cycles hold: obligations, contacts, summaries, views, months, coverage, trend; meetings, their items and guests; and every mail of them.</summary>
    private static async Task<(string Ledger, string Mails)> LedgerAsync(SimulationSize size, IMishaps? mishaps)
    {
        var tables = new MemoryTables();
        var simulation = new Simulation(size, tables, mishaps);
        await simulation.RunAsync(cancellation: Stop);
        var lines = new List<string>();
        await foreach (var (partition, row) in tables.ScanAsync(Table.Cycles, Stop))
            lines.Add($"{partition} {row.Key} {string.Join(' ', row.Columns.Where(c => !Clocks.Contains(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={Text(c.Value)}"))}");
        return (
            string.Join('\n', lines.Order(StringComparer.Ordinal)),
            string.Join('\n', simulation.Mails.Where(m => m.StartsWith("contacts.", StringComparison.Ordinal) || m.StartsWith("meetings-", StringComparison.Ordinal))));
    }

    private static string Text(object value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        Instant at => at.ToString("g", CultureInfo.InvariantCulture),
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };
}
