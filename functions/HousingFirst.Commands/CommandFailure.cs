namespace HousingFirst.Commands;

/// <summary>A command can't do what it was asked: exit code 1. The message says what happened, which rule, and what to do; never client data.</summary>
internal sealed class CommandFailure(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What a command ends with.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Refused, invalid, or not possible now.</summary>
    public const int Refused = 1;

    /// <summary>The command was not understood.</summary>
    public const int Usage = 2;
}
