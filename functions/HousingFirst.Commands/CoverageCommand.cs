using System.CommandLine;
using HousingFirst.Hub.Coverages;

namespace HousingFirst.Commands;

/// <summary><c>hub coverage</c>: who had to know of a change, who was told, who not and why.</summary>
internal static class CoverageCommand
{
    public static Command Create(CommandParts parts)
    {
        var change = new Argument<string>("CHANGE")
        {
            Description = "The change's key as hub send prints it, a notice's id, or, with --as, the CloudEvents id that the agency gave it",
        };
        var agency = CommandParts.As("What this agency may see; default: everything, which leaves an audit entry");
        var json = CommandParts.Json();
        var command = parts.Command(
            "coverage",
            "Show who had to know of a change, who was told, who not and why",
            "hub coverage 2f1c8b0d9e7a4c6f8b3a1d5e7f9c0b2a\nhub coverage 2026-11-20-0001 --as prairie-hospital",
            change,
            agency,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var viewer = parse.GetValue(agency) is { } id ? hub.Agency(id).Id : null;
            foreach (var key in ChangeKeys.Of(parse.GetRequiredValue(change), viewer, hub.At.Community.Id))
            {
                var view = await hub.Hub.ReadCoverage.RunAsync(key, viewer, cancellation);
                if (view is CoverageView.NotYours) continue;
                CoveragePrinter.Print(parts.Terminal, view, hub.Times, parse.GetValue(json), isPreview: false);
                return ExitCodes.Done;
            }

            throw new CommandFailure(viewer is null
                ? "The hub knows no change by that. Take the key that `hub send` printed, or the CloudEvents id together with --as AGENCY."
                : "The hub knows no change by that which this agency sent or was told of. Check the id and the agency.");
        });
        return command;
    }
}
