using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>Reads who should meet whom next: a request for each funded program, two where its month is not open yet.</summary>
public sealed class ReadWhoNext(ContactStore contacts, OpenMonth open)
{
    /// <summary>Reads it as it is today.</summary>
    public async ValueTask<WhoNext> RunAsync(Surroundings at, CancellationToken cancellation)
    {
        var months = new List<ProgramMonth>();
        foreach (var program in at.Directory.Organisations.Where(o => o is { Kind: OrganisationKind.FundedProgram, Standing.IsActive: true }))
            months.Add(await MonthAsync(program.Id, at, cancellation));
        return WhoNext.Of(months, at.Today);
    }

    /// <summary>The program's month as it is open; before it opens, whom it owes by the directory, with the last contacts of the month before.</summary>
    private async ValueTask<ProgramMonth> MonthAsync(string program, Surroundings at, CancellationToken cancellation)
    {
        var month = at.Today.ToYearMonth();
        var known = (await contacts.ReadAsync(program, month, cancellation)).Month;
        var isActive = (await open.OwedAsync(program, at, cancellation)).ToHashSet(StringComparer.Ordinal);
        if (known.Opened is not null) return known with { Obligations = [.. known.Obligations.Where(o => isActive.Contains(o.Partner))] };
        var before = (await contacts.ReadAsync(program, month.PlusMonths(-1), cancellation)).Month.Obligations.ToDictionary(o => o.Partner, StringComparer.Ordinal);
        var early = known.Obligations.ToDictionary(o => o.Partner, StringComparer.Ordinal);
        return known with
        {
            Obligations =
            [
                .. isActive.Order(StringComparer.Ordinal).Select(p =>
                    (early.GetValueOrDefault(p) ?? new Obligation(p, Owed: true, null, [], Released: false)) with { Owed = true, Before = before.GetValueOrDefault(p)?.Last }),
            ],
        };
    }
}
