using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HousingFirst.Contracts;
using HousingFirst.Infra.Tests.Compiler;
using Xunit;

namespace HousingFirst.Infra.Tests;

/// <summary>
/// A deployment replaces all of an app's settings, so every setting that the program reads is in the template, and the template has none that
/// nothing reads. What the program reads is found in its sources.
/// </summary>
public sealed partial class SettingsTests(BicepServer bicep)
{
    private static readonly Dictionary<string, string> NotInTheCloud = new(StringComparer.Ordinal)
    {
        ["HF_DATA"] = "the local hub's folder",
        ["HubTables__connectionString"] = "a storage emulator on this machine",
        ["HubTables__prefix"] = "several hubs in one account",
        ["ServiceBusConnection"] = "a broker's emulator on this machine",
        ["AzureWebJobsStorage"] = "a storage emulator on this machine",
    };

    /// <summary>What the Functions host and its extensions read, by how it begins.</summary>
    private static readonly string[] Hosts = ["AzureWebJobs", "APPLICATIONINSIGHTS_", "ServiceBusConnection__"];

    [Fact]
    public async Task Every_setting_that_the_program_reads_is_in_the_template()
    {
        var settings = Of(await bicep.VariantAsync("settings", Full));
        var missing = Read().Where(name => !settings.ContainsKey(name) && !NotInTheCloud.ContainsKey(name)).ToArray();
        Assert.True(missing.Length == 0, "Read by the program, and not in infra-bicep/modules/function-app.bicep: " + string.Join(", ", missing));
        Assert.All(NotInTheCloud.Keys, name => Assert.DoesNotContain(name, settings.Keys));
    }

    [Fact]
    public async Task The_template_has_no_setting_that_nothing_reads()
    {
        if (!Directory.Exists(Head)) Assert.Skip("functions/HousingFirst.Functions isn't there: what it reads isn't known.");
        var read = Read();
        var settings = Of(await bicep.VariantAsync("settings", Full)).Keys.Where(name => !Hosts.Any(h => name.StartsWith(h, StringComparison.Ordinal)));
        var unread = settings.Where(name => !read.Contains(name)).ToArray();
        Assert.True(unread.Length == 0, "In infra-bicep/modules/function-app.bicep, and read by nothing: " + string.Join(", ", unread));
    }

    [Fact]
    public async Task The_alert_watches_a_function_that_is_there()
    {
        if (!Directory.Exists(Head)) Assert.Skip("functions/HousingFirst.Functions isn't there.");
        var query = (string)(await bicep.SnapshotAsync(BicepServer.FileOf("prod")))["predictedResources"]!.AsArray()
            .Single(r => (string)r!["type"]! == "Microsoft.Insights/scheduledQueryRules")!["properties"]!["criteria"]!["allOf"]![0]!["query"]!;
        var watched = Watched().Match(query).Groups["name"].Value;
        Assert.Contains(
            Directory.EnumerateFiles(Head, "*.cs", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains($"Task {watched}(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_guide_lists_every_setting()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "azure.md"), TestContext.Current.CancellationToken);
        var table = guide.Split("<!-- settings -->")[1].Split("<!-- end -->")[0];
        Assert.Equal(
            Of(await bicep.VariantAsync("settings", Full)).Keys.Order(StringComparer.Ordinal),
            Row().Matches(table).Select(m => m.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_program_reads_is_found_in_its_sources()
    {
        var read = Read();
        Assert.Superset(new HashSet<string> { "HubTables__serviceUri", "HubTables__clientId", "HF_MAIL", "HF_MAIL_SECRET", "HF_MAIL_BOUNCES_SECRET" }, read);
        Assert.Equal(["A__b", "HF_X", "Tick", "Bus__fullyQualifiedNamespace", "Some__deep", "Plain"], NamesIn("X.cs",
            """
            const string X = "A__b"; Environment.GetEnvironmentVariable("HF_X"); [TimerTrigger("%Tick%")] [ServiceBusTrigger("q", Connection = "Bus")]
            configuration["Some:deep"]; settings("Plain")
            """));
        Assert.Equal(["Base", "Base__one", "Alone"], NamesIn(Names, "const string B = \"Base\"; const string C = B + \"__one\"; const string D = \"Alone\";"));
    }

    private const string Full = """
        param mailBounces = 'pop3s://hub@mail.your-town.example'
        param mailWebhook = true
        param operatorAudience = '00000000-0000-0000-0000-000000000002'
        """;

    /// <summary>The file all of whose constants are names of settings.</summary>
    private const string Names = "SettingNames.cs";

    private static string Head { get; } = Path.Combine(Repository.Root, "functions", "HousingFirst.Functions");

    /// <summary>An app's settings in a snapshot.</summary>
    internal static Dictionary<string, string> Of(JsonNode snapshot) => snapshot["predictedResources"]!.AsArray()
        .Single(r => (string)r!["type"]! == "Microsoft.Web/sites")!["properties"]!["siteConfig"]!["appSettings"]!.AsArray()
        .ToDictionary(s => (string)s!["name"]!, s => (string)s!["value"]!, StringComparer.Ordinal);

    private static HashSet<string> Read() =>
        (from project in (string[])["Azure", "Commands", "Hub", "Mail", "Functions"]
         let folder = Path.Combine(Repository.Root, "functions", "HousingFirst." + project)
         where Directory.Exists(folder)
         from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
         from name in NamesIn(Path.GetFileName(file), File.ReadAllText(file))
         select name).ToHashSet(StringComparer.Ordinal);

    private static string[] NamesIn(string file, string source)
    {
        if (file != Names)
        {
            return [.. from match in Setting().Matches(source)
                       let name = match.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal)
                       select match.Groups["connection"].Success ? match.Groups["connection"].Value + "__fullyQualifiedNamespace" : name];
        }

        var constants = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match constant in Constant().Matches(source))
            constants[constant.Groups["name"].Value] = (constant.Groups["base"].Success ? constants[constant.Groups["base"].Value] : string.Empty) + constant.Groups["text"].Value;
        return [.. constants.Values];
    }

    [GeneratedRegex("name == \"(?<name>\\w+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Watched();

    [GeneratedRegex(@"^\| `(?<name>\w+)` \|", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Row();

    [GeneratedRegex("""const string (?<name>\w+) = (?:(?<base>\w+) \+ )?"(?<text>[^"]+)";""", RegexOptions.CultureInvariant)]
    private static partial Regex Constant();

    // A constant that looks like a setting's name, a %Setting% of an attribute, a connection's prefix, or what configuration is asked for.
    [GeneratedRegex("""
        "(?<name>[A-Z][A-Za-z]*__[A-Za-z]+)"|"(?<name>HF_[A-Z_]+)"|"%(?<name>[A-Za-z_]+)%"|,\s*Connection\s*=\s*"(?<connection>\w+)"|(?:[Cc]onfiguration\[|\bsettings?\()"(?<name>[A-Z][A-Za-z_:]+)"
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Setting();
}
