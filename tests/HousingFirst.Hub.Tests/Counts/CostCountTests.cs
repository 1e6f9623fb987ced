using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Costing;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Counts;

/// <summary>What the price of a month is made of (<see cref="OperationCounts"/>) against what each job really asks of storage.</summary>
public sealed class CostCountTests
{
    [Fact]
    public async Task What_is_priced_is_what_is_counted()
    {
        var (world, tables) = await WarmAsync();
        Priced(OperationCounts.IdleTick, await TickAsync(), 0);

        var dearest = world.Change("river-icm", "HF-7Q2K", "person.documents");
        Priced(OperationCounts.Change, await ReceiveAsync(dearest), 0);
        Priced(OperationCounts.Repeat, await ReceiveAsync(dearest with { DeliveryCount = 2 }), 0);
        Priced(OperationCounts.Refusal, await ReceiveAsync(world.Change("river-icm", "HF-0000", "housing.moveIn")), 0);
        world.Clock.Advance(Duration.FromMinutes(2));
        Priced(OperationCounts.Change, await ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.in")), 1);
        world.Clock.Advance(Duration.FromMinutes(58));
        Priced(OperationCounts.Mail, await TickAsync(), 0);

        var urgent = world.Change("river-icm", "HF-7Q2K", "housing.lost");
        await ReceiveAsync(urgent);
        world.Clock.Advance(Duration.FromHours(4));
        Priced(OperationCounts.Escalation, await TickAsync(), 1);

        await ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.out"));
        Priced(OperationCounts.Answer, await ReceiveAsync(world.Acknowledge("river-icm", "HF-7Q2K", world.NoticesOf("river-icm")[^1])), 1);

        Task<int> ReceiveAsync(InboundMessage message) => CountAsync(tables, () => world.ReceiveAsync(message).AsTask());
        Task<int> TickAsync() => CountAsync(tables, () => world.Hub.Tick.RunAsync(CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task A_contact_a_waiting_cycle_and_a_month_of_a_program_are_priced_as_counted()
    {
        var (world, tables) = await WarmAsync();
        await world.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        await world.AdvanceAsync(Duration.FromMinutes(1));
        var waiting = (await world.Hub.Due.AllAsync(CancellationToken.None)).First(d => d.Kind == DueKind.Cycle).About!;
        await world.Hub.Directory.NowAsync(CancellationToken.None);
        Priced(OperationCounts.CycleWake, await CountAsync(tables, () => world.Hub.NextStep.RunAsync(waiting, null, CancellationToken.None).AsTask()), 0);
        var contact = world.Contact("river-icm", "prairie-hospital", "made", "\"mode\":\"phone\"");
        Priced(OperationCounts.Contact, await CountAsync(tables, () => world.ReceiveAsync(contact).AsTask()), 2);
        tables.Reset();
        await world.AdvanceToAsync(30, 17, 1);
        await world.AdvanceToAsync(34, 8, 31);
        var cycle = tables.Requests.Count(r => r.Contains(" Cycles ", StringComparison.Ordinal));
        var programs = (await world.Hub.Directory.NowAsync(CancellationToken.None)).Directory.Organisations.Count(o => o.Kind == OrganisationKind.FundedProgram);
        Assert.True(cycle / programs <= OperationCounts.MonthOfProgram, $"{cycle} for {programs} programs");
        Assert.True(cycle / programs > OperationCounts.MonthOfProgram / 4, $"{cycle} for {programs} programs");
    }

    private static async Task<int> CountAsync(CountingTables tables, Func<Task> does)
    {
        tables.Reset();
        await does();
        return tables.Requests.Count;
    }

    /// <summary>Priced by at least what was counted, and by not much more.</summary>
    private static void Priced(int priced, int counted, int apart) =>
        Assert.True(counted <= priced && counted >= priced - apart, $"{counted} requests were counted; {priced} are priced: mend Core/Costing/OperationCounts.cs.");

    private static async Task<(HubWorld World, CountingTables Tables)> WarmAsync()
    {
        CountingTables? counting = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = counting = new CountingTables(p.Tables) });
        await world.WithoutWarningsAsync();
        await world.WithoutMeetingsAsync();
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.unsafe"));
        await world.ReceiveAsync(world.Change("coulee-act", "HF-3MXB", "program.worker"));
        await world.WithoutSilenceAsync();
        await world.AdvanceAsync(Duration.FromMinutes(30));
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        foreach (var organisation in at.Directory.Organisations)
            await world.Hub.Directory.ClientsOfAsync(organisation.Id, organisation.Contacts[0].Id, CancellationToken.None);
        await world.WithoutRemindersAsync();
        counting!.Reset();
        return (world, counting);
    }
}
