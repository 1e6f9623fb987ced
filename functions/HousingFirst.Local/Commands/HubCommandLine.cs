using System.CommandLine;
using System.CommandLine.Help;
using HousingFirst.Hub.Backup;
using HousingFirst.Local.Commands.Agencies;
using HousingFirst.Local.Commands.Azure;
using HousingFirst.Local.Commands.Contacts;
using HousingFirst.Local.Commands.Meetings;
using HousingFirst.Local.KeyFiles;
using HousingFirst.Local.StartUp;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Commands;

/// <summary>The <c>hub</c> command line. Without a command it runs the hub.</summary>
internal static class HubCommandLine
{
    /// <summary>Runs one command.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        var parts = new CommandParts(terminal);
        var root = Create(parts, args);
        var parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Errors.Count > 0)
        {
            foreach (var error in parse.Errors) await terminal.Error.WriteLineAsync(error.Message);
            await terminal.Error.WriteLineAsync($"How it is used: {NameOf(parse.CommandResult)} --help");
            return ExitCodes.Usage;
        }

        try
        {
            // The running hub ends by itself, in order, however long that takes; a command is asked to stop and then left.
            var isHub = parse.CommandResult.Command == root || parse.CommandResult.Command.Name == UpCommand.Name;
            return await parse.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Out,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = isHub ? null : TimeSpan.FromSeconds(5),
                },
                cancellation);
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("Stopped before it was done.");
            return ExitCodes.Refused;
        }
        catch (Exception error) when (error is CommandFailure or CannotStartException or HubDataException or KeyFileException
            or BackupFormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync(error.Message);
            return ExitCodes.Refused;
        }
    }

    private static Command Create(CommandParts parts, string[] args)
    {
        var up = new UpCommand(parts);
        var root = parts.Command(
            "hub",
            """
            The Housing First hub on one machine. Without a command: hub up.
            Exit code: 0 done, 1 refused or invalid, 2 not understood. Errors go to standard error.
            """,
            "hub up",
            [
                up.HttpPort,
                up.AmqpPort,
                up.Empty,
                up.Create(),
                // The hub's start does without what it can't mean.
                .. args is [UpCommand.Name, ..] ? [] : Others(parts),
            ]);
        root.Options.Add(parts.Data);
        var help = new HelpOption();
        help.Action = new HelpWithExample((HelpAction)help.Action!, parts.Examples);
        root.Options.Add(help);
        root.Options.Add(new VersionOption());
        root.SetAction(up.RunAsync);
        return root;
    }

    private static Command[] Others(CommandParts parts) =>
    [
        SampleCommand.Create(parts),
        ValidateCommand.Create(parts),
        SendCommand.Create(parts),
        CoverageCommand.Create(parts),
        CallsCommand.Create(parts),
        PreviewCommand.Create(parts),
        DisclosuresCommand.Create(parts),
        CantBeToldCommand.Create(parts),
        ConsentCommand.Create(parts),
        TeamsCommand.Create(parts),
        MailCommands.Create(parts),
        DeadLettersCommand.Create(parts),
        .. KeyCommands.Create(parts),
        LinkCommand.Create(parts),
        CommunityCommand.Create(parts),
        AgencyCommand.Create(parts),
        DirectoryCommand.Create(parts),
        ContactsCommand.Create(parts),
        PlanCommand.Create(parts),
        MeetingCommand.Create(parts),
        SimulateCommand.Create(parts),
        NetworkCommand.Create(parts),
        TasksCommand.Create(parts),
        RequestsCommand.Create(parts),
        SurprisesCommand.Create(parts),
        TermsCommand.Create(parts),
        GlossaryCommand.Create(parts),
        ExportCommand.Create(parts),
        CostCommand.Create(parts),
        .. BackupCommands.Create(parts),
        CheckCommand.Create(parts),
    ];

    private static string NameOf(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent ? $"{NameOf(parent)} {result.Command.Name}" : result.Command.Name;
}
