using System.CommandLine;
using HousingFirst.Commands;

namespace HousingFirst.Local.Commands.Azure;

/// <summary><c>hub export bicepparam</c>: what of the directory the cloud's resources are made from.</summary>
internal static class ExportCommand
{
    public static Command Create(LocalParts parts) => parts.Command(
        "export", "Write for other programs what the directory knows", "hub export bicepparam infra-bicep/env/prod.bicepparam", BicepParam(parts));

    private static Command BicepParam(LocalParts parts)
    {
        var file = new Argument<string?>("FILE") { Description = "A parameter file whose two lists are replaced; standard output where none is named", Arity = ArgumentArity.ZeroOrOne };
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
                var said = await WriteAsync(path, parameters, cancellation);
                if (!parse.GetValue(json)) await parts.Terminal.Out.WriteLineAsync(said);
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

    private static async Task<string> WriteAsync(string path, string parameters, CancellationToken cancellation)
    {
        if (!File.Exists(path)) throw new CommandFailure($"{path} isn't there. Name a parameter file of infra-bicep/env, or none to print the lines.");
        var old = await File.ReadAllTextAsync(path, cancellation);
        if (!old.StartsWith("using ", StringComparison.Ordinal)) throw new CommandFailure($"{path} is no Bicep parameter file: such a file begins with `using`. Nothing was changed.");
        var text = BicepParameters.Into(old, parameters);
        if (text == old) return $"{path} holds what the directory says. Nothing was changed.";

        // Under another name first: cut off, the old file is still there.
        var part = path + ".part";
        await File.WriteAllTextAsync(part, text, cancellation);
        File.Move(part, path, overwrite: true);
        return $"Written to {path}. The queues are made by the next deployment.";
    }
}
