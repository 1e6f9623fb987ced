using System.CommandLine;
using HousingFirst.Local.Commands.Agencies;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub directory</c>: who the partners are, whom to ask, whether an entry is still right; and the listings of what the town has.</summary>
internal static class DirectoryCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "directory",
        "Search the partner directory, confirm its entries, see who changed what; import and export listings of services",
        "hub directory search hopital --language fr",
        DirectorySearchCommand.Create(parts),
        DirectoryConfirmCommand.Create(parts),
        DirectoryLogCommand.Create(parts),
        ImportListingsCommand.Create(parts),
        ExportListingsCommand.Create(parts),
        ListingHistoryCommand.Create(parts));
}
