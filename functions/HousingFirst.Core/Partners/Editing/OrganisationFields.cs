using System.Globalization;
using NodaTime.Text;

namespace HousingFirst.Core.Partners.Editing;

/// <summary>The fields of an organisation, its contacts apart.</summary>
public static class OrganisationFields
{
    /// <summary>The field that says who answers for it: the first contact.</summary>
    public const string Answers = "answers";

    private const int MostAreas = 20;
    private const int MostPartners = 2000;

    /// <summary>
    /// All of them, in the order in which they are written. The agreement's end comes before its other parts: without an end there is none.
    /// </summary>
    public static IReadOnlyList<Field<Organisation>> All { get; } =
    [
        new("nameEn", "1 to 100 characters", o => o.NameEn, (o, text) => FieldText.Line(text, 100) is { } name ? o with { NameEn = name } : null),
        new("nameFr", "1 to 100 characters", o => o.NameFr, (o, text) => FieldText.Line(text, 100) is { } name ? o with { NameFr = name } : null),
        new("kind", FieldText.Words<OrganisationKind>(), o => o.Kind.ToString(),
            (o, text) => FieldText.Word<OrganisationKind>(text) is { } kind ? o with { Kind = kind } : null),
        new("roles", "roles such as `OUT COO`", o => FieldText.Join(o.Roles), (o, text) => FieldText.Roles(text) is { } roles ? o with { Roles = roles } : null),
        new("areas", "at most 20 areas with commas between them, each of at most 40 characters", o => FieldText.Join(o.Areas),
            (o, text) => FieldText.Lines(text, MostAreas, 40) is { } areas ? o with { Areas = areas } : null),
        new("location", "1 to 200 characters", o => o.Location,
            (o, text) => text is null ? o with { Location = null } : FieldText.Line(text, 200) is { } location ? o with { Location = location } : null),
        new("hours", OpeningHours.Form, o => o.Hours?.ToString(),
            (o, text) => text is null ? o with { Hours = null } : OpeningHours.Read(text) is { } hours ? o with { Hours = hours } : null),
        new("tier", FieldText.Words<Confidentiality>(), o => o.Tier.ToString(),
            (o, text) => FieldText.Word<Confidentiality>(text) is { } tier ? o with { Tier = tier } : null),
        new("agreementEnds", "the agreement's last day, such as 2027-06-30", o => FieldText.Of(o.Agreement?.Ends), AgreementEnds),
        Of("agreementVersion", "1 to 40 characters", a => a.Version,
            (a, text) => text is null ? a with { Version = null } : FieldText.Line(text, 40) is { } version ? a with { Version = version } : null),
        Of("statute", "the statute that binds it, 1 to 100 characters", a => a.Statute,
            (a, text) => text is null ? a with { Statute = null } : FieldText.Line(text, 100) is { } statute ? a with { Statute = statute } : null),
        Of("queueDetail", FieldText.Words<QueueDetail>(), a => a.QueueDetail.ToString(),
            (a, text) => text is null ? a with { QueueDetail = QueueDetail.Link } : FieldText.Word<QueueDetail>(text) is { } detail ? a with { QueueDetail = detail } : null),
        new("readsQueue", "`yes` or `no`", o => FieldText.Of(o.ReadsQueue), (o, text) => FieldText.Flag(text) is { } reads ? o with { ReadsQueue = reads } : null),
        new("phone", "a public number", o => o.Phone, (o, text) => FieldText.Phone(text) is { } phone ? o with { Phone = phone } : null),
        new(Answers, "the id of the contact who answers for it", o => o.Contacts.Count > 0 ? o.Contacts[0].Id : null, First),
        Kept("standing", o => Of(o.Standing), (o, text) => o with { Standing = ReadStanding(text) }),
        Kept("keyRotation", o => FieldText.Of(o.KeyRotation), (o, text) => o with { KeyRotation = int.Parse(text ?? "0", CultureInfo.InvariantCulture) }),
        Kept("alsoContacts", o => FieldText.Join(o.AlsoContacts), (o, text) => o with { AlsoContacts = FieldText.Lines(text, MostPartners, 40) ?? [] }),
        Kept("neverContacts", o => FieldText.Join(o.NeverContacts), (o, text) => o with { NeverContacts = FieldText.Lines(text, MostPartners, 40) ?? [] }),
    ];

    /// <summary>A standing as text: <c>Suspended 2026-12-01T17:00:00Z</c>.</summary>
    public static string Of(Standing standing) =>
        standing.Since is { } since ? $"{standing.Kind} {InstantPattern.ExtendedIso.Format(since)}" : standing.Kind.ToString();

    /// <summary>Reads what <see cref="Of(Standing)"/> wrote; nothing is Active.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static Standing ReadStanding(string? text)
    {
        if (text is null) return Standing.Active;
        var words = text.Split(' ');
        var kind = FieldText.Word<StandingKind>(words[0]) ?? throw new FormatException("A standing is Active, Suspended or Left.");
        return new Standing(kind, words.Length > 1 ? InstantPattern.ExtendedIso.Parse(words[1]).Value : null);
    }

    private static Organisation? AgreementEnds(Organisation organisation, string? text)
    {
        if (text is null) return organisation with { Agreement = null };
        return FieldText.Day(text) is { } ends ? organisation with { Agreement = (organisation.Agreement ?? Agreement.Until(ends)) with { Ends = ends } } : null;
    }

    private static Field<Organisation> Of(string name, string words, Func<Agreement, string?> get, Func<Agreement, string?, Agreement?> set) => new(
        name,
        words + "; only with `agreementEnds`",
        o => o.Agreement is { } agreement ? get(agreement) : null,
        (o, text) => o.Agreement is { } agreement
            ? set(agreement, text) is { } changed ? o with { Agreement = changed } : null
            : text is null ? o : null);

    private static Organisation? First(Organisation organisation, string? text)
    {
        if (text is null) return organisation.Contacts.Count == 0 ? organisation : null;
        return organisation.Contact(text) is { } first
            ? organisation with { Contacts = [first, .. organisation.Contacts.Where(c => c.Id != text)] }
            : null;
    }

    private static Field<Organisation> Kept(string name, Func<Organisation, string?> get, Func<Organisation, string?, Organisation?> set) =>
        new(name, "kept by the hub", get, set) { IsWritten = false };
}
