using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using HousingFirst.Core.Consent;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Teams;

/// <summary>A teams sheet to fill in: the heads, and an example that the fictional community takes as it stands.</summary>
public static class TeamsTemplate
{
    /// <summary>Writes it as Excel opens it: with a byte order mark, semicolons in French.</summary>
    /// <param name="isFrench">Whether its heads and words are French.</param>
    /// <param name="now">The instant (UTC): the example's consents begin that day.</param>
    public static string Write(bool isFrench, Instant now)
    {
        var today = FictionalCommunity.Settings.Today(now);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = isFrench ? ";" : ",", NewLine = "\r\n" };
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, configuration))
        {
            foreach (var column in TeamsColumns.All) csv.WriteField(TeamsColumns.HeadsOf(column) is var heads && isFrench ? heads.French : heads.English);
            foreach (var line in Example(isFrench, today))
            {
                csv.NextRecord();
                foreach (var column in TeamsColumns.All) csv.WriteField(line.GetValueOrDefault(column));
            }

            csv.NextRecord();
        }

        return "\uFEFF" + text;
    }

    private static IEnumerable<Dictionary<TeamsColumn, string>> Example(bool isFrench, LocalDate today)
    {
        var (yes, no, written, spoken) = isFrench ? ("oui", "non", "écrit", "verbal") : ("yes", "no", "written", "spoken");
        var (from, to) = (IsoText.Of(today), IsoText.Of(today.PlusDays(364)));
        yield return new() { [TeamsColumn.Client] = "RI-1001", [TeamsColumn.Since] = IsoText.Of(today.PlusMonths(-3)) };
        yield return Member("RI-1001", "prairie-hospital", "marieve", "HLT", no, "PH-2001", isFrench ? "B santé logement" : "B health housing", written);
        yield return Member("RI-1001", "southside-housing", "morgan", "HSG", no, "SH-2001", "B", written);
        yield return Consent("RI-1001", "marieve", isFrench ? "R santé" : "R health");
        yield return Member("RI-1002", "bridge-outreach", "luc", "OUT", yes, "BO-2002", isFrench ? "B logement" : "B housing", spoken);

        Dictionary<TeamsColumn, string> Member(string client, string partner, string contact, string role, string visits, string reference, string allows, string method)
        {
            var line = Consent(client, null, allows);
            foreach (var (column, cell) in new[]
            {
                (TeamsColumn.Partner, partner), (TeamsColumn.Contact, contact), (TeamsColumn.Role, role), (TeamsColumn.Visits, visits),
                (TeamsColumn.PartnerReference, reference), (TeamsColumn.Method, method),
            })
                line[column] = cell;
            if (method == spoken) line[TeamsColumn.Witness] = "Sam Osei";
            return line;
        }

        Dictionary<TeamsColumn, string> Consent(string client, string? recipient, string allows)
        {
            Dictionary<TeamsColumn, string> line = new()
            {
                [TeamsColumn.Client] = client,
                [TeamsColumn.Allows] = allows,
                [TeamsColumn.From] = from,
                [TeamsColumn.To] = to,
                [TeamsColumn.Method] = written,
                [TeamsColumn.Form] = PrintedForm.Version,
            };
            if (recipient is not null) line[TeamsColumn.ConsentTo] = recipient;
            return line;
        }
    }
}
