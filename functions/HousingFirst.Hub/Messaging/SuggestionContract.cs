using System.Text.Json;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;
using static HousingFirst.Hub.Messaging.FieldUse;

namespace HousingFirst.Hub.Messaging;

/// <summary>The data of <c>partner.suggested.v1</c>: its field table and its reading.</summary>
internal static class SuggestionContract
{
    /// <summary>The longest texts, in Unicode characters.</summary>
    public const int LongestWhy = 500, LongestPerson = 80, LongestArea = 80;

    public static readonly Form PhoneForm = new(
        "[+(]?[0-9][0-9() .+-]{2,28}(( |, )?(ext|x|poste)[.]? ?[0-9]{1,6})?", "a phone number like `+1 403 555 0101` or `403-555-0101 ext. 12`", false);

    public static readonly Form MailForm = new(
        "[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,150}[.][A-Za-z]{2,24}", "an e-mail address like `office@example.org`", false);

    public static Field<string> Organisation { get; } = new(
        "organisation",
        new NameShape(ProspectId.LongestName),
        "The organisation's name. The same name, whatever its case and accents, is the same organisation.");

    public static Field<string> Why { get; } =
        new("why", new PlainTextShape(LongestWhy), "What it could bring, in your own words. Nothing about any client.");

    public static Field<string> ContactName { get; } = new("name", new PlainTextShape(LongestPerson), "The person's name.");

    public static Field<string> ContactPhone { get; } = new("phone", new FormShape(PhoneForm), "The work number.");

    public static Field<string> ContactMail { get; } = new("mail", new FormShape(MailForm), "The work address.");

    public static IReadOnlyList<FieldUse> ContactUses { get; } = [Must(ContactName), May(ContactPhone), May(ContactMail)];

    public static Field<FieldValues> Contact { get; } = new("contact", new GroupShape(ContactUses, []), "Whom to talk to there.");

    public static Field<string> Area { get; } = new("area", new PlainTextShape(LongestArea), "The part of town or the region it works in.");

    public static Field<Role> Role { get; } = new(
        "role",
        new WordShape<Role>([.. Enum.GetValues<Role>().Select(role => (role.ToString(), role))]),
        "What it might do on a client's team. Leave it out where no role fits: any contribution is useful.");

    public static IReadOnlyList<FieldUse> Uses { get; } = [Must(Organisation), Must(Why), May(Contact), May(Area), May(Role)];

    /// <summary>Every name the table knows.</summary>
    public static IReadOnlyCollection<string> Names { get; } =
        [.. Uses.Select(use => use.Field.Name), .. ContactUses.Select(use => use.Field.Name)];

    public static FieldValues Read(JsonElement data, Reading reading)
    {
        var values = new FieldValues();
        FieldReader.Read(data, "data", Uses, [], reading, values);
        return values;
    }

    /// <summary>The suggestion, from values without a defect.</summary>
    public static PartnerSuggestion Build(Envelope envelope, FieldValues values)
    {
        values.Has(Organisation, out var organisation);
        values.Has(Why, out var why);
        var contact = values.Find(Contact) is { } person && person.Has(ContactName, out var name)
            ? new ProspectContact(name, person.Find(ContactPhone), person.Find(ContactMail))
            : null;
        return new PartnerSuggestion(
            envelope.Sender, envelope.Id, envelope.Key, organisation, why, contact, values.Find(Area), values.Maybe(Role));
    }
}
