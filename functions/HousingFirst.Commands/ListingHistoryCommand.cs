using System.CommandLine;

namespace HousingFirst.Commands;

/// <summary><c>hub directory history</c>: what imports changed in an organisation.</summary>
internal static class ListingHistoryCommand
{
    public static Command Create(CommandParts parts)
    {
        var organisation = new Argument<string>("ORGANISATION") { Description = "Its HSDS id" };
        var json = CommandParts.Json();
        var command = parts.Command(
            "history",
            "Show what was changed in an organisation's listing, field by field, newest first",
            "hub directory history 5b9f0a52-6c1d-4f3e-9f0b-2a7d1c8e4b60",
            organisation,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var log = await hub.Hub.ReadListingLog.RunAsync(parse.GetRequiredValue(organisation), cancellation);
            if (log.Count == 0) throw new CommandFailure("No organisation with that id was imported. It is its `id` in HSDS: hub directory export shows it.");
            if (parse.GetValue(json)) parts.Terminal.Json(log);
            else
            {
                parts.Terminal.Table(
                    ["When", "By", "What", "Before", "After"],
                    log.Select(c => (string[])[hub.Times.Of(c.At), c.By, c.What, c.Before ?? string.Empty, c.After ?? string.Empty]));
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
