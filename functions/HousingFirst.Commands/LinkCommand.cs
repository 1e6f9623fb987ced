using System.CommandLine;

namespace HousingFirst.Commands;

/// <summary>
/// <c>hub link</c>: a contact's own link, as it stands at the foot of their mails: a caseworker's, or, with <c>--month</c>, that to the contacts of the month.
/// </summary>
internal static class LinkCommand
{
    public static Command Create(CommandParts parts)
    {
        var contact = new Argument<string>("CONTACT") { Description = "A contact: hub community lists them" };
        var month = new Option<bool>("--month") { Description = "The contacts of the month instead, of a program's or a partner's contact; no code is asked" };
        var command = parts.Command(
            "link",
            "Print a caseworker's link, as in the foot of their mails; leaves an audit entry. Their own one-time code is still asked",
            "hub link dana",
            contact,
            month);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var id = parse.GetRequiredValue(contact);
            var isMonth = parse.GetValue(month);
            var found = isMonth ? await hub.Hub.FindListReader.LinkAsync(id, cancellation) : await hub.Hub.FindCaseworker.LinkAsync(id, cancellation);
            if (found is not { } link)
            {
                throw new CommandFailure(
                    hub.At.Directory.HasContact(id)
                        ? isMonth
                            ? "That contact works for no organisation that takes part: the page is for these. `hub community` shows who works where."
                            : "That contact works for no active funded program: the pages are for these. `hub community` shows who works where."
                        : "No contact here has that id. `hub community` shows the ids.");
            }

            await hub.Hub.Audit.AddAsync(isMonth ? "link.month" : "link", id, cancellation);
            await parts.Terminal.Out.WriteLineAsync(link.AbsoluteUri);
            return ExitCodes.Done;
        });
        return command;
    }
}
