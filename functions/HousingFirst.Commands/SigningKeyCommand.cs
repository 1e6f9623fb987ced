using System.CommandLine;
using HousingFirst.Commands.Agencies;

namespace HousingFirst.Commands;

/// <summary><c>hub signing-key</c>: what an agency signs its messages with. Whoever has it can speak for the agency, so who asked for it is written down.</summary>
internal static class SigningKeyCommand
{
    public static Command Create(CommandParts parts)
    {
        var agency = AgencyParts.Agency();
        var command = parts.Command(
            "signing-key", "Print an agency's signing key: it proves that a message is the agency's. Leaves an audit entry", "hub signing-key prairie-hospital", agency);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var key = hub.KeyOf(parse.GetRequiredValue(agency));
            await hub.Hub.Audit.AddAsync("agency.signing-key", hub.Agency(parse.GetRequiredValue(agency)).Id, cancellation);
            await parts.Terminal.Out.WriteLineAsync(key.Text);
            return ExitCodes.Done;
        });
        return command;
    }
}
