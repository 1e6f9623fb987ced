using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace HousingFirst.Commands;

/// <summary>The help of a command, and an example of it.</summary>
internal sealed class HelpWithExample(HelpAction help, IReadOnlyDictionary<Command, string> examples) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out var example))
        {
            parseResult.InvocationConfiguration.Output.WriteLine("Example:");
            foreach (var line in example.Split('\n')) parseResult.InvocationConfiguration.Output.WriteLine("  " + line);
            parseResult.InvocationConfiguration.Output.WriteLine();
        }

        return code;
    }
}
