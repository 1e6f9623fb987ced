using System.Text;
using System.Text.Json;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Contracts.Partners;

/// <summary>
/// Rows as released programs wrote them, word for word. They lie in the databases of hubs that run: every later program must read those of its own
/// layout and of the one before. Never change one; add the new layout's beside it.
/// </summary>
public static class ReleasedRows
{
    /// <summary>A route card of layout 1: of the agreement its end and whether the queue has full detail, nothing of roles or standing.</summary>
    public static Row RouteCard1 => Read("prairie-hospital", """
        {"v":1,"nameEn":"Prairie Hospital Social Work","nameFr":"Service social de l’Hôpital des Prairies","kind":"Partner","agreementEnds":"2027-03-31","readsQueue":true,"queueDetailFull":true,"firstAcknowledged":{"at":"2026-11-20T16:30:00Z"},"phone":"+1 403 555 0153","contacts":"[{\"id\":\"marieve\",\"name\":\"Marie-\\u00C8ve Caron\",\"language\":\"fr\",\"channel\":\"Both\",\"slotAt\":\"07:00\",\"address\":\"marieve@prairie-hospital.example\",\"phone\":\"\\u002B1 403 555 0107\",\"shared\":false,\"confirmed\":\"2026-11-10\",\"alternate\":\"tom\"},{\"id\":\"tom\",\"name\":\"Tom Friesen\",\"language\":\"en\",\"channel\":\"Mail\",\"slotDay\":\"Monday\",\"slotAt\":\"07:30\",\"address\":\"tom@prairie-hospital.example\",\"phone\":\"\\u002B1 403 555 0108\",\"stopped\":\"2026-11-28\",\"shared\":true,\"confirmed\":\"2026-11-10\"}]"}
        """);

    /// <summary>A route card of layout 2, with every column.</summary>
    public static Row RouteCard2 => Read("river-icm", """
        {"v":2,"nameEn":"River ICM Team","nameFr":"Équipe GIC Rivière","kind":"FundedProgram","roles":"PRG, OUT","areas":"North side, Downtown","location":"12 River Road","hours":"Mon-Fri 08:30-16:30, Sat 10:00-14:00","tier":"Specialist","agreementVersion":"2026-1","agreementEnds":"2027-06-30","statute":"PIPA","queueDetail":"Full","readsQueue":true,"firstAcknowledged":{"at":"2026-11-20T16:30:00Z"},"phone":"+1 403 555 0150","standing":"Suspended 2026-12-01T17:00:00Z","keyRotation":2,"alsoContacts":"downtown-police","neverContacts":"legal-aid, income-support","contacts":"[{\"id\":\"dana\",\"name\":\"Dana Kowalchuk\",\"language\":\"en\",\"channel\":\"Both\",\"slotAt\":\"07:00\",\"address\":\"dana@river-icm.example\",\"phone\":\"\\u002B1 403 555 0101\",\"shared\":false,\"confirmed\":\"2026-11-02\",\"confirmedBy\":\"Robin\",\"changed\":\"2026-11-20\"},{\"id\":\"lee\",\"name\":\"Lee Example\",\"language\":\"fr\",\"channel\":\"Phone\",\"slotAt\":\"07:00\",\"phone\":\"\\u002B1 403 555 0188\",\"shared\":false}]","lastRevision":3,"lastAt":{"at":"2026-12-01T17:00:00Z"},"lastBy":"Robin","lastAction":"agency.suspend","lastAbout":"river-icm","lastChanges":"[{\"field\":\"standing\",\"was\":\"Active\",\"is\":\"Suspended 2026-12-01T17:00:00Z\"}]"}
        """);

    /// <summary>A row of an organisation's log.</summary>
    public static Row Edit1 => Read("m|251606156399999|999999996", """
        {"v":1,"editRevision":3,"editAt":{"at":"2026-12-01T17:00:00Z"},"editBy":"Robin","editAction":"agency.change","editAbout":"river-icm dana","editChanges":"[{\"field\":\"contacts.dana.phone\",\"was\":\"+1 403 555 0100\",\"is\":\"+1 403 555 0101\"},{\"field\":\"location\",\"was\":\"Équipe\"}]"}
        """);

    private static Row Read(string key, string columns)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(columns));
        return RowJson.Read(ref reader, new Row(key));
    }
}
