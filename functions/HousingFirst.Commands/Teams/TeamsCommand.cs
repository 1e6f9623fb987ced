using System.CommandLine;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Teams;

namespace HousingFirst.Commands.Teams;

/// <summary><c>hub teams</c>: teams, references and consents from a program's spreadsheet.</summary>
internal static class TeamsCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "teams", "Load clients' teams and consents from a spreadsheet", "hub teams import teams.csv --as river-icm --dry-run", Import(parts), Template(parts));

    private static Command Import(CommandParts parts)
    {
        var file = parts.File(new Argument<string>("FILE") { Description = "CSV in UTF-8, commas or semicolons; - reads standard input" });
        var program = CommandParts.As("The program whose clients they are; default: the only funded program of the directory");
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing; say what would be changed" };
        var tell = new Option<bool>("--tell") { Description = "Record consents first, so that each partner hears in its next digest that it is on the team" };
        var json = CommandParts.Json();
        var command = parts.Command(
            "import",
            "Load teams, references and consents. A file with a defect changes nothing; done again, it changes only what is new",
            "hub teams template > teams.csv\nhub teams import teams.csv --as river-icm --dry-run",
            file,
            program,
            dryRun,
            tell,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var agency = Program(hub, parse.GetValue(program));
            var input = await InputFile.ReadAsync(
                parts.Terminal, parse.GetRequiredValue(file), TeamsSheet.LargestBytes, "split it by clients. Nothing was changed.", cancellation);
            var desk = new TeamsDesk(parts.Terminal, hub, input.Name, parts.SameFolder(parse));
            return await desk.ImportAsync(
                input.Body, agency, new TeamsSettings(parse.GetValue(dryRun), parse.GetValue(tell)), parse.GetValue(json), cancellation);
        });
        return command;
    }

    private static Command Template(CommandParts parts)
    {
        var language = new Option<string>("--language") { Description = "The language of its heads: en or fr", HelpName = "en|fr", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong("en", "fr");
        var command = parts.Command(
            "template", "Print a teams sheet to fill in, with an example that the fictional community takes", "hub teams template --language fr > equipes.csv", language);
        command.SetAction(async (parse, _) =>
        {
            await parts.Terminal.Out.WriteAsync(TeamsTemplate.Write(parse.GetRequiredValue(language) == "fr", parts.Terminal.Clock.GetCurrentInstant()));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Program(OpenHub hub, string? named)
    {
        var programs = hub.At.Directory.Organisations.Where(o => o.Kind == OrganisationKind.FundedProgram).Select(o => o.Id).Order(StringComparer.Ordinal).ToArray();
        if (named is null)
        {
            return programs is [var only]
                ? only
                : throw new CommandFailure($"Whose clients are they? Name the program: --as {(programs.Length == 0 ? "AGENCY" : string.Join(", --as ", programs))}.");
        }

        return hub.Agency(named).Kind == OrganisationKind.FundedProgram
            ? named
            : throw new CommandFailure($"{named} is no funded program: only those enrol clients. Funded programs are {string.Join(", ", programs)}.");
    }
}
