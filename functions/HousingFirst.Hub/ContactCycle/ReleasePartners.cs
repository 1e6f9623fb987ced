using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// Releases a program from partners that left or rest since the month was opened: nobody is reminded of them. One that comes back in mid-month is owed
/// again. A partner that joins in mid-month is owed from the next month on. The specialist is released from a resting partner only where it leaves.
/// </summary>
public sealed class ReleasePartners(RestingPartners resting)
{
    /// <summary>The month with whoever is released now.</summary>
    public async ValueTask<ProgramMonth> RunAsync(ProgramMonth month, Surroundings at, CancellationToken cancellation)
    {
        var owed = await OwedAsync(month.Program, at, cancellation);
        var obligations = month.Obligations.Select(o => o.Owed && o.Released == owed(o.Partner) ? o with { Released = !o.Released } : o).ToArray();
        return obligations.SequenceEqual(month.Obligations) ? month : month with { Obligations = [.. obligations] };
    }

    private async ValueTask<Func<string, bool>> OwedAsync(string program, Surroundings at, CancellationToken cancellation)
    {
        if (program == at.Community.LeadOrganisation) return partner => at.Directory.Find(partner) is { Standing.IsActive: true };
        if (at.Directory.Find(program) is not { } organisation) return _ => false;
        var rests = await resting.OfAsync(at, cancellation);
        return MonthlyPartners.Of(organisation, at.Directory, at.Today, o => rests.Contains(o.Id)).Select(o => o.Id).ToHashSet(StringComparer.Ordinal).Contains;
    }
}
