using System.CommandLine;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub link</c>: a caseworker's own link, as it stands at the foot of every mail to a funded program.</summary>
internal static class LinkCommand
{
    public static Command Create(CommandParts parts)
    {
        var contact = new Argument<string>("CONTACT") { Description = "A funded program's contact: hub community lists them" };
        var command = parts.Command(
            "link",
            "Print a caseworker's link, as in the foot of their mails; leaves an audit entry. Their own one-time code is still asked",
            "hub link dana",
            contact);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var id = parse.GetRequiredValue(contact);
            if (await hub.Hub.FindCaseworker.LinkAsync(id, cancellation) is not { } link)
            {
                throw new CommandFailure(
                    hub.At.Directory.HasContact(id)
                        ? "That contact works for no active funded program: the pages are for these. `hub community` shows who works where."
                        : "No contact here has that id. `hub community` shows the ids.");
            }

            await hub.Hub.Audit.AddAsync("link", id, cancellation);
            await parts.Terminal.Out.WriteLineAsync(link.AbsoluteUri);
            return ExitCodes.Done;
        });
        return command;
    }
}
