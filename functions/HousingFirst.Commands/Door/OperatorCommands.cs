using System.CommandLine;
using HousingFirst.Commands.Agencies;
using HousingFirst.Commands.Contacts;
using HousingFirst.Commands.Meetings;
using HousingFirst.Commands.Teams;

namespace HousingFirst.Commands.Door;

/// <summary>The commands that a hub takes from its operators: those that need nothing but the hub.</summary>
internal static class OperatorCommands
{
    /// <summary>The command line of such a hub.</summary>
    public static Command Create(CommandParts parts) => parts.Command(
        "hub",
        "The Housing First hub, from its operators' command lines.",
        "hub tasks list",
        [
            CoverageCommand.Create(parts),
            CallsCommand.Create(parts),
            PreviewCommand.Create(parts),
            DisclosuresCommand.Create(parts),
            CantBeToldCommand.Create(parts),
            ConsentCommand.Create(parts),
            TeamsCommand.Create(parts),
            DeadLettersCommand.Create(parts),
            SigningKeyCommand.Create(parts),
            LinkCommand.Create(parts),
            CommunityCommand.Create(parts),
            AgencyCommand.Create(parts),
            DirectoryCommand.Create(parts),
            ContactsCommand.Create(parts),
            PlanCommand.Create(parts),
            MeetingCommand.Create(parts),
            NetworkCommand.Create(parts),
            TasksCommand.Create(parts),
            RequestsCommand.Create(parts),
            SurprisesCommand.Create(parts),
            TermsCommand.Create(parts),
            ExportCommand.Create(parts),
        ]).WithHelp(parts);

    /// <summary>Whether a command is one of them.</summary>
    /// <param name="name">Its name with those it is below, as <see cref="CommandRun.NameOf"/> says it.</param>
    /// <param name="parts">What commands are made of.</param>
    public static bool Have(string name, CommandParts parts)
    {
        var at = Create(parts);
        foreach (var word in name.Split(' ').Skip(1))
        {
            if (at.Subcommands.FirstOrDefault(c => c.Name == word) is not { } below) return false;
            at = below;
        }

        return at.Action is not null;
    }
}
