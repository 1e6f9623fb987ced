using System.CommandLine;
using HousingFirst.Core.ClientChanges;

namespace HousingFirst.Commands;

/// <summary><c>hub disclosures</c>: the disclosure statement of a client.</summary>
internal static class DisclosuresCommand
{
    public static Command Create(CommandParts parts)
    {
        var client = new Argument<string>("CLIENT") { Description = "The client's id in the hub, or, with --as, the agency's own reference" };
        var agency = CommandParts.As("The agency whose own reference of the client it is");
        var json = CommandParts.Json();
        var command = parts.Command(
            "disclosures",
            "Show who was told what about a client, when, and under which consent. Leaves an audit entry",
            "hub disclosures HF-7Q2K\nhub disclosures RI-1001 --as river-icm",
            client,
            agency,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var written = parse.GetRequiredValue(client);
            var id = parse.GetValue(agency) is { } whose
                ? await hub.Hub.References.FindAsync(hub.Agency(whose).Id, new ClientReference(written), cancellation)
                    ?? throw new CommandFailure("The agency knows no client by that reference. Check both, or give the hub's own id, without --as.")
                : new ClientId(written);
            var disclosures = await hub.Hub.ReadDisclosures.RunAsync(id, cancellation) ?? throw new CommandFailure(
                "The hub knows no client by that id. It is the hub's own id; for an agency's own reference say whose: --as AGENCY.");
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
