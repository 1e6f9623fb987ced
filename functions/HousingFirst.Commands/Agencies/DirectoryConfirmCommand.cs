using System.CommandLine;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Directory;
using NodaTime.Text;

namespace HousingFirst.Commands.Agencies;

/// <summary><c>hub directory confirm</c>: "same person, same address". Nothing but this and the contact's own button makes an entry confirmed.</summary>
internal static class DirectoryConfirmCommand
{
    public static Command Create(CommandParts parts)
    {
        var (agency, contact, by) = (AgencyParts.Agency(), AgencyParts.Contact(), AgencyParts.By(parts.Terminal));
        var command = parts.Command(
            "confirm",
            "Record that someone asked, and a contact is the same person at the same address. Leaves an audit entry",
            "hub directory confirm income-support gurpreet",
            agency,
            contact,
            by);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var seen = hub.Agency(parse.GetRequiredValue(agency));
            var person = AgencyParts.ContactOf(seen, parse.GetRequiredValue(contact));
            if (person.Stopped is { } stopped)
            {
                throw new CommandFailure(
                    $"Mail to it has stopped since {LocalDatePattern.Iso.Format(stopped)}: it can't be the same address. Change it first: hub agency contact change {seen.Id} {person.Id} --address ...");
            }

            var who = parse.GetRequiredValue(by);
            var what = new EditOf("directory.confirm", who, person.Id)
            {
                Relied = [Edits.PathOf(person.Id, "name"), Edits.PathOf(person.Id, "address")],
            };
            var outcome = await hub.Hub.EditOrganisation.RunAsync(
                seen.Id,
                what,
                o => o.WithContact(person.Id, c => c with { Confirmed = hub.At.Today, ConfirmedBy = who, Changed = null }),
                seen,
                cancellation);
            return await parts.Terminal.SayAsync(outcome, $"Confirmed: {Shell.Printable(person.Name)}, {Shell.Printable(person.Address ?? person.Phone)}.");
        });
        return command;
    }
}
