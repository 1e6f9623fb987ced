using System.CommandLine;
using System.Text;

namespace HousingFirst.Commands;

/// <summary><c>hub export bicepparam</c>: what of the directory the cloud's resources are made from.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "export", "Write for other programs what the directory knows", "hub export bicepparam infra-bicep/env/prod.bicepparam", BicepParam(parts));

    private static Command BicepParam(CommandParts parts)
    {
        var file = parts.File(new Argument<string?>("FILE")
        {
            Description = "A parameter file whose two lists are replaced, with --hub on standard output; the lists alone where none is named",
            Arity = ArgumentArity.ZeroOrOne,
        });
        var json = CommandParts.Json();
        var command = parts.Command(
            "bicepparam",
            "Write which agencies read a queue of their own, and which of them are suspended, as Bicep parameters. Deploying makes the queues",
            "hub export bicepparam infra-bicep/env/prod.bicepparam",
            file,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var organisations = hub.At.Directory.Organisations;
            var parameters = BicepParameters.Of(organisations);
            if (parse.GetValue(file) is { } path)
            {
                var old = await ReadAsync(parts.Terminal, path, cancellation);
                var text = BicepParameters.Into(old, parameters);
                var said = parts.Terminal.Operator is not null ? text : await WriteAsync(path, old, text, cancellation) + Environment.NewLine;
                if (!parse.GetValue(json)) await parts.Terminal.Out.WriteAsync(said);
            }
            else if (!parse.GetValue(json))
            {
                await parts.Terminal.Out.WriteAsync(parameters);
            }

            if (parse.GetValue(json)) parts.Terminal.Json(BicepParameters.Lists(organisations));
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<string> ReadAsync(Terminal terminal, string path, CancellationToken cancellation)
    {
        var file = await InputFile.ReadAsync(terminal, path, cancellation);
        var text = Encoding.UTF8.GetString(file.Body);
        return text.StartsWith("using ", StringComparison.Ordinal)
            ? text
            : throw new CommandFailure($"{path} is no Bicep parameter file: such a file begins with `using`. Nothing was changed.");
    }

    private static async Task<string> WriteAsync(string path, string old, string text, CancellationToken cancellation)
    {
        if (text == old) return $"{path} holds what the directory says. Nothing was changed.";

        // Under another name first: cut off, the old file is still there.
        var part = path + ".part";
        await File.WriteAllTextAsync(part, text, cancellation);
        File.Move(part, path, overwrite: true);
        return $"Written to {path}. The queues are made by the next deployment.";
    }
}
