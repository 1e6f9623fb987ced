using HousingFirst.Contracts;
using HousingFirst.Contracts.Model;
using Xunit;

namespace HousingFirst.Hub.Tests.Model;

/// <summary>
/// README shows the life of a notice as the checked model has it. After a change that is meant, run once with HF_GOLDEN=write and read the
/// difference in the commit.
/// </summary>
public sealed class ReadmeDiagramTests
{
    private const string Begin = "<!-- model:begin -->\n";
    private const string End = "<!-- model:end -->";

    [Fact]
    public void The_diagram_in_README_is_the_checked_models()
    {
        var path = Path.Combine(Repository.Root, "README.md");
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(from >= Begin.Length && to >= from, "README has no place for the diagram: put the two model markers there, each on its own line.");

        var diagram = $"```mermaid\n{LifeDiagram.Mermaid(LifeSpace.Explore())}```\n";
        if (Environment.GetEnvironmentVariable("HF_GOLDEN") == "write") File.WriteAllText(path, text[..from] + diagram + text[to..]);
        else Assert.Equal(diagram, text[from..to]);
    }
}
