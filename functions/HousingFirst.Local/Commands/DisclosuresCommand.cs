using System.CommandLine;
using HousingFirst.Core.ClientChanges;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub disclosures</c>: the disclosure statement of a client.</summary>
internal static class DisclosuresCommand
{
    public static Command Create(CommandParts parts)
    {
        var client = new Argument<string>("CLIENT") { Description = "The client's id in the hub" };
        var json = CommandParts.Json();
        var command = parts.Command(
            "disclosures",
            "Show who was told what about a client, when, and under which consent. Leaves an audit entry",
            "hub disclosures HF-7Q2K",
            client,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var disclosures = await hub.Hub.ReadDisclosures.RunAsync(new ClientId(parse.GetRequiredValue(client)), cancellation)
                ?? throw new CommandFailure("The hub knows no client by that id. It is the hub's own id, not an agency's reference.");
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(disclosures);
                return ExitCodes.Done;
            }

            if (disclosures.Count == 0) await parts.Terminal.Out.WriteLineAsync("Nobody was told anything about this client.");
            else
            {
                parts.Terminal.Table(
                    ["When", "What", "In words", "Who", "Organisation", "Under", "Fetched", "Acknowledged"],
                    disclosures.Select(d => (string[])
                    [
                        hub.Times.Of(d.At) + (d.Uncertain ? " (perhaps)" : string.Empty),
                        d.Code,
                        d.Label,
                        d.Contact,
                        d.Organisation,
                        d.Consent is { } consent ? $"consent {consent}" : d.WithoutConsent ?? string.Empty,
                        hub.Times.Of(d.Fetched),
                        hub.Times.Of(d.Acknowledged),
                    ]));
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
