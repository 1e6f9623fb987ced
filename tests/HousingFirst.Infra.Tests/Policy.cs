using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HousingFirst.Infra.Tests;

/// <summary>What must hold of everything that is deployed, whatever the parameters.</summary>
internal static partial class Policy
{
    /// <summary>Azure's own limit on shared access rules of one queue.</summary>
    private const int MostRules = 12;

    /// <summary>The roles that may be given to anybody, by id. Nobody gets one that manages.</summary>
    private static readonly HashSet<string> Roles = new(StringComparer.Ordinal)
    {
        "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", // Storage Blob Data Owner: the Functions host asks for it
        "ba92f5b4-2d11-453d-a403-e96b0029c9fe", // Storage Blob Data Contributor
        "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", // Storage Blob Data Reader
        "974c5e8b-45b9-4653-ba55-5f855dd0fb88", // Storage Queue Data Contributor
        "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", // Storage Table Data Contributor
        "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0", // Azure Service Bus Data Receiver
        "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", // Azure Service Bus Data Sender
        "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
        "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", // Key Vault Secrets Officer: the administrator's
        "3913510d-42f4-4e42-8a64-420c390055eb", // Monitoring Metrics Publisher
    };

    /// <summary>What a snapshot breaks; empty where nothing.</summary>
    public static string[] Violations(JsonNode snapshot)
    {
        var resources = snapshot["predictedResources"]!.AsArray().Select(r => r!).ToArray();
        return [.. resources.SelectMany(Of), .. Together(resources)];
    }

    /// <summary>What a template breaks by what it puts out or asks for: a key in an output or a property stays readable in the deployment's history.</summary>
    public static string[] Secrets(JsonNode template)
    {
        var defects = new List<string>();
        Walk(template, string.Empty);
        return [.. defects];

        void Walk(JsonNode? node, string path)
        {
            if (node is JsonObject fields)
            {
                foreach (var (name, value) in fields)
                {
                    if (name == "outputs" && value is JsonObject outputs)
                        defects.AddRange(outputs.Where(o => Secret().IsMatch(o.Key) || Secret().IsMatch(o.Value!["value"]!.ToJsonString())).Select(o => $"output {o.Key} may hold a secret"));
                    Walk(value, $"{path}/{name}");
                }
            }
            else if (node is JsonArray items)
            {
                foreach (var item in items) Walk(item, path);
            }
            else if (node?.GetValueKind() == System.Text.Json.JsonValueKind.String && ListsKeys().IsMatch((string)node!))
            {
                defects.Add($"{path} asks for keys");
            }
        }
    }

    private static IEnumerable<string> Of(JsonNode resource)
    {
        var (type, name) = ((string)resource["type"]!, (string)resource["name"]!);
        return type switch
        {
            "Microsoft.Storage/storageAccounts" =>
            [
                .. Is("allowSharedKeyAccess", false), .. Is("allowBlobPublicAccess", false), .. Is("supportsHttpsTrafficOnly", true),
                .. Is("minimumTlsVersion", "TLS1_2"), .. Is("allowCrossTenantReplication", false),
            ],
            "Microsoft.Storage/storageAccounts/blobServices/containers" => Is("publicAccess", "None"),
            "Microsoft.ServiceBus/namespaces" => Is("minimumTlsVersion", "1.2"),
            "Microsoft.ServiceBus/namespaces/queues" =>
            [
                .. Is("defaultMessageTimeToLive", "P14D"), .. Is("deadLetteringOnMessageExpiration", true), .. Is("maxDeliveryCount", 10),
                .. Is("requiresSession", false), .. Is("requiresDuplicateDetection", false),
            ],
            "Microsoft.ServiceBus/namespaces/AuthorizationRules" or "Microsoft.ServiceBus/namespaces/authorizationRules" =>
                [$"{name}: a rule of the whole namespace opens every agency's queue"],
            "Microsoft.ServiceBus/namespaces/queues/authorizationRules" => Rule(name, resource),
            "Microsoft.KeyVault/vaults" => [.. Is("enableRbacAuthorization", true), .. Is("enableSoftDelete", true), .. Is("enablePurgeProtection", true)],
            "Microsoft.Web/sites" =>
            [
                .. Is("httpsOnly", true), .. Is("siteConfig.minTlsVersion", "1.2"), .. Is("siteConfig.scmMinTlsVersion", "1.2"), .. Is("siteConfig.ftpsState", "Disabled"),
                .. Settings(name, resource),
            ],
            "Microsoft.Web/sites/basicPublishingCredentialsPolicies" => Is("allow", false),
            "Microsoft.Insights/components" => Is("DisableLocalAuth", true),
            "Microsoft.OperationalInsights/workspaces" => At("workspaceCapping.dailyQuotaGb") is null ? [$"{name}: nothing limits what is logged a day"] : [],
            "Microsoft.Insights/metricAlerts" => Series(name, resource),
            "Microsoft.Authorization/roleAssignments" => Roles.Contains(((string)At("roleDefinitionId")!).Split('/')[^1]) ? [] : [$"{name}: gives a role that nobody needs"],
            _ => [],
        };

        IEnumerable<string> Is<T>(string property, T value) =>
            At(property) is JsonValue found && found.TryGetValue<T>(out var is_) && Equals(is_, value) ? [] : [$"{name}: {property} must be {value}"];

        JsonNode? At(string property) => property.Split('.').Aggregate(resource["properties"], (node, part) => node?[part]);
    }

    private static IEnumerable<string> Rule(string name, JsonNode resource)
    {
        var parts = name.Split('/');
        var rights = resource["properties"]!["rights"]!.AsArray().Select(r => (string)r!).ToArray();
        var own = parts[1] == "agency-" + parts[2];
        string[] wanted = parts[1].StartsWith("agency-", StringComparison.Ordinal) ? ["Listen"] : ["Send"];
        if (!rights.SequenceEqual(wanted)) yield return $"{name}: may only {wanted[0]}";
        if (wanted[0] == "Listen" && !own) yield return $"{name}: an agency's queue is read by that agency alone";
    }

    private static IEnumerable<string> Settings(string name, JsonNode site)
    {
        foreach (var setting in site["properties"]!["siteConfig"]!["appSettings"]!.AsArray())
        {
            var (key, value) = ((string)setting!["name"]!, (string)setting["value"]!);
            if (SecretSetting().IsMatch(key) && !value.Contains("@Microsoft.KeyVault(", StringComparison.Ordinal)) yield return $"{name}: {key} must be a reference to the vault";
            if (AccountKey().IsMatch(value)) yield return $"{name}: {key} holds a key";
        }
    }

    private static IEnumerable<string> Series(string name, JsonNode alert)
    {
        var criteria = alert["properties"]!["criteria"]!["allOf"]!.AsArray();
        if (criteria.Count > 1 || criteria.Any(c => c!["dimensions"] is JsonArray { Count: > 0 })) yield return $"{name}: every time series is paid for; one, without dimensions";
    }

    private static IEnumerable<string> Together(JsonNode[] resources)
    {
        var rules = resources.Where(r => (string)r["type"]! == "Microsoft.ServiceBus/namespaces/queues/authorizationRules").ToArray();
        foreach (var queue in rules.GroupBy(r => ((string)r["name"]!).Split('/')[1]).Where(g => g.Count() > MostRules))
            yield return $"{queue.Key}: a queue takes {MostRules} rules";
        var local = resources.Where(r => (string)r["type"]! == "Microsoft.ServiceBus/namespaces").Any(n => n["properties"]!["disableLocalAuth"]?.GetValue<bool>() == true);
        if (local && rules.Length > 0) yield return "rules on queues whose keys open nothing";
        if (resources.Count(r => (string)r["type"]! == "Microsoft.Insights/scheduledQueryRules") > 1) yield return "more than one log alert";
        foreach (var needed in (string[])["Microsoft.Consumption/budgets", "Microsoft.Insights/metricAlerts", "Microsoft.Insights/scheduledQueryRules", "Microsoft.Insights/actionGroups"])
        {
            if (!resources.Any(r => (string)r["type"]! == needed)) yield return $"no {needed}";
        }
    }

    [GeneratedRegex("secret|password|key(?!vault)|connectionString|sas", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\blist[A-Z]\w*\(", RegexOptions.CultureInvariant)]
    private static partial Regex ListsKeys();

    [GeneratedRegex("(SECRET|_KEY)$|^HubKeys__", RegexOptions.CultureInvariant)]
    private static partial Regex SecretSetting();

    [GeneratedRegex("AccountKey=|SharedAccessKey=|sig=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AccountKey();
}
