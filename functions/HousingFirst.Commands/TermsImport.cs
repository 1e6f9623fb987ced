using System.CommandLine;
using System.Globalization;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Commands;

/// <summary><c>hub terms import</c>: a sheet of an agency's own terms, <c>term,code</c> a line.</summary>
internal static class TermsImport
{
    public static Command Create(CommandParts parts)
    {
        var file = parts.File(new Argument<string>("FILE") { Description = "CSV, UTF-8, with the columns term and code; - reads standard input" });
        var agency = TermsCommand.Agency();
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would change" };
        var json = CommandParts.Json();
        var command = parts.Command(
            "import",
            "Map every term of a sheet. Nothing is mapped where a line is wrong; cut off, run it again. Leaves an audit entry",
            "hub terms import terms.csv --as bridge-outreach --dry-run",
            file,
            agency,
            dryRun,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            var input = await InputFile.ReadAsync(parts.Terminal, parse.GetRequiredValue(file), cancellation);
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var id = hub.Agency(parse.GetValue(agency)!).Id;
            var mappings = Read(input.Name, TermsSheet.Read(input));
            var changed = await TermsCommand.MapAsync(hub, id, "terms.import", mappings, keepKnown: false, parse.GetValue(dryRun), cancellation);
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new { DryRun = parse.GetValue(dryRun), changed.Added, Replaced = changed.Replaced.Select(r => new { r.Now.Term, Was = r.Was.Code, r.Now.Code }), changed.Same });
                return ExitCodes.Done;
            }

            foreach (var (was, now) in changed.Replaced) await parts.Terminal.Out.WriteLineAsync($"{Shell.Printable(now.Term)}: {was.Code} -> {now.Code}");
            await parts.Terminal.Out.WriteLineAsync(TermsCommand.Sentence(changed, parse.GetValue(dryRun)));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The mappings of a sheet.</summary>
    /// <exception cref="CommandFailure">Lines are wrong: each is named with its number.</exception>
    private static List<AgencyTerm> Read(string name, IReadOnlyList<(int Line, string Term, string Code)> sheet)
    {
        var defects = new List<string>();
        var mappings = new List<AgencyTerm>();
        var lines = new Dictionary<string, (int Line, string Code)>(StringComparer.Ordinal);
        foreach (var (line, term, code) in sheet)
        {
            var mapping = new AgencyTerm(term, code);
            var wrong = AgencyTerms.Check(mapping).ToList();
            if (wrong.Count == 0 && lines.TryGetValue(Folding.Of(mapping.Term), out var other) && other.Code != mapping.Code)
            {
                wrong.Add(new Defect(
                    "term", string.Create(CultureInfo.InvariantCulture, $"the same as in line {other.Line}, with another code"), "keep one of them"));
            }

            defects.AddRange(wrong.Select(d => string.Create(CultureInfo.InvariantCulture, $"  line {line}: {d}")));
            if (lines.TryAdd(Folding.Of(mapping.Term), (line, mapping.Code))) mappings.Add(mapping);
        }

        return defects.Count == 0 ? mappings : throw new CommandFailure($"{name}: nothing was mapped:\n{string.Join('\n', defects)}");
    }
}
