using System.CommandLine;
using HousingFirst.Commands;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Messaging;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub validate</c>: checks messages by the contract, without sending and without a running hub.</summary>
internal static class ValidateCommand
{
    public static Command Create(LocalParts parts)
    {
        var files = new Argument<string[]>("FILE") { Description = "Messages; - reads standard input", Arity = ArgumentArity.OneOrMore };
        var agency = CommandParts.As("The agency that will send them: its own terms for codes are understood");
        var json = CommandParts.Json();
        var command = parts.Command(
            "validate",
            "Check messages by the contract without sending them: every defect with its path, rule and mend",
            "hub validate change.json",
            files,
            agency,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            var (community, terms) = await ContractAsync(parts, parse, parse.GetValue(agency), cancellation);
            var validator = new MessageValidator(community, parts.Terminal.Clock);
            return await RunAsync(parts, parse.GetRequiredValue(files), body => validator.Validate(body, terms: terms), parse.GetValue(json), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        LocalParts parts, string[] names, Func<byte[], Validation> validate, bool json, CancellationToken cancellation)
    {
        var terminal = parts.Terminal;
        var files = await InputFile.ReadAllAsync(terminal, names, cancellation);
        var checks = files.Select(f => (File: f.Name, Check: validate(f.Body))).ToArray();
        if (json)
        {
            terminal.Json(checks.Select(c => new { c.File, Valid = c.Check.IsValid, c.Check.Reason, c.Check.Defects }));
        }
        else
        {
            foreach (var (file, check) in checks)
            {
                if (check.IsValid)
                {
                    await terminal.Out.WriteLineAsync($"{file}: valid");
                    continue;
                }

                await terminal.Error.WriteLineAsync($"{file}: would be refused ({check.Reason}):");
                foreach (var defect in check.Defects) await terminal.Error.WriteLineAsync("  " + Shell.Printable(defect.ToString()));
            }
        }

        return checks.All(c => c.Check.IsValid) ? ExitCodes.Done : ExitCodes.Refused;
    }

    /// <summary>
    /// The community of the data folder; where there is none, the fictional one: only its zone and id matter here. With an agency, its terms.
    /// </summary>
    private static async Task<(Community Community, AgencyTerms? Terms)> ContractAsync(
        LocalParts parts, ParseResult parse, string? agency, CancellationToken cancellation)
    {
        if (agency is not null)
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            return (hub.At.Community, await hub.Hub.Terms.OfAsync(hub.Agency(agency).Id, cancellation));
        }

        if (!LocalParts.HasHub(parts.Root(parse))) return (FictionalCommunity.Settings, null);
        await using var local = parts.OpenBare(parse);
        return (await local.Hub.Partners.CommunityAsync(cancellation) ?? FictionalCommunity.Settings, null);
    }
}
