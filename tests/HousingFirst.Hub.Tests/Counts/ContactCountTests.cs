using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Hub.Tests.Counts;

/// <summary>What a month of contacts asks of storage, as storage.md says it: 2P + PQ/100 to open for P programs with Q partners each.</summary>
public sealed class ContactCountTests
{
    [Fact]
    public async Task Opening_asks_two_a_program_and_one_a_hundred_obligations()
    {
        const int Programs = 200, Partners = 20;
        var (world, tables) = await TownAsync(Programs, Partners);
        await world.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        tables.Reset();
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        Assert.Equal(Programs, (await world.Hub.Cycles.ReadAsync("contacts-2026-12", CancellationToken.None))!.Members.Count);
        Assert.Equal(Partners, (await world.MonthAsync("p-7")).Obligations.Length);
        Assert.InRange(tables.Requests.Count, 2 * Programs, (2 * Programs) + (Programs * Partners / 100));
    }

    [Fact]
    public async Task A_contact_asks_for_its_id_one_read_a_batch_and_a_view()
    {
        var (world, tables) = await TownAsync(programs: 1, partners: 3);
        await world.OpenMonthAsync();
        var message = world.Contact("p-0", "q-1", "made", "\"mode\":\"phone\"");
        Assert.Equal(4, await CountAsync(tables, () => world.ReceiveAsync(message).AsTask()));

        // The id was there and is read, the month, the view.
        Assert.Equal(4, await CountAsync(tables, () => world.ReceiveAsync(message).AsTask()));
    }

    [Fact]
    public async Task A_reminder_asks_three_a_program_and_nothing_more_than_one_where_all_was_said()
    {
        var (world, tables) = await TownAsync(programs: 20, partners: 3);
        await world.OpenMonthAsync();
        foreach (var partner in (string[])["q-0", "q-1", "q-2"]) await world.ReceiveAsync(world.Contact("p-3", partner, "made", "\"mode\":\"video\""));
        var reminded = await CountAsync(tables, () => world.AdvanceToAsync(9, 8, 31));

        // Read, taken, told; the one with nothing to say is read. About them: what is due, the directory, who rests, the cycle thrice and twice moved, its next wake, its row off.
        Assert.InRange(reminded, (19 * 3) + 1, (19 * 3) + 1 + 15);
    }

    [Fact]
    public async Task An_hour_in_which_nothing_happens_asks_four()
    {
        var (world, tables) = await TownAsync(programs: 5, partners: 3);
        await world.OpenMonthAsync();
        await world.AdvanceToAsync(1, 9, 0);

        // What is due; the directory's version; of this month and the next: the cycle, its next wake, its row off; the end of what is due.
        Assert.InRange(await CountAsync(tables, () => world.AdvanceToAsync(1, 10, 0)), 2, 9);
    }

    private static async Task<(HubWorld World, CountingTables Tables)> TownAsync(int programs, int partners)
    {
        var tables = new CountingTables(new MemoryTables());
        var world = await HubWorld.CreateAsync(tables);
        await world.WithoutWarningsAsync();
        await world.WithoutMeetingsAsync();
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        var (program, partner) = (at.Directory.Find("river-icm")!, at.Directory.Find("prairie-hospital")!);
        var gone = at.Directory.Organisations.Where(o => o.Id != "specialist").Select(o => o with { Standing = new Standing(StandingKind.Left, null) });
        Organisation[] town =
        [
            .. gone,
            .. Enumerable.Range(0, programs).Select(n => program with { Id = $"p-{n}", NameEn = $"Program {n}", NameFr = $"Programme {n}" }),
            .. Enumerable.Range(0, partners).Select(n => partner with { Id = $"q-{n}", NameEn = $"Partner {n}", NameFr = $"Partenaire {n}" }),
        ];
        foreach (var some in town.Chunk(50)) await world.Hub.Partners.PutAsync(some, CancellationToken.None);
        await world.Hub.Directory.PutAsync(at.Directory.Find("specialist")!, CancellationToken.None);
        return (world, tables);
    }

    private static async Task<int> CountAsync(CountingTables tables, Func<Task> work)
    {
        tables.Reset();
        await work();
        return tables.Requests.Count;
    }
}
