using System.CommandLine;

namespace HousingFirst.Commands.Agencies;

/// <summary><c>hub directory log</c>: who changed what of an organisation and its contacts, field by field.</summary>
internal static class DirectoryLogCommand
{
    public static Command Create(CommandParts parts)
    {
        var (agency, json) = (AgencyParts.Agency(), CommandParts.Json());
        var command = parts.Command(
            "log", "Show who changed what of an organisation and its contacts, newest first", "hub directory log river-icm --json", agency, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var edits = await hub.Hub.DirectoryLog.ReadAsync(hub.Agency(parse.GetRequiredValue(agency)).Id, cancellation);
            if (parse.GetValue(json)) parts.Terminal.Json(edits);
            else if (edits.Count == 0) await parts.Terminal.Out.WriteLineAsync("Nobody has changed it here.");
            else
            {
                parts.Terminal.Table(
                    ["When", "Who", "What", "Field", "Was", "Is"],
                    edits.SelectMany(e => e.Changes.Select(c => (string[])
                        [hub.Times.Of(e.At), e.By, e.Action, c.Field, c.Was ?? string.Empty, c.Is ?? string.Empty])));
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
