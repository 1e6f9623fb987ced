using System.CommandLine;
using HousingFirst.Commands;
using HousingFirst.Commands.Agencies;
using HousingFirst.Commands.Contacts;
using HousingFirst.Commands.Meetings;
using HousingFirst.Commands.Sending;
using HousingFirst.Commands.Teams;
using HousingFirst.Hub.Backup;
using HousingFirst.Local.Commands.Azure;
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
        var parts = new LocalParts(terminal);
        var root = Create(parts, args);
        if (await CommandRun.ParseAsync(root, args, terminal) is not { } parse) return ExitCodes.Usage;
        // Help and the version are said here.
        if (parse.GetValue(parts.Hub) is { } hub && parse.Action == parse.CommandResult.Command.Action) Send(parts, parse.CommandResult.Command, hub, args);

        // The running hub ends by itself, in order, however long that takes; a command is asked to stop and then left.
        var isHub = parse.CommandResult.Command == root || parse.CommandResult.Command.Name == UpCommand.Name;
        return await CommandRun.RunAsync(
            parse,
            terminal,
            isHub ? null : TimeSpan.FromSeconds(5),
            static error => error is CannotStartException or HubDataException or KeyFileException or BackupFormatException,
            cancellation);
    }

    /// <summary>The command is done at another hub instead of here.</summary>
    private static void Send(LocalParts parts, Command command, string hub, string[] args) => command.SetAction(async (parse, cancellation) =>
    {
        if (parse.GetResult(parts.Data) is { Implicit: false }) throw new CommandFailure("--hub and --data name two hubs: leave one out.");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(4) };
        var send = new SendToHub(http, SendToHub.Address(hub), stop => HubToken.GetAsync(Environment.GetEnvironmentVariable, stop), parts);
        return await send.RunAsync(parse, SendToHub.Without(args, parts.Hub.Name), cancellation);
    });

    private static Command Create(LocalParts parts, string[] args)
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
        root.Options.Add(parts.Hub);
        root.SetAction(up.RunAsync);
        return root.WithHelp(parts);
    }

    private static Command[] Others(LocalParts parts) =>
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
        DirectoryCommand.Create(parts, ImportListingsCommand.Create(parts), ExportListingsCommand.Create(parts)),
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
}
