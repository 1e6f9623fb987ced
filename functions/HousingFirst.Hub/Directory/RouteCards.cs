using HousingFirst.Core.Partners;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Directory;

/// <summary>How an organisation lies in its route card: one row an agency, its contacts as one readable JSON column.</summary>
internal static class RouteCards
{
    public static Row ToRow(Organisation organisation) => RowVersions.NewRow(Keys.Of(organisation.Id))
        .With("nameEn", organisation.NameEn)
        .With("nameFr", organisation.NameFr)
        .With("kind", organisation.Kind.ToString())
        .With("agreementEnds", organisation.AgreementEnds)
        .With("readsQueue", organisation.ReadsQueue)
        .With("queueDetailFull", organisation.QueueDetailFull)
        .With("firstAcknowledged", organisation.FirstAcknowledged)
        .With("phone", organisation.Phone)
        .With("contacts", ContactCards.Write(organisation.Contacts));

    public static Organisation Read(Row row)
    {
        RowVersions.Readable(row);
        return new Organisation(
            Keys.Parts(row.Key)[0],
            row.NeedText("nameEn"),
            row.NeedText("nameFr"),
            Enum.Parse<OrganisationKind>(row.NeedText("kind")),
            row.Date("agreementEnds")!.Value,
            row.Flag("readsQueue"),
            row.Flag("queueDetailFull"),
            row.Time("firstAcknowledged"),
            row.NeedText("phone"),
            [.. ContactCards.Read(row.NeedText("contacts"))]);
    }
}
