using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace HousingFirst.Commands;

/// <summary>Reads the words of a command and runs it: the same on the machine it was typed on and at the hub it was sent to.</summary>
internal static class CommandRun
{
    /// <summary>Gives the root its help, with examples, and its version.</summary>
    public static Command WithHelp(this Command root, CommandParts parts)
    {
        var help = new HelpOption();
        help.Action = new HelpWithExample((HelpAction)help.Action!, parts.Examples);
        root.Options.Add(help);
        root.Options.Add(new VersionOption());
        return root;
    }

    /// <summary>Reads the words; says what is wrong with them.</summary>
    /// <returns>The command, or null where it was not understood.</returns>
    public static async Task<ParseResult?> ParseAsync(Command root, IReadOnlyList<string> words, Terminal terminal)
    {
        var parse = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Errors.Count == 0) return parse;
        foreach (var error in parse.Errors) await terminal.Error.WriteLineAsync(error.Message);
        await terminal.Error.WriteLineAsync($"How it is used: {NameOf(parse.CommandResult)} --help");
        return null;
    }

    /// <summary>Runs it.</summary>
    /// <param name="parse">The command.</param>
    /// <param name="terminal">Who is talked to.</param>
    /// <param name="ends">How long it may take to stop when the process is asked to end; null where that is not the command's to hear.</param>
    /// <param name="isRefusal">Which other errors are an answer in words, not a defect of the hub.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        ParseResult parse, Terminal terminal, TimeSpan? ends, Func<Exception, bool> isRefusal, CancellationToken cancellation)
    {
        try
        {
            return await parse.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Out,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = ends,
                },
                cancellation);
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("Stopped before it was done.");
            return ExitCodes.Refused;
        }
        catch (Exception error) when (error is CommandFailure or InvalidDataException or IOException or UnauthorizedAccessException || isRefusal(error))
        {
            await terminal.Error.WriteLineAsync(error.Message);
            return ExitCodes.Refused;
        }
    }

    /// <summary>A command's name with those it is below: <c>hub tasks list</c>.</summary>
    public static string NameOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{NameOf(parent)} {result.Command.Name}" : result.Command.Name;
}
