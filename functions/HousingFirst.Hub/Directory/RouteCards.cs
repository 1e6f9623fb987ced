using System.Collections.Immutable;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Directory;

/// <summary>
/// How an organisation lies in its route card: one row an agency, its contacts as one readable JSON column. Layout 2 added standing, tier, roles
/// and the whole agreement: a program of layout 1 would go on telling an organisation that is suspended, and refuses the row instead.
/// </summary>
internal static class RouteCards
{
    /// <summary>The newest layout; the one before has only <c>queueDetailFull</c> of the agreement, and none of the rest.</summary>
    public const long Layout = 2;

    private const string Between = ", ";

    /// <summary>A card as one row.</summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="known">The row it replaces: columns this program doesn't know stay, and the trail of edits.</param>
    public static Row ToRow(Organisation organisation, Row? known = null)
    {
        var row = RowVersions.NewRow(Keys.Of(organisation.Id), Layout)
            .With("nameEn", organisation.NameEn)
            .With("nameFr", organisation.NameFr)
            .With("kind", organisation.Kind.ToString())
            .With("roles", Joined(organisation.Roles))
            .With("areas", Joined(organisation.Areas))
            .With("location", organisation.Location)
            .With("hours", organisation.Hours?.ToString())
            .With("tier", organisation.Tier == Confidentiality.Public ? null : organisation.Tier.ToString())
            .With("agreementVersion", organisation.Agreement?.Version)
            .With("agreementEnds", organisation.Agreement?.Ends)
            .With("statute", organisation.Agreement?.Statute)
            .With("queueDetail", organisation.Agreement?.QueueDetail.ToString())
            .With("readsQueue", organisation.ReadsQueue)
            .With("firstAcknowledged", organisation.FirstAcknowledged)
            .With("phone", organisation.Phone)
            .With("standing", organisation.Standing == Standing.Active ? null : OrganisationFields.Of(organisation.Standing))
            .With("keyRotation", organisation.KeyRotation == 0 ? null : organisation.KeyRotation)
            .With("alsoContacts", Joined(organisation.AlsoContacts))
            .With("neverContacts", Joined(organisation.NeverContacts))
            .With("contacts", ContactCards.Write(organisation.Contacts));
        foreach (var (column, value) in known?.Columns ?? [])
        {
            if (!Written.Contains(column)) row.With(column, value);
        }

        return row;
    }

    public static Organisation Read(Row row)
    {
        RowVersions.Readable(row, Layout);
        return new Organisation(
            Keys.Parts(row.Key)[0],
            row.NeedText("nameEn"),
            row.NeedText("nameFr"),
            Enum.Parse<OrganisationKind>(row.NeedText("kind")),
            ReadAgreement(row),
            row.Flag("readsQueue"),
            row.Time("firstAcknowledged"),
            row.NeedText("phone"),
            [.. ContactCards.Read(row.NeedText("contacts"))])
        {
            Roles = row.Text("roles") is { } roles ? [.. roles.Split(Between).Select(Enum.Parse<Role>)] : [],
            Areas = Parts(row, "areas"),
            Location = row.Text("location"),
            Hours = row.Text("hours") is { } hours ? OpeningHours.Read(hours) : null,
            Tier = row.Text("tier") is { } tier ? Enum.Parse<Confidentiality>(tier) : Confidentiality.Public,
            Standing = OrganisationFields.ReadStanding(row.Text("standing")),
            KeyRotation = (int)(row.Number("keyRotation") ?? 0),
            AlsoContacts = Parts(row, "alsoContacts"),
            NeverContacts = Parts(row, "neverContacts"),
        };
    }

    /// <summary>Every column of every layout that this program writes or replaces.</summary>
    private static readonly HashSet<string> Written = new(StringComparer.Ordinal)
    {
        Row.VersionColumn, "nameEn", "nameFr", "kind", "roles", "areas", "location", "hours", "tier", "agreementVersion", "agreementEnds", "statute",
        "queueDetail", "queueDetailFull", "readsQueue", "firstAcknowledged", "phone", "standing", "keyRotation", "alsoContacts", "neverContacts",
        "contacts",
    };

    private static Agreement? ReadAgreement(Row row)
    {
        if (row.Date("agreementEnds") is not { } ends) return null;
        var detail = row.Text("queueDetail") is { } words
            ? Enum.Parse<QueueDetail>(words)
            : row.Flag("queueDetailFull") ? QueueDetail.Full : QueueDetail.Link;
        return new Agreement(row.Text("agreementVersion"), ends, row.Text("statute"), detail);
    }

    private static string? Joined<T>(ImmutableArray<T> values) => values.IsEmpty ? null : string.Join(Between, values);

    private static ImmutableArray<string> Parts(Row row, string column) => row.Text(column) is { } text ? [.. text.Split(Between)] : [];
}
