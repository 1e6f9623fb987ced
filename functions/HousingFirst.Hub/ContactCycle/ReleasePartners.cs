using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// Releases a program from partners that left or rest since the month was opened: nobody is reminded of them. One that comes back in mid-month is owed
/// again. A partner that joins in mid-month is owed from the next month on.
/// </summary>
public sealed class ReleasePartners(RestingPartners resting)
{
    /// <summary>The month with whoever is released now.</summary>
    public async ValueTask<ProgramMonth> RunAsync(ProgramMonth month, Surroundings at, CancellationToken cancellation)
    {
        if (month.Program == at.Community.LeadOrganisation) return month;
        var rests = await resting.OfAsync(at, cancellation);
        var owed = at.Directory.Find(month.Program) is { } program
            ? MonthlyPartners.Of(program, at.Directory, at.Today, o => rests.Contains(o.Id)).Select(o => o.Id).ToHashSet(StringComparer.Ordinal)
            : [];
        var obligations = month.Obligations.Select(o => o.Owed && o.Released == owed.Contains(o.Partner) ? o with { Released = !o.Released } : o).ToArray();
        return obligations.SequenceEqual(month.Obligations) ? month : month with { Obligations = [.. obligations] };
    }
}
