using System.CommandLine;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Directory;

namespace HousingFirst.Commands.Agencies;

/// <summary><c>hub agency partners</c>: whom a funded program owes a contact every month.</summary>
internal static class AgencyPartnersCommand
{
    public static Command Create(CommandParts parts)
    {
        var (program, json, by) = (AgencyParts.Agency("PROGRAM"), CommandParts.Json(), AgencyParts.By(parts.Terminal));
        var add = Partners("--add", "A partner to put on the program's list");
        var remove = Partners("--remove", "A partner to take off the program's list");
        var command = parts.Command(
            "partners",
            "Show whom a funded program owes a contact every month: every external partner under an agreement in force, with what was added and removed here",
            "hub agency partners river-icm --add downtown-police --remove legal-aid",
            program,
            add,
            remove,
            json,
            by);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var seen = hub.Agency(parse.GetRequiredValue(program));
            if (seen.Kind != OrganisationKind.FundedProgram)
                throw new CommandFailure($"{seen.Id} is no funded program: only those owe their partners a monthly contact.");
            var (added, removed) = (Named(hub, seen, parse.GetValue(add)), Named(hub, seen, parse.GetValue(remove)));
            if (added.Intersect(removed).Any()) throw new CommandFailure("The same partner is to be added and removed: say one of them. Nothing was changed.");
            if (added.Length + removed.Length > 0)
            {
                var outcome = await hub.Hub.EditOrganisation.RunAsync(
                    seen.Id,
                    new EditOf("agency.partners", parse.GetRequiredValue(by)),
                    o => removed.Aggregate(added.Aggregate(o, (p, a) => MonthlyPartners.With(p, a, hub.At.Today)), MonthlyPartners.Without),
                    basis: null,
                    cancellation);
                if (outcome is EditOutcome.Refused refused) throw AgencyParts.Refused(refused.Defects);
            }

            var at = await hub.Hub.Directory.NowAsync(cancellation);
            var now = at.Directory.Find(seen.Id)!;
            var resting = await hub.Hub.ReadNetwork.RestingAsync(cancellation);
            var owed = MonthlyPartners.Of(now, at.Directory, at.Today, o => resting.Contains(o.Id));
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new { Program = now.Id, Partners = owed.Select(o => o.Id), Added = now.AlsoContacts, Removed = now.NeverContacts });
                return ExitCodes.Done;
            }

            await parts.Terminal.Out.WriteLineAsync($"{now.NameEn} owes a contact every month to:");
            parts.Terminal.Table(
                ["Id", "Name", "Note"],
                owed.Select(o => (string[])[o.Id, o.NameEn, now.AlsoContacts.Contains(o.Id) ? "added" : string.Empty]));
            if (!now.NeverContacts.IsEmpty) await parts.Terminal.Out.WriteLineAsync($"Removed: {string.Join(", ", now.NeverContacts)}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Option<string[]> Partners(string name, string description) =>
        new(name) { Description = description, HelpName = "AGENCY", AllowMultipleArgumentsPerToken = true };

    private static Organisation[] Named(OpenHub hub, Organisation program, string[]? ids)
    {
        var named = (ids ?? []).Select(hub.Agency).ToArray();
        return named.Any(o => o.Id == program.Id) ? throw new CommandFailure("A program owes itself nothing. Nothing was changed.") : named;
    }
}
