using System.CommandLine;
using HousingFirst.Commands;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub sample</c>: prints a valid change of the fictional community, to try sending with.</summary>
internal static class SampleCommand
{
    public static Command Create(LocalParts parts)
    {
        var code = new Argument<string>("CODE") { Description = "A code of the vocabulary, like away.hospital.out" };
        var agency = CommandParts.As("The agency that sends it; default: the client's program, river-icm");
        var command = parts.Command(
            "sample",
            "Print a valid change about a client of the fictional community, dated today",
            "hub sample away.hospital.out --as prairie-hospital > change.json",
            code,
            agency);
        command.SetAction((parse, _) =>
        {
            var written = parse.GetRequiredValue(code);
            var known = Vocabulary.Current.Find(written) ?? throw new CommandFailure(
                $"That is not a code of the vocabulary; did you mean {Spelling.Nearest(written, Vocabulary.Current.Codes.Select(c => c.Code))}?");
            parts.Terminal.Out.WriteLine(new SampleChange(parts.Terminal.Clock.GetCurrentInstant()).Write(known, parse.GetValue(agency) ?? "river-icm"));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
