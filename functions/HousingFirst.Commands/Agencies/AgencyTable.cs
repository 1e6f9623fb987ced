using System.Globalization;
using HousingFirst.Core.Partners;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands.Agencies;

/// <summary>Organisations as a table.</summary>
internal static class AgencyTable
{
    public static void Agencies(this Terminal terminal, IEnumerable<Organisation> organisations, LocalDate today) => terminal.Table(
        ["Id", "Name", "Kind", "Roles", "Areas", "Agreement ends", "Queue", "Note"],
        organisations.Select(o => (string[])
        [
            o.Id,
            o.NameEn,
            o.Kind.ToString(),
            string.Join(' ', o.Roles),
            string.Join(", ", o.Areas),
            o.Agreement is { } agreement ? LocalDatePattern.Iso.Format(agreement.Ends) : string.Empty,
            o.ReadsQueue ? "reads" : string.Empty,
            Note(o, today),
        ]));

    private static string Note(Organisation organisation, LocalDate today)
    {
        var notes = new List<string>();
        if (!organisation.Standing.IsActive) notes.Add(organisation.Standing.Kind == StandingKind.Left ? "has left" : "suspended");
        if (organisation.Agreement is null) notes.Add("no agreement");
        else if (!organisation.Agreement.IsInForce(today)) notes.Add("agreement ended");
        if (organisation.Tier != Confidentiality.Public) notes.Add($"location: {organisation.Tier.ToString().ToLowerInvariant()} only");
        if (organisation.Contacts.Count == 0) notes.Add("nobody");
        if (organisation.Contacts.Count(c => c.IsUnconfirmed(today)) is > 0 and var unconfirmed)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{unconfirmed} unconfirmed"));
        return string.Join(", ", notes);
    }
}
