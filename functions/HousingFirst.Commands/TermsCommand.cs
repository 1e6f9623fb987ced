using System.CommandLine;
using System.Globalization;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Terms;

namespace HousingFirst.Commands;

/// <summary><c>hub terms</c>: an agency's own terms for codes. Only that agency sees its table.</summary>
internal static class TermsCommand
{
    private const string Seen = "A running hub understands it within a minute.";

    public static Command Create(CommandParts parts) => parts.Command(
        "terms",
        "Map an agency's own terms to codes: a mapped term is understood in the agency's messages",
        "hub terms map \"moved in\" housing.moveIn --as bridge-outreach",
        List(parts),
        Map(parts),
        Unmap(parts),
        TermsImport.Create(parts),
        TermsStarter.Create(parts));

    /// <summary>The agency whose table it is, on every command of it.</summary>
    public static Option<string?> Agency() => CommandParts.As("The agency whose terms they are", required: true);

    /// <summary>Maps terms, leaving an audit entry where anything may change.</summary>
    /// <exception cref="CommandFailure">A mapping breaks a rule; nothing was changed.</exception>
    public static async Task<TermOutcome.Changed> MapAsync(
        OpenHub hub, string agency, string action, IReadOnlyList<AgencyTerm> mappings, bool keepKnown, bool dryRun, CancellationToken cancellation)
    {
        if (!dryRun && mappings.All(m => AgencyTerms.Check(m).IsEmpty)) await hub.Hub.Audit.AddAsync(action, agency, cancellation);
        return await hub.Hub.ChangeTerms.MapAsync(agency, mappings, keepKnown, dryRun, cancellation) switch
        {
            TermOutcome.Changed changed => changed,
            TermOutcome.Refused refused => throw new CommandFailure($"Nothing was mapped:\n{string.Join('\n', refused.Defects.Select(d => "  " + d))}"),
            _ => throw new InvalidOperationException("Mappings stand or are refused."),
        };
    }

    private static Command List(CommandParts parts)
    {
        var agency = Agency();
        var json = CommandParts.Json();
        var command = parts.Command("list", "List an agency's own terms and the codes they mean", "hub terms list --as bridge-outreach", agency, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var terms = (await hub.Hub.ChangeTerms.ReadAsync(hub.Agency(parse.GetValue(agency)!).Id, cancellation)).Terms;
            if (parse.GetValue(json)) parts.Terminal.Json(terms);
            else if (terms.IsEmpty) await parts.Terminal.Out.WriteLineAsync("No terms of its own. To start from common words: hub terms starter --as AGENCY");
            else
            {
                parts.Terminal.Table(
                    ["Term", "Code", "In English", "En français"],
                    terms.Select(t => (string[])
                        [t.Term, t.Code, Vocabulary.Current.Find(t.Code)?.LabelEn ?? string.Empty, Vocabulary.Current.Find(t.Code)?.LabelFr ?? string.Empty]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Map(CommandParts parts)
    {
        var term = new Argument<string>("TERM") { Description = "The agency's own term, as its system writes it" };
        var code = new Argument<string>("CODE") { Description = "The code it means: hub glossary code lists them" };
        var agency = Agency();
        var command = parts.Command(
            "map", "Map a term to a code. Leaves an audit entry", "hub terms map \"moved in\" housing.moveIn --as bridge-outreach", term, code, agency);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var mapping = new AgencyTerm(parse.GetRequiredValue(term).Trim(), parse.GetRequiredValue(code));
            var changed = await MapAsync(
                hub, hub.Agency(parse.GetValue(agency)!).Id, "terms.map", [mapping], keepKnown: false, dryRun: false, cancellation);
            await parts.Terminal.Out.WriteLineAsync(changed switch
            {
                { Replaced: [var (was, now)] } => $"Mapped to {now.Code}; it was {was.Code}. {Seen}",
                { Same: > 0 } => $"It is mapped to {mapping.Code} already.",
                _ => $"Mapped to {mapping.Code}. {Seen}",
            });
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Unmap(CommandParts parts)
    {
        var term = new Argument<string>("TERM") { Description = "The agency's own term" };
        var agency = Agency();
        var command = parts.Command(
            "unmap", "Take a mapping back. Leaves an audit entry", "hub terms unmap \"moved in\" --as bridge-outreach", term, agency);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (id, written) = (hub.Agency(parse.GetValue(agency)!).Id, parse.GetRequiredValue(term));
            var known = await hub.Hub.ChangeTerms.ReadAsync(id, cancellation);
            if (known.Mapping(written) is null)
            {
                var near = Spelling.Nearest(Folding.Of(written), known.Terms.Select(t => Folding.Of(t.Term)), 3);
                var mean = near is null ? null : known.Mapping(near)?.Term;
                throw new CommandFailure("The agency has no such term" + (mean is null ? "." : $": did you mean \"{mean}\"?") + " `hub terms list` shows them.");
            }

            await hub.Hub.Audit.AddAsync("terms.unmap", id, cancellation);
            await hub.Hub.ChangeTerms.UnmapAsync(id, written, cancellation);
            await parts.Terminal.Out.WriteLineAsync("No longer mapped. A running hub takes it over within a minute; what it accepted before stays as it is.");
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>What changed, in a sentence or two.</summary>
    public static string Sentence(TermOutcome.Changed changed, bool dryRun)
    {
        var (maps, then) = dryRun ? ("Would map", "Nothing was changed.") : ("Mapped", Seen);
        return string.Create(
            CultureInfo.InvariantCulture, $"{maps} {changed.Added.Length} new, {changed.Replaced.Length} to another code; {changed.Same} as they are. {then}");
    }
}
