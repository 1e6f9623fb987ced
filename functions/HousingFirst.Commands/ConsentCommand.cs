using System.CommandLine;
using System.Globalization;
using System.Text;
using HousingFirst.Board.Forms;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;

namespace HousingFirst.Commands;

/// <summary><c>hub consent form</c>: the form a client fills in, on one page. It holds nothing about any client.</summary>
internal static class ConsentCommand
{
    public static Command Create(CommandParts parts) =>
        parts.Command("consent", "Print the consent form", "hub consent form --client-language fr > consent.html", Form(parts));

    private static Command Form(CommandParts parts)
    {
        var language = new Option<string>("--client-language")
        {
            Description = "The client's language: en or fr",
            HelpName = "en|fr",
            DefaultValueFactory = _ => "en",
        };
        language.AcceptOnlyFromAmong("en", "fr");
        var program = new Option<string?>("--program") { Description = "The program whose name and number are printed; default: lines to write them on", HelpName = "AGENCY" };
        var partners = new Option<string[]>("--partners")
        {
            Description = $"The partners to print, by agency id; default: every one of the directory, where they are at most {ConsentFormContent.MostPartners}",
            HelpName = "AGENCY ...",
            AllowMultipleArgumentsPerToken = true,
        };
        var text = new Option<bool>("--text") { Description = "Plain text instead of a page to print" };
        var file = new Option<string?>("--out") { Description = "Write to a file; default: standard output", HelpName = "FILE" };
        var command = parts.Command(
            "form",
            "Print the consent form in plain words: one page, a box for each partner and each thing that may be told",
            "hub consent form --client-language fr --program river-icm --out consent.html",
            language,
            program,
            partners,
            text,
            file);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var content = Content(
                hub,
                parse.GetRequiredValue(language) == "fr" ? Language.French : Language.English,
                parse.GetValue(program) is { } id ? hub.Agency(id) : null,
                parse.GetValue(partners) ?? []);
            var form = parse.GetValue(text) ? ConsentFormPrinter.Text(content) : await ConsentFormPrinter.HtmlAsync(content);
            if (parse.GetValue(file) is { } path)
            {
                if (parts.Terminal.Operator is not null) throw new CommandFailure("With --hub nothing is written to a file: leave out --out, and redirect what is printed: > FILE.");
                await File.WriteAllTextAsync(path, form, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellation);
                await parts.Terminal.Out.WriteLineAsync($"Wrote {path}, version {PrintedForm.Version}: open it in a browser and print it on one page.");
            }
            else
            {
                await parts.Terminal.Out.WriteAsync(form);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Police, child services and corrections are never told anything, with consent or without: they have no row.</summary>
    private static ConsentFormContent Content(OpenHub hub, Language language, Organisation? program, string[] chosen)
    {
        var partners = chosen.Length > 0
            ? chosen.Select(hub.Agency).Distinct().ToArray()
            : [.. hub.At.Directory.Organisations.Where(o => o.Kind != OrganisationKind.SourceOnly && o.Id != program?.Id)];
        if (partners.FirstOrDefault(o => o.Kind == OrganisationKind.SourceOnly) is { } never)
            throw new CommandFailure($"{never.Id} is never told anything, with consent or without (rule 5): leave it out.");
        if (partners.Length > ConsentFormContent.MostPartners)
        {
            throw new CommandFailure(string.Create(
                CultureInfo.InvariantCulture,
                $"One page holds {ConsentFormContent.MostPartners} partners, not {partners.Length}. Name those this client works with: --partners ID ID; `hub community` shows the ids."));
        }

        return new ConsentFormContent(
            language, program?.Name(language), program?.Phone, [.. partners.Select(o => o.Name(language)).OrderBy(Folding.Of, StringComparer.Ordinal)]);
    }
}
