using HousingFirst.Infra.Tests.Compiler;
using Xunit;

namespace HousingFirst.Infra.Tests;

/// <summary>What each environment's deployment would make, resource by resource, against what was seen and accepted. HF_GOLDEN=write accepts anew.</summary>
public sealed class SnapshotTests(BicepServer bicep)
{
    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task A_deployment_makes_what_was_accepted(string environment)
    {
        var file = Path.ChangeExtension(BicepServer.FileOf(environment), ".snapshot.json");
        var snapshot = await bicep.SnapshotAsync(BicepServer.FileOf(environment));
        Assert.Empty(snapshot["diagnostics"]!.AsArray());
        if (Environment.GetEnvironmentVariable("HF_GOLDEN") == "write") await File.WriteAllTextAsync(file, snapshot.Text(), TestContext.Current.CancellationToken);
        else Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), snapshot.Text());
    }
}
