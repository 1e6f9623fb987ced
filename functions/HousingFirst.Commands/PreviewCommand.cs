using System.CommandLine;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Commands;

/// <summary><c>hub preview</c>: who would be told, before anything is sent.</summary>
internal static class PreviewCommand
{
    public static Command Create(CommandParts parts)
    {
        var file = parts.File(new Argument<string>("FILE") { Description = "A client change; - reads standard input" });
        var agency = CommandParts.As("What this agency, the change's sender, may see; default: everything, which leaves an audit entry");
        var json = CommandParts.Json();
        var command = parts.Command(
            "preview", "Show who would be told of a change, without sending it", "hub preview change.json --as river-icm", file, agency, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var viewer = parse.GetValue(agency) is { } id ? hub.Agency(id).Id : null;
            var message = await InputFile.ReadAsync(parts.Terminal, parse.GetRequiredValue(file), cancellation);
            switch (await hub.Hub.ReadMessage.RunAsync(message.Body, hub.At, QueueNames.ClientChanges, viewer, cancellation))
            {
                case ParsedMessage.Invalid invalid:
                    throw Refused(message, invalid.Defects.Select(d => d.ToString()));
                case ParsedMessage.Change change when await hub.Hub.PreviewChange.RunAsync(change.Message, viewer, cancellation) is var outcome:
                    if (outcome is PreviewOutcome.Refused refused) throw Refused(message, refused.Defects.Select(d => d.ToString()));
                    CoveragePrinter.Print(parts.Terminal, ((PreviewOutcome.Shown)outcome).View, hub.Times, parse.GetValue(json), isPreview: true);
                    return ExitCodes.Done;
                default:
                    throw new CommandFailure($"{message.Name} is no client change: only those have a coverage.");
            }
        });
        return command;
    }

    private static CommandFailure Refused(InputFile file, IEnumerable<string> defects) =>
        new($"{file.Name}: would be refused:\n{string.Join('\n', defects.Select(d => "  " + Shell.Printable(d)))}");
}
