using System.CommandLine;
using System.Globalization;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Directory;

namespace HousingFirst.Commands.Agencies;

/// <summary><c>hub agency contact</c>: an organisation's people.</summary>
internal static class AgencyContactCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "contact", "Add, change and remove an organisation's contacts", "hub agency contact change river-icm dana --phone \"+1 403 555 0177\"",
        Add(parts), Change(parts), Remove(parts));

    private static Command Add(CommandParts parts)
    {
        var (agency, contact, by) = (AgencyParts.Agency(), AgencyParts.Contact(), AgencyParts.By(parts.Terminal));
        var fields = new FieldOptions<Contact>(ContactFields.All);
        var command = parts.Command(
            "add",
            "Add a contact. Language, channel and slot are en, mail and daily 07:30 where nothing is said",
            "hub agency contact add river-icm lee --name \"Lee Example\" --address lee@river-icm.example --phone \"+1 403 555 0188\" --language fr",
            [agency, contact, .. fields.All, by]);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (seen, id) = (hub.Agency(parse.GetRequiredValue(agency)), parse.GetRequiredValue(contact));
            if (seen.Contact(id) is not null)
                throw new CommandFailure($"{seen.Id} has a contact with that id. Change it with `hub agency contact change`, or choose another id.");
            var defects = new List<Defect>();
            var added = FieldValue.Set(AgencyParts.NewContact(id), ContactFields.All, fields.Given(parse), string.Empty, defects);
            AgencyParts.Need(defects);
            return await EditAsync(parts, hub, seen, id, "add", parse.GetRequiredValue(by), o => o with { Contacts = [.. o.Contacts, added] }, cancellation);
        });
        return command;
    }

    private static Command Change(CommandParts parts)
    {
        var (agency, contact, by) = (AgencyParts.Agency(), AgencyParts.Contact(), AgencyParts.By(parts.Terminal));
        var fields = new FieldOptions<Contact>(ContactFields.All);
        var command = parts.Command(
            "change",
            "Change fields of a contact. Another name or address is to be confirmed again; another person gets an id of their own",
            "hub agency contact change river-icm dana --phone \"+1 403 555 0177\" --alternate sam",
            [agency, contact, .. fields.All, by]);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (seen, id) = (hub.Agency(parse.GetRequiredValue(agency)), parse.GetRequiredValue(contact));
            var given = fields.Given(parse);
            if (given.Count == 0) throw new CommandFailure("Nothing to change was given: `hub agency contact change --help` lists the fields.");
            var defects = new List<Defect>();
            var changed = FieldValue.Set(AgencyParts.ContactOf(seen, id), ContactFields.All, given, string.Empty, defects);
            AgencyParts.Need(defects);
            return await EditAsync(parts, hub, seen, id, "change", parse.GetRequiredValue(by), o => o.WithContact(id, _ => changed), cancellation);
        });
        return command;
    }

    private static Command Remove(CommandParts parts)
    {
        var (agency, contact, by) = (AgencyParts.Agency(), AgencyParts.Contact(), AgencyParts.By(parts.Terminal));
        var yes = AgencyParts.Yes("Remove it although clients' teams or consents name it");
        var command = parts.Command(
            "remove",
            "Remove a contact. Where clients' teams or consents name it, it says so and asks for --yes",
            "hub agency contact remove river-icm sam",
            agency,
            contact,
            yes,
            by);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var seen = hub.Agency(parse.GetRequiredValue(agency));
            var id = AgencyParts.ContactOf(seen, parse.GetRequiredValue(contact)).Id;
            var hangs = await hub.Hub.ReadDependents.RunAsync(seen.Id, id, cancellation);
            if (hangs.Alternates.Count > 0)
                throw new CommandFailure($"It is the alternate of {string.Join(", ", hangs.Alternates)}: give them another first (hub agency contact change). Nothing was removed.");
            if (hangs.Teams + hangs.Consents > 0 && !parse.GetValue(yes)) throw new CommandFailure(Hangs(hangs));
            return await EditAsync(
                parts, hub, seen, id, "remove", parse.GetRequiredValue(by), o => o with { Contacts = [.. o.Contacts.Where(c => c.Id != id)] }, cancellation);
        });
        return command;
    }

    private static string Hangs(Dependents hangs) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
         Nothing was removed. The contact is on the teams of {hangs.Teams} clients, and {hangs.Consents} consents in force name it.
           Without it, what it would have been told there becomes a task for the specialist, and those consents reach nobody.
           Better: the clients' programs add another contact (`team.joined`) and end this membership (`team.left`) first.
         To remove it all the same: --yes.
         """);

    private static async Task<int> EditAsync(
        CommandParts parts, OpenHub hub, Organisation seen, string contact, string verb, string by, Func<Organisation, Organisation> edit,
        CancellationToken cancellation)
    {
        var what = new EditOf($"agency.contact.{verb}", by, contact);
        var outcome = await hub.Hub.EditOrganisation.RunAsync(seen.Id, what, edit, seen, cancellation);
        var code = await parts.Terminal.SayAsync(outcome, $"Done: {verb} {contact} of {seen.Id}.");
        var elsewhere = hub.At.Directory.Organisations
            .Where(o => o.Id != seen.Id && o.Contact(contact) is not null).Select(o => o.Id).Order(StringComparer.Ordinal).ToArray();
        if (elsewhere.Length > 0)
            await parts.Terminal.Out.WriteLineAsync($"{contact} is also a contact of {string.Join(", ", elsewhere)}: there it is as it was.");
        return code;
    }
}
