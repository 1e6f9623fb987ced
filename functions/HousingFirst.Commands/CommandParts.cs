using System.CommandLine;

namespace HousingFirst.Commands;

/// <summary>What every command is made of: the terminal, the hub it works on, examples for the help.</summary>
internal abstract class CommandParts(Terminal terminal)
{
    private readonly Dictionary<Command, string> examples = [];
    private readonly HashSet<Symbol> files = [];

    /// <summary>Who is talked to.</summary>
    public Terminal Terminal { get; } = terminal;

    /// <summary>The example of each command.</summary>
    public IReadOnlyDictionary<Command, string> Examples => examples;

    /// <summary>The arguments and options that name a file to read: a command that is sent to a hub takes these files along.</summary>
    public IReadOnlySet<Symbol> Files => files;

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

    /// <summary>An argument or option that names a file to read.</summary>
    public T File<T>(T symbol)
        where T : Symbol
    {
        files.Add(symbol);
        return symbol;
    }

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    /// <summary><c>--as AGENCY</c>.</summary>
    public static Option<string?> As(string description, bool required = false) =>
        new("--as") { Description = description, HelpName = "AGENCY", Required = required };

    /// <summary>What a command that is printed for the reader to run needs behind it, to find the same hub.</summary>
    public virtual string SameFolder(ParseResult parse) => string.Empty;

    /// <summary>Opens the hub with its community.</summary>
    /// <exception cref="CommandFailure">There is none, or no community in it.</exception>
    public abstract Task<OpenHub> OpenAsync(ParseResult parse, CancellationToken cancellation);

    /// <summary>Opens the hub to give it its community, where it may have none yet.</summary>
    /// <exception cref="CommandFailure">It can't be opened.</exception>
    public abstract IHubPlace OpenToSet(ParseResult parse);
}
