using System.CommandLine;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub mail</c>: what leaves by mail, and what comes back.</summary>
internal static class MailCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "mail",
        "Mail: take what came back of it",
        "hub mail bounce returned.eml",
        MailBounceCommand.Create(parts));
}
