using System.Collections.Immutable;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Messaging;

namespace HousingFirst.Hub.Directory;

/// <summary>What may be wrong with an organisation as a whole, each field by itself being right.</summary>
internal static class OrganisationDefects
{
    /// <summary>More people than this are several organisations, or one with departments of its own.</summary>
    public const int MostContacts = 80;

    /// <summary>What its contacts may take in its row, and so in an edit's: half of what a column holds.</summary>
    private const int LongestContacts = 16 * 1024;

    /// <summary>Some 300 exceptions from the rule of monthly contacts, and as many additions.</summary>
    private const int LongestPartners = 4 * 1024;

    public static IReadOnlyList<Defect> Of(Organisation organisation, PartnerDirectory directory)
    {
        var defects = new List<Defect>();
        if (!Forms.IsId(organisation.Id) || organisation.Id == "0" || organisation.Id.Any(char.IsUpper))
            defects.Add(new("id", "not an agency id", "write " + Forms.Id.Words + ", in lower case: `river-icm`"));
        if (directory.HasContact(organisation.Id))
            defects.Add(new("id", "a contact of the directory has this id, and consents name either by it", "choose another id"));
        if (organisation.Kind == OrganisationKind.SourceOnly && !organisation.Roles.IsEmpty)
            defects.Add(new("roles", "police, child services and corrections are never on a team", "leave `roles` empty"));
        if (organisation.Roles.Contains(Role.PRG) && organisation.Kind != OrganisationKind.FundedProgram)
            defects.Add(new("roles", "only a funded program can be PRG", "use the roles it can hold"));
        if (organisation.Contacts.Count > MostContacts || ContactCards.Write(organisation.Contacts).Length > LongestContacts)
            defects.Add(new("contacts", $"more than a card holds: at most {MostContacts} contacts", "make an organisation of each department"));
        if (Length(organisation.AlsoContacts) > LongestPartners || Length(organisation.NeverContacts) > LongestPartners)
            defects.Add(new("partners", "more exceptions than a card holds", "keep to the rule, and end agreements that have ended"));
        foreach (var contact in organisation.Contacts) OfContact(contact, organisation, directory, defects);
        return defects;
    }

    private static int Length(ImmutableArray<string> ids) => ids.Sum(id => id.Length + 2);

    private static void OfContact(Contact contact, Organisation organisation, PartnerDirectory directory, List<Defect> defects)
    {
        if (!Forms.IsId(contact.Id))
        {
            defects.Add(new("contacts", "a contact's id is none", "write " + Forms.Id.Words));
            return;
        }

        var path = Edits.PathOf(contact.Id);
        if (organisation.Contacts.Count(c => c.Id == contact.Id) > 1)
            defects.Add(new(path, "two contacts of the organisation have this id", "give each an id of its own"));
        if (contact.Address is null && contact.Channel != Channel.Phone)
            defects.Add(new(path + ".address", "missing: urgent notices always go by mail too", "add one, or set `channel` to `phone`"));
        if (contact.Alternate is { } alternate && (alternate == contact.Id || organisation.Contact(alternate) is null))
            defects.Add(new(path + ".alternate", "not another contact of the same organisation", "name one of them, or nobody"));
        if (IsSomeoneElse(contact, organisation, directory))
            defects.Add(new(path, "another person of the directory has this id, and consents name people by it", "give this one another id"));
    }

    /// <summary>One person may answer for several organisations; two people may not share an id. A namesake is the same person here.</summary>
    private static bool IsSomeoneElse(Contact contact, Organisation organisation, PartnerDirectory directory) =>
        directory.Find(organisation.Id)?.Contact(contact.Id) is null
        && (directory.Find(contact.Id) is not null
            || directory.Organisations.Any(o => o.Contact(contact.Id) is { } other && !Folding.Same(other.Name, contact.Name)));
}
