using System.CommandLine;
using HousingFirst.Commands;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Commands;

/// <summary>What commands of this machine are made of: the hub is in a data folder.</summary>
internal sealed class LocalParts(Terminal terminal) : CommandParts(terminal)
{
    /// <summary>The data folder, on every command.</summary>
    public Option<string> Data { get; } = new("--data")
    {
        Description = "The hub's data folder. Default: the environment's HF_DATA, else ./data",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => terminal.DefaultData,
    };

    /// <summary>Another hub's address: the command is done there.</summary>
    public Option<string?> Hub { get; } = new("--hub")
    {
        Description = "Do it at the hub whose pages are at this address, as who `az login` says you are (HF_HUB_AUDIENCE) or with a token (HF_HUB_TOKEN)",
        HelpName = "URL",
        Recursive = true,
    };

    /// <inheritdoc/>
    public override async Task<OpenHub> OpenAsync(ParseResult parse, CancellationToken cancellation) => await OpenLocalAsync(parse, cancellation);

    /// <inheritdoc/>
    public override IHubPlace OpenToSet(ParseResult parse) => LocalHub.Open(DataFolder.Open(Root(parse)), Terminal.Clock);

    /// <summary>Opens the hub with its community, beside a running one or without.</summary>
    /// <exception cref="CommandFailure">There is none, or no community in it.</exception>
    public async Task<OpenLocalHub> OpenLocalAsync(ParseResult parse, CancellationToken cancellation)
    {
        var local = OpenBare(parse);
        try
        {
            if (await local.Hub.Partners.CommunityAsync(cancellation) is null)
            {
                throw new CommandFailure(
                    $"No community is set up in {local.Folder.Root}. Start the hub without --empty to load the fictional one, or set one up: hub community set FILE.");
            }

            return new OpenLocalHub(local, await local.Hub.Directory.NowAsync(cancellation));
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
        System.IO.File.Exists(Path.Combine(root, HubDatabase.FileName)) || Directory.Exists(Path.Combine(root, HubRestore.Unfinished));

    /// <summary>The data folder, as a full path.</summary>
    public string Root(ParseResult parse) => Path.GetFullPath(parse.GetRequiredValue(Data));

    /// <inheritdoc/>
    public override string SameFolder(ParseResult parse) =>
        Root(parse) == Path.GetFullPath(Terminal.DefaultData) ? string.Empty : $" --data {Shell.Quote(parse.GetRequiredValue(Data))}";
}
