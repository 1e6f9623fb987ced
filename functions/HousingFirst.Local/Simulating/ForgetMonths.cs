using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.Tables;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Local.Simulating;

/// <summary>
/// Takes the programs' months that nobody reads any more out of memory, past the counter: a year of a large town is a gigabyte of rows, and the hub looks
/// back one month for last contacts and three for corrections. The ids of contacts go too: here none is used again in another month.
/// </summary>
internal sealed class ForgetMonths(ITables tables, string community, SimulationSize size)
{
    private const int MonthsKept = 4;

    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>Forgets what is older than the months kept before one.</summary>
    public async ValueTask RunAsync(YearMonth month, CancellationToken cancellation)
    {
        var old = Month.Format(month.PlusMonths(-MonthsKept));
        for (var program = 0; program < size.Programs; program++)
        {
            await ForgetAsync(Keys.Of(community, old, SimulatedTown.Program(program)), cancellation);
            await ForgetAsync(MessageInbox.Partition(community, SimulatedTown.Program(program)), cancellation);
        }

        for (var partner = 0; partner < size.Partners; partner++)
        {
            await ForgetAsync(Keys.Of(community, old, "@" + SimulatedTown.Partner(partner)), cancellation);
            await ForgetAsync(MessageInbox.Partition(community, SimulatedTown.Partner(partner)), cancellation);
        }
    }

    private async ValueTask ForgetAsync(string partition, CancellationToken cancellation)
    {
        while (true)
        {
            var page = await tables.RangeAsync(Table.Cycles, partition, string.Empty, null, Limits.BatchRows, cancellation);
            if (page.Rows.Count == 0) return;
            await tables.BatchAsync(Table.Cycles, partition, [.. page.Rows.Select(r => new RowWrite.Delete(r.Key, null))], cancellation);
        }
    }
}
