using System.CommandLine;
using HousingFirst.Commands.Agencies;

namespace HousingFirst.Commands;

/// <summary><c>hub directory</c>: who the partners are, whom to ask, whether an entry is still right; and the listings of what the town has.</summary>
internal static class DirectoryCommand
{
    /// <param name="parts">What commands are made of.</param>
    /// <param name="listings">The import and export of listings, where the command has a machine's files at hand.</param>
    public static Command Create(CommandParts parts, params ReadOnlySpan<Command> listings) => parts.Command(
        "directory",
        "Search the partner directory, confirm its entries, see who changed what; import and export listings of services",
        "hub directory search hopital --language fr",
        [
            DirectorySearchCommand.Create(parts),
            DirectoryConfirmCommand.Create(parts),
            DirectoryLogCommand.Create(parts),
            .. listings,
            ListingHistoryCommand.Create(parts),
        ]);
}
