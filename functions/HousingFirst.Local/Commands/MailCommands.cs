using System.CommandLine;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub mail</c>: how the hub's mail looks, and what comes back of it.</summary>
internal static class MailCommands
{
    public static Command Create(LocalParts parts) => parts.Command(
        "mail",
        "See how mail looks, and take what came back of it",
        "hub mail preview --to dana",
        MailPreviewCommand.Create(parts),
        MailBounceCommand.Create(parts));
}
