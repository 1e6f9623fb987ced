using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Contracts;

namespace HousingFirst.Infra.Tests.Compiler;

/// <summary>What tests ask of the compiler.</summary>
internal static class BicepSteps
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the compiler and its linter say of a file and of the modules it uses.</summary>
    public static async Task<string[]> DefectsAsync(this BicepServer bicep, string file)
    {
        var (method, parameters) = file.EndsWith(".bicepparam", StringComparison.Ordinal)
            ? ("bicep/compileParams", (object)new { path = file, parameterOverrides = new { } })
            : ("bicep/compile", new { path = file });
        var answer = await bicep.AskAsync(method, parameters);
        return [.. answer["diagnostics"]!.AsArray().Select(d => $"{Path.GetFileName((string?)d!["source"])}: {d["level"]} {d["code"]}: {d["message"]}")];
    }

    /// <summary>The template that a file is compiled to.</summary>
    public static async Task<JsonNode> TemplateAsync(this BicepServer bicep) =>
        JsonNode.Parse((string)(await bicep.AskAsync("bicep/compile", new { path = Path.Combine(BicepServer.Folder, "main.bicep") }))["contents"]!)!;

    /// <summary>Every resource that a deployment would make, with every expression worked out that can be without Azure.</summary>
    public static async Task<JsonNode> SnapshotAsync(this BicepServer bicep, string file)
    {
        var metadata = new
        {
            tenantId = "00000000-0000-0000-0000-000000000002",
            subscriptionId = "00000000-0000-0000-0000-000000000001",
            resourceGroup = "rg-hub",
            location = "canadacentral",
        };
        return JsonNode.Parse((string)(await bicep.AskAsync("bicep/getSnapshot", new { path = file, metadata }))["snapshot"]!)!;
    }

    /// <summary>The resources of an environment that differs from <c>dev</c> in some parameters.</summary>
    /// <param name="bicep">The compiler.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="parameters">Lines of a parameter file, after those of <c>dev</c> that they don't replace.</param>
    public static async Task<JsonNode> VariantAsync(this BicepServer bicep, string name, string parameters)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "infra")).FullName;
        var file = Path.Combine(folder, name + ".bicepparam");
        await File.WriteAllTextAsync(
            file,
            $"""
            using '../../infra-bicep/main.bicep'
            param environmentName = 'dev'
            param community = 'lethbridge'
            param mail = 'sendgrid'
            param mailFrom = 'Hub <hub@your-town.example>'
            param alertMail = 'operator@your-town.example'
            param budgetStart = '2026-12-01'
            {parameters}
            """);
        return await bicep.SnapshotAsync(file);
    }

    /// <summary>The text of JSON whose objects' names are in order: the compiler writes them as they come.</summary>
    public static string Text(this JsonNode node) => Ordered(node)!.ToJsonString(Indented) + "\n";

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, Ordered(f.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Ordered)]),
        _ => node?.DeepClone(),
    };
}
