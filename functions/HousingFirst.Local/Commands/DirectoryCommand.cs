using System.CommandLine;
using HousingFirst.Local.Commands.Agencies;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub directory</c>: who the partners are, whom to ask, whether an entry is still right.</summary>
internal static class DirectoryCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "directory",
        "Search the partner directory, confirm its entries, and see who changed what",
        "hub directory search hopital --language fr",
        DirectorySearchCommand.Create(parts),
        DirectoryConfirmCommand.Create(parts),
        DirectoryLogCommand.Create(parts));
}
