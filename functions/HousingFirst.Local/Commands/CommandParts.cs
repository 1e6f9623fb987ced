using System.CommandLine;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Commands;

/// <summary>What every command is made of: the terminal, the data folder, examples for the help.</summary>
internal sealed class CommandParts(Terminal terminal)
{
    private readonly Dictionary<Command, string> examples = [];

    /// <summary>Who is talked to.</summary>
    public Terminal Terminal { get; } = terminal;

    /// <summary>The data folder, on every command.</summary>
    public Option<string> Data { get; } = new("--data")
    {
        Description = "The hub's data folder. Default: the environment's HF_DATA, else ./data",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => terminal.DefaultData,
    };

    /// <summary>The example of each command.</summary>
    public IReadOnlyDictionary<Command, string> Examples => examples;

    /// <summary>A command with its example.</summary>
    public Command Command(string name, string description, string example, params ReadOnlySpan<Symbol> parts)
    {
        var command = new Command(name, description);
        examples[command] = example;
        foreach (var part in parts)
        {
            switch (part)
            {
                case Argument argument:
                    command.Arguments.Add(argument);
                    break;
                case Option option:
                    command.Options.Add(option);
                    break;
                case Command sub:
                    command.Subcommands.Add(sub);
                    break;
            }
        }

        return command;
    }

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    /// <summary><c>--as AGENCY</c>.</summary>
    public static Option<string?> As(string description, bool required = false) =>
        new("--as") { Description = description, HelpName = "AGENCY", Required = required };

    /// <summary>Opens the hub with its community, beside a running one or without.</summary>
    /// <exception cref="CommandFailure">There is none, or no community in it.</exception>
    public async Task<OpenHub> OpenAsync(ParseResult parse, CancellationToken cancellation)
    {
        var local = OpenBare(parse);
        try
        {
            if (await local.Hub.Partners.CommunityAsync(cancellation) is null)
            {
                throw new CommandFailure(
                    $"No community is set up in {local.Folder.Root}. Start the hub without --empty to load the fictional one, or set one up: hub community set FILE.");
            }

            return new OpenHub(local, await local.Hub.Directory.NowAsync(cancellation));
        }
        catch
        {
            await local.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the hub's data, whether or not a community is set up.</summary>
    /// <exception cref="CommandFailure">There is none in the folder.</exception>
    public LocalHub OpenBare(ParseResult parse)
    {
        var root = Root(parse);
        if (!HasHub(root))
            throw new CommandFailure($"There is no hub in {root}. Start one there (hub up), or name the folder of one: --data DIR, or HF_DATA.");
        return LocalHub.Open(DataFolder.Open(root), Terminal.Clock);
    }

    /// <summary>Whether the folder holds a hub, or half of one, which opening says in words.</summary>
    public static bool HasHub(string root) =>
        File.Exists(Path.Combine(root, HubDatabase.FileName)) || Directory.Exists(Path.Combine(root, HubRestore.Unfinished));

    /// <summary>The data folder, as a full path.</summary>
    public string Root(ParseResult parse) => Path.GetFullPath(parse.GetRequiredValue(Data));

    /// <summary>What a command that is printed for the reader to run needs behind it, to find the same folder.</summary>
    public string SameFolder(ParseResult parse) =>
        Root(parse) == Path.GetFullPath(Terminal.DefaultData) ? string.Empty : $" --data {Shell.Quote(parse.GetRequiredValue(Data))}";
}
