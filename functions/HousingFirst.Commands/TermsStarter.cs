using System.CommandLine;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Terms;

namespace HousingFirst.Commands;

/// <summary><c>hub terms starter</c>: words shelters and programs use every day, to start a table from.</summary>
internal static class TermsStarter
{
    public static Command Create(CommandParts parts)
    {
        var agency = TermsCommand.Agency();
        var apply = new Option<bool>("--apply") { Description = "Map those with one meaning that the agency has not mapped itself. Leaves an audit entry" };
        var json = CommandParts.Json();
        var command = parts.Command(
            "starter",
            "Show common words of the shelter system, in both languages, with the code each means; those that mean several are for the agency to choose",
            "hub terms starter --as bridge-outreach --apply",
            agency,
            apply,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var id = hub.Agency(parse.GetValue(agency)!).Id;
            if (parse.GetValue(apply))
            {
                var changed = await ApplyAsync(hub, id, cancellation);
                if (parse.GetValue(json)) parts.Terminal.Json(new { changed.Added, changed.Same });
                else await parts.Terminal.Out.WriteLineAsync(TermsCommand.Sentence(changed, dryRun: false));
                return ExitCodes.Done;
            }

            var known = await hub.Hub.ChangeTerms.ReadAsync(id, cancellation);
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(StarterTerms.All.Select(t => new
                {
                    t.Term,
                    Language = t.Language == Language.French ? "fr" : "en",
                    Codes = t.Codes.Select(c => c.Code),
                    Mapped = known.Mapping(t.Term)?.Code,
                }));
                return ExitCodes.Done;
            }

            parts.Terminal.Table(
                ["Term", "Code", "Mapped to"],
                StarterTerms.All.Select(t => (string[])[t.Term, string.Join(" or ", t.Codes.Select(c => c.Code)), known.Mapping(t.Term)?.Code ?? string.Empty]));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Maps the words with one meaning that an agency has not mapped itself, leaving an audit entry. Done again, it changes nothing.</summary>
    /// <exception cref="CommandFailure">The agency's table would hold too many; nothing was mapped.</exception>
    public static Task<TermOutcome.Changed> ApplyAsync(OpenHub hub, string agency, CancellationToken cancellation)
    {
        AgencyTerm[] mappings = [.. StarterTerms.All.Where(t => t.Code is not null).Select(t => new AgencyTerm(t.Term, t.Code!.Code))];
        return TermsCommand.MapAsync(hub, agency, "terms.starter", mappings, keepKnown: true, dryRun: false, cancellation);
    }
}
