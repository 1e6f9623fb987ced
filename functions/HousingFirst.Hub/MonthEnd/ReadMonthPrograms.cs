using System.Runtime.CompilerServices;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.Cycles;
using NodaTime;

namespace HousingFirst.Hub.MonthEnd;

/// <summary>
/// Reads the numbers of a month, program by program, as they are this moment. A month that is closed has a view of them: a request a thousand programs.
/// While it is open each program's own month is asked, so that what is owed counts from the first day on and no contact need write a view of it: a
/// request a program.
/// </summary>
public sealed class ReadMonthPrograms(ContactStore contacts, CycleStore cycles)
{
    /// <summary>Read at once: an open month of many programs waits for storage, mostly.</summary>
    private const int AtOnce = 20;

    /// <summary>Each program of which there is anything.</summary>
    public async IAsyncEnumerable<ShownMonth> EachAsync(YearMonth month, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var members = await OpenMembersAsync(month, cancellation);
        var open = members.ToHashSet(StringComparer.Ordinal);

        // A program that takes part only from the next month on is no member: what it recorded is shown.
        await foreach (var shown in contacts.EachAsync(month, cancellation))
        {
            if (!open.Contains(shown.Program)) yield return shown;
        }

        foreach (var some in members.Chunk(AtOnce))
        {
            foreach (var program in await Task.WhenAll(some.Select(p => contacts.NumbersAsync(p, month, cancellation).AsTask())))
            {
                if (program is not null) yield return program;
            }
        }
    }

    /// <summary>The numbers alone, by program id.</summary>
    public async ValueTask<IReadOnlyList<(string Program, MonthCounts Counts)>> CountsAsync(YearMonth month, CancellationToken cancellation)
    {
        var all = new List<(string Program, MonthCounts Counts)>();
        await foreach (var program in EachAsync(month, cancellation)) all.Add((program.Program, program.Counts));
        return [.. all.OrderBy(p => p.Program, StringComparer.Ordinal)];
    }

    /// <summary>Whose months are open; none where the month is closed, or nobody was asked for anything yet.</summary>
    private async ValueTask<IReadOnlyList<string>> OpenMembersAsync(YearMonth month, CancellationToken cancellation) =>
        await cycles.ReadAsync(ContactPlan.Id(month), cancellation) is { State.Done: not (ContactPlan.Close or ContactPlan.Report) } cycle ? cycle.Members : [];
}
