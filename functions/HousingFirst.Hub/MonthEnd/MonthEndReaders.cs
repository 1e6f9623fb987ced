using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;

namespace HousingFirst.Hub.MonthEnd;

/// <summary>Who reads how a month ended: what is sent, and what the plan says beforehand.</summary>
internal static class MonthEndReaders
{
    /// <summary>Everyone of the lead organisation, then the committee, whoever of them can be written to; nobody twice.</summary>
    public static IReadOnlyList<MonthEndReader> Of(Surroundings at)
    {
        var lead = at.Directory.Find(at.Community.LeadOrganisation);
        var own = lead?.Contacts.Where(ComposeMail.IsMailable).Select(c => new MonthEndReader(lead, c, IsOfLead: true)).ToArray() ?? [];
        var committee = at.Community.Committee.Distinct(StringComparer.Ordinal).Where(id => !own.Any(r => r.Person.Id == id)).Select(id => Member(id, at));
        return [.. own, .. committee.OfType<MonthEndReader>()];
    }

    private static MonthEndReader? Member(string contact, Surroundings at) => at.Directory.OrganisationsOf(contact)
        .Select(o => new MonthEndReader(o, o.Contact(contact)!, IsOfLead: false))
        .FirstOrDefault(r => ComposeMail.IsMailable(r.Person));
}

/// <summary>Who reads it.</summary>
/// <param name="Organisation">The organisation for which the person is listed.</param>
/// <param name="Person">The person.</param>
/// <param name="IsOfLead">Whether that is the lead organisation, which reads also who was silent.</param>
internal sealed record MonthEndReader(Organisation Organisation, Contact Person, bool IsOfLead);
