using System.CommandLine;
using HousingFirst.Hub.Directory;

namespace HousingFirst.Commands.Agencies;

/// <summary><c>hub agency keys</c>: which versions of an agency's keys are live. The keys themselves are printed by the commands made for it.</summary>
internal static class AgencyKeysCommand
{
    public static Command Create(CommandParts parts)
    {
        var (agency, json, by) = (AgencyParts.Agency(), CommandParts.Json(), AgencyParts.By(parts.Terminal));
        var rotate = new Option<bool>("--rotate") { Description = "Make a new version; the one before stays good until the next rotation" };
        var command = parts.Command(
            "keys",
            "Show which versions of an agency's keys are live, newest first; --rotate makes a new one, for this agency alone",
            "hub agency keys river-icm --rotate",
            agency,
            rotate,
            json,
            by);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var seen = hub.Agency(parse.GetRequiredValue(agency));
            if (parse.GetValue(rotate))
            {
                // On what was seen: two who rotate at once rotate once, and nobody's key dies unannounced.
                var what = new EditOf("agency.keys.rotate", parse.GetRequiredValue(by));
                var outcome = await hub.Hub.EditOrganisation.RunAsync(seen.Id, what, o => o with { KeyRotation = o.KeyRotation + 1 }, seen, cancellation);
                if (outcome is EditOutcome.Refused refused) throw AgencyParts.Refused(refused.Defects);
            }

            var versions = hub.Hub.AgencyKeys.Of(seen.Id).Select(k => k.Version).ToArray();
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new { Agency = seen.Id, Versions = versions });
                return ExitCodes.Done;
            }

            var others = versions.Length > 1 ? $"; still good: {string.Join(", ", versions[1..])}" : string.Empty;
            await parts.Terminal.Out.WriteLineAsync($"{seen.Id}: version {versions[0]} is the one to use{others}.");
            if (parse.GetValue(rotate))
            {
                // In the cloud its connection string opens the broker, by other keys.
                await parts.Terminal.Out.WriteLineAsync(parts.Terminal.Operator is null
                    ? $"Give the agency its new ones: hub connection-string {seen.Id}, hub signing-key {seen.Id}. A running hub's doors know them within a minute."
                    : $"Give the agency its new one: hub signing-key {seen.Id}. The hub knows it within a minute.");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
