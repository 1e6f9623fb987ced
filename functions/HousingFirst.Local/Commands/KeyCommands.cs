using System.CommandLine;
using HousingFirst.Commands;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.KeyFiles;

namespace HousingFirst.Local.Commands;

/// <summary>What an agency needs to send and receive: its connection string, its signing key, a signature.</summary>
internal static class KeyCommands
{
    public static IEnumerable<Command> Create(LocalParts parts)
    {
        yield return ConnectionString(parts);
        yield return SigningKeyCommand.Create(parts);
        yield return Sign(parts);
        yield return parts.Command(
            "keys", "Change the hub's own keys", "hub keys rotate data/keys/links.key", Rotate(parts));
    }

    private static Command Rotate(LocalParts parts)
    {
        var file = new Argument<string>("FILE") { Description = "A key file of the data folder, or such a secret downloaded from the vault" };
        var command = parts.Command(
            "rotate",
            "Put a new key before the newest in a key file. The one before it stays good, the one before that is dead at once; a running hub sees it within a second",
            "hub keys rotate data/keys/links.key",
            file);
        command.SetAction(parse =>
        {
            var path = Path.GetFullPath(parse.GetRequiredValue(file));
            var keys = KeyFile.Rotate(path);
            parts.Terminal.Out.WriteLine($"{path}: key {keys[0].Id} is new, key {keys[1].Id} stays good until the next rotation.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command ConnectionString(LocalParts parts)
    {
        var agency = Agency();
        var command = parts.Command(
            "connection-string", "Print an agency's connection string: it opens the queues", "hub connection-string prairie-hospital", agency);
        command.SetAction((parse, cancellation) => PrintAsync(
            parts,
            parse,
            hub => Task.FromResult(
                $"Endpoint=sb://127.0.0.1:{hub.Local.AmqpPort};SharedAccessKeyName={hub.Agency(parse.GetRequiredValue(agency)).Id};"
                + $"SharedAccessKey={hub.KeyOf(parse.GetRequiredValue(agency)).Text};UseDevelopmentEmulator=true"),
            cancellation));
        return command;
    }

    private static Command Sign(LocalParts parts)
    {
        var agency = CommandParts.As("The agency that signs", required: true);
        var file = new Argument<string>("FILE") { Description = "The message, byte for byte as it will be sent; - reads standard input" };
        var command = parts.Command(
            "sign", "Print the hf-signature of a message", "hub sign --as prairie-hospital change.json", agency, file);
        command.SetAction((parse, cancellation) => PrintAsync(
            parts,
            parse,
            async hub =>
            {
                var key = hub.KeyOf(parse.GetValue(agency)!);
                return Signature.Of(key, (await InputFile.ReadAsync(parts.Terminal, parse.GetRequiredValue(file), cancellation)).Body);
            },
            cancellation));
        return command;
    }

    private static Argument<string> Agency() => new("AGENCY") { Description = "The agency's id: hub community lists them" };

    private static async Task<int> PrintAsync(LocalParts parts, ParseResult parse, Func<OpenLocalHub, Task<string>> text, CancellationToken cancellation)
    {
        await using var hub = await parts.OpenLocalAsync(parse, cancellation);
        await parts.Terminal.Out.WriteLineAsync(await text(hub));
        return ExitCodes.Done;
    }
}
