using System.Text.Json;
using System.Text.RegularExpressions;
using HousingFirst.Contracts;
using HousingFirst.Infra.Tests.Compiler;
using Xunit;

namespace HousingFirst.Infra.Tests;

/// <summary>The sources compile without a word of the compiler or its linter, look as its formatter would have them, and need no network.</summary>
public sealed partial class CompileTests(BicepServer bicep)
{
    [Fact]
    public async Task Everything_compiles_and_the_linter_finds_nothing()
    {
        Assert.Empty(await bicep.DefectsAsync(Path.Combine(BicepServer.Folder, "main.bicep")));
        foreach (var environment in BicepServer.Environments) Assert.Empty(await bicep.DefectsAsync(BicepServer.FileOf(environment)));
    }

    [Fact]
    public void Every_rule_of_the_linter_is_an_error()
    {
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(BicepServer.Folder, "bicepconfig.json")));
        var core = config.RootElement.GetProperty("analyzers").GetProperty("core");
        Assert.True(core.GetProperty("enabled").GetBoolean());
        var rules = core.GetProperty("rules").EnumerateObject().ToArray();
        Assert.True(rules.Length > 40);
        Assert.All(rules, r => Assert.Equal("error", r.Value.GetProperty("level").GetString()));
    }

    [Theory]
    [InlineData("param unused string\n", "no-unused-params")]
    [InlineData("@description('A key.')\noutput key string = listKeys('x', '2025-01-01').keys[0].value\n", "outputs-should-not-contain-secrets")]
    [InlineData("@description('An address.')\noutput url string = 'https://management.azure.com/'\n", "no-hardcoded-env-urls")]
    [InlineData("param named string = 'x'\noutput o string = named\n", "use-description-params")]
    public async Task The_linter_finds_a_planted_defect(string source, string rule)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "infra", rule)).FullName;
        File.Copy(Path.Combine(BicepServer.Folder, "bicepconfig.json"), Path.Combine(folder, "bicepconfig.json"), overwrite: true);
        var file = Path.Combine(folder, "planted.bicep");
        await File.WriteAllTextAsync(file, source, TestContext.Current.CancellationToken);
        Assert.Contains(await bicep.DefectsAsync(file), d => d.Contains($"Error {rule}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_format_is_the_formatters()
    {
        foreach (var source in BicepServer.Sources)
        {
            var path = Path.Combine(BicepServer.Folder, source);
            var formatted = (string)(await bicep.AskAsync("bicep/format", new { path }))["contents"]!;
            Assert.True(formatted == await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), $"{source}: run `bicep format` on it.");
        }
    }

    [Fact]
    public void Modules_are_local() => Assert.All(
        BicepServer.Sources,
        source => Assert.DoesNotMatch(Remote(), File.ReadAllText(Path.Combine(BicepServer.Folder, source))));

    [GeneratedRegex("'(br|ts|oci)[/:]", RegexOptions.CultureInvariant)]
    private static partial Regex Remote();
}
