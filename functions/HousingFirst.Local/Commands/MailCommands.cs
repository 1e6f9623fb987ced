using System.CommandLine;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub mail</c>: the hub's mail, from the operator's side.</summary>
internal static class MailCommands
{
    public static Command Create(CommandParts parts) =>
        parts.Command("mail", "See how mail looks", "hub mail preview --to dana", MailPreviewCommand.Create(parts));
}
