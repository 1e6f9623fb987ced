using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using HousingFirst.Commands.Door;

namespace HousingFirst.Commands.Sending;

/// <summary><c>hub --hub URL ...</c>: sends a command to a hub and prints what it said.</summary>
/// <param name="http">Calls; follows no redirect, so that the token goes nowhere else.</param>
/// <param name="hub">The hub's address, as its pages have it.</param>
/// <param name="token">A token of the person at the terminal, for this hub.</param>
/// <param name="parts">What the command was read with.</param>
internal sealed class SendToHub(HttpClient http, Uri hub, Func<CancellationToken, ValueTask<string>> token, CommandParts parts)
{
    /// <summary>What an address given with <c>--hub</c> means.</summary>
    /// <exception cref="CommandFailure">No token may go there.</exception>
    public static Uri Address(string written) =>
        Uri.TryCreate(written, UriKind.Absolute, out var uri) && OperatorSettings.IsSafe(uri) && uri.Query.Length == 0 && uri.UserInfo.Length == 0
            ? uri
            : throw new CommandFailure("--hub takes the address of a hub's pages, such as https://NAME.azurewebsites.net/: https, or http on this machine alone.");

    /// <summary>The words of a command line without <c>--hub</c> and its address.</summary>
    public static string[] Without(IReadOnlyList<string> args, string option)
    {
        var words = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--") return [.. words, .. args.Skip(i)];
            if (args[i] == option) i++;
            else if (!args[i].StartsWith(option + "=", StringComparison.Ordinal) && !args[i].StartsWith(option + ":", StringComparison.Ordinal)) words.Add(args[i]);
        }

        return [.. words];
    }

    /// <summary>Sends a command that was understood here.</summary>
    /// <returns>What it ended with there.</returns>
    /// <exception cref="CommandFailure">It was not sent, or the hub gave no answer: what happened, and what to do.</exception>
    public async Task<int> RunAsync(ParseResult parse, IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var name = CommandRun.NameOf(parse.CommandResult);
        if (!OperatorCommands.Have(name, parts))
            throw new CommandFailure($"{name} works on files of this machine, or starts something here: it can't be sent to a hub. Without --hub it runs here.");
        var sent = new SentCommand(words)
        {
            Files = await FilesAsync(parse, cancellation),
            Width = parts.Terminal.IsPerson ? parts.Terminal.LineWidth() : null,
        };
        var answer = await parts.Terminal.WhileAsync("Asking the hub", AskAsync(sent, cancellation));
        await parts.Terminal.Out.WriteAsync(answer.Out);
        await parts.Terminal.Error.WriteAsync(answer.Error);
        return answer.Exit;
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> FilesAsync(ParseResult parse, CancellationToken cancellation)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var name in parts.Files.Select(parse.GetResult).OfType<System.CommandLine.Parsing.SymbolResult>().SelectMany(r => r.Tokens).Select(t => t.Value).Distinct())
        {
            // Base64 makes four bytes of three.
            files[name] = (await InputFile.ReadAsync(
                parts.Terminal, name, SentCommand.LargestBody / 4 * 3, "more than a hub takes with a command. Nothing was sent.", cancellation)).Body;
        }

        return files;
    }

    private async Task<CommandAnswer> AskAsync(SentCommand sent, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub, SentCommand.Path.TrimStart('/')))
        {
            Content = JsonContent.Create(sent, options: SentCommand.Json),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token(cancellation));
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            if (response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == "application/json")
                return await response.Content.ReadFromJsonAsync<CommandAnswer>(SentCommand.Json, cancellation) ?? throw NoHub();
            throw await RefusedAsync(response, cancellation);
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new CommandFailure($"The hub at {hub} gave no answer: {fault.Message} Whether it did what it was asked isn't known: look before you repeat it.", fault);
        }
        catch (JsonException fault)
        {
            throw new CommandFailure(NoHub().Message, fault);
        }
    }

    private async Task<CommandFailure> RefusedAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        // Only a hub's own short words are printed; of anything else the status.
        var text = response.Content.Headers.ContentType?.MediaType == "text/plain" ? (await response.Content.ReadAsStringAsync(cancellation)).Trim() : string.Empty;
        var said = text.Length is > 0 and < 500 ? " It says: " + Shell.Printable(text) : string.Empty;
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new CommandFailure($"The hub at {hub} doesn't take the token.{said} Sign in again (az login), or get a new one for HF_HUB_TOKEN."),
            HttpStatusCode.Forbidden => new CommandFailure($"The hub at {hub} refuses.{said}"),
            HttpStatusCode.NotFound => new CommandFailure(
                $"At {hub} no commands are taken: the address is another's, or its settings {OperatorSettings.AuthoritySetting} and {OperatorSettings.AudienceSetting} are not set."),
            _ => new CommandFailure($"The hub at {hub} answered {(int)response.StatusCode}.{said}"),
        };
    }

    private CommandFailure NoHub() => new($"What answers at {hub} is no hub: check the address.");
}
