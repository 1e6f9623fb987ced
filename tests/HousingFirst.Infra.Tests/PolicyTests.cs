using System.Globalization;
using System.Text.Json.Nodes;
using HousingFirst.Hub.Queues;
using HousingFirst.Infra.Tests.Compiler;
using Xunit;

namespace HousingFirst.Infra.Tests;

/// <summary>No parameter opens what must stay shut.</summary>
public sealed class PolicyTests(BicepServer bicep)
{
    private const string Agencies = "param agencies = ['river-icm', 'prairie-hospital']\n";

    private const string Everything = """
        param agencies = ['river-icm', 'prairie-hospital']
        param suspendedAgencies = ['bridge-outreach']
        param administratorPrincipalId = '11111111-1111-1111-1111-111111111111'
        param mailBounces = 'pop3s://hub@mail.your-town.example'
        param mailWebhook = true
        param serviceBusSku = 'Standard'
        param publicUrl = 'https://hub.your-town.example/'
        """;

    [Fact]
    public async Task Every_environment_and_variant_holds_the_policy()
    {
        foreach (var environment in BicepServer.Environments) Assert.Empty(Policy.Violations(await bicep.SnapshotAsync(BicepServer.FileOf(environment))));
        Assert.Empty(Policy.Violations(await bicep.VariantAsync("everything", Everything)));
        Assert.Empty(Policy.Secrets(await bicep.TemplateAsync()));
    }

    [Fact]
    public async Task Forty_agencies_make_a_queue_and_a_rule_each_and_no_queue_has_more_than_one()
    {
        var ids = Enumerable.Range(1, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"agency{i}")).ToArray();
        var snapshot = await bicep.VariantAsync("forty", $"param agencies = [{string.Join(", ", ids.Select(i => $"'{i}'"))}]\n");
        Assert.Empty(Policy.Violations(snapshot));
        Assert.Equal(
            ids.Select(QueueNames.OfAgency).Append(QueueNames.ClientChanges).Append(QueueNames.PartnerActivity).Order(StringComparer.Ordinal),
            Named(snapshot, "Microsoft.ServiceBus/namespaces/queues").Order(StringComparer.Ordinal));
        Assert.Equal(42, Named(snapshot, "Microsoft.ServiceBus/namespaces/queues/authorizationRules").Count());
    }

    [Fact]
    public async Task By_identities_no_key_opens_anything_and_each_agency_has_its_own_two_rights()
    {
        var snapshot = await bicep.VariantAsync("entra", Agencies + "param agencyAuth = 'entra'\nparam agencyPrincipals = { 'river-icm': '33333333-3333-3333-3333-333333333333' }\n");
        Assert.Empty(Policy.Violations(snapshot));
        Assert.True((bool)Of(snapshot, "Microsoft.ServiceBus/namespaces").Single()["properties"]!["disableLocalAuth"]!);
        Assert.Empty(Named(snapshot, "Microsoft.ServiceBus/namespaces/queues/authorizationRules"));
        var theirs = Of(snapshot, "Microsoft.Authorization/roleAssignments").Where(r => (string)r["properties"]!["principalId"]! == "33333333-3333-3333-3333-333333333333").ToArray();
        Assert.Equal(
            ["agency-river-icm", "client-changes", "partner-activity"],
            theirs.Select(r => ScopeOf(r).Split('/')[^1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_suspended_agencys_queue_stays_and_nobody_reads_it()
    {
        var snapshot = await bicep.VariantAsync("suspended", Everything);
        var states = Of(snapshot, "Microsoft.ServiceBus/namespaces/queues").ToDictionary(q => ((string)q["name"]!).Split('/')[1], q => (string)q["properties"]!["status"]!);
        Assert.Equal("ReceiveDisabled", states["agency-bridge-outreach"]);
        Assert.Equal("Active", states["agency-river-icm"]);
        Assert.DoesNotContain("bridge-outreach", Of(snapshot, "Microsoft.ServiceBus/namespaces/queues/authorizationRules").Select(r => ((string)r["name"]!).Split('/')[2]));
    }

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts", "allowSharedKeyAccess", true)]
    [InlineData("Microsoft.Storage/storageAccounts", "allowBlobPublicAccess", true)]
    [InlineData("Microsoft.Storage/storageAccounts", "minimumTlsVersion", "TLS1_0")]
    [InlineData("Microsoft.Storage/storageAccounts/blobServices/containers", "publicAccess", "Blob")]
    [InlineData("Microsoft.ServiceBus/namespaces", "minimumTlsVersion", "1.0")]
    [InlineData("Microsoft.ServiceBus/namespaces/queues", "deadLetteringOnMessageExpiration", false)]
    [InlineData("Microsoft.KeyVault/vaults", "enablePurgeProtection", false)]
    [InlineData("Microsoft.Web/sites", "httpsOnly", false)]
    [InlineData("Microsoft.Insights/components", "DisableLocalAuth", false)]
    [InlineData("Microsoft.OperationalInsights/workspaces", "workspaceCapping", null)]
    public async Task A_planted_fault_is_found(string type, string property, object? value)
    {
        var snapshot = await bicep.SnapshotAsync(BicepServer.FileOf("dev"));
        Of(snapshot, type).First()["properties"]![property] = value is null ? null : JsonValue.Create(value);
        Assert.Single(Policy.Violations(snapshot));
    }

    [Fact]
    public async Task A_role_that_manages_a_thirteenth_rule_a_second_log_alert_and_a_key_in_a_setting_are_found()
    {
        var snapshot = await bicep.SnapshotAsync(BicepServer.FileOf("dev"));
        var resources = snapshot["predictedResources"]!.AsArray();
        Of(snapshot, "Microsoft.Authorization/roleAssignments").First()["properties"]!["roleDefinitionId"] = "/x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
        var rule = Of(snapshot, "Microsoft.ServiceBus/namespaces/queues/authorizationRules").First();
        for (var i = 0; i < 12; i++) resources.Add(rule.DeepClone());
        resources.Add(Of(snapshot, "Microsoft.Insights/scheduledQueryRules").Single().DeepClone());
        var settings = Of(snapshot, "Microsoft.Web/sites").Single()["properties"]!["siteConfig"]!["appSettings"]!.AsArray();
        settings.Single(s => (string)s!["name"]! == "HF_MAIL_SECRET")!["value"] = "SG.x";
        Assert.Equal(4, Policy.Violations(snapshot).Length);

        var template = await bicep.TemplateAsync();
        template["outputs"]!["signingKey"] = new JsonObject { ["type"] = "string", ["value"] = "[listKeys('x', '2025-01-01').keys[0].value]" };
        Assert.Equal(2, Policy.Secrets(template).Length);
    }

    [Fact]
    public async Task The_usual_deployment_is_the_cheap_one()
    {
        var snapshot = await bicep.SnapshotAsync(BicepServer.FileOf("prod"));
        Assert.Equal("Basic", (string)Of(snapshot, "Microsoft.ServiceBus/namespaces").Single()["sku"]!["name"]!);
        Assert.Equal("FC1", (string)Of(snapshot, "Microsoft.Web/serverfarms").Single()["sku"]!["name"]!);
        var scale = Of(snapshot, "Microsoft.Web/sites").Single()["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!;
        Assert.Equal(512, (int)scale["instanceMemoryMB"]!);
        Assert.Empty(scale["alwaysReady"]!.AsArray());
        Assert.Equal("0 */5 * * * *", SettingsTests.Of(snapshot)["TickSchedule"]);
    }

    private static string ScopeOf(JsonNode assignment) => (string?)assignment["scope"] ?? (string)assignment["id"]!.AsValue().GetValue<string>().Split("/providers/Microsoft.Authorization")[0];

    private static IEnumerable<JsonNode> Of(JsonNode snapshot, string type) =>
        snapshot["predictedResources"]!.AsArray().Where(r => (string)r!["type"]! == type).Select(r => r!);

    private static IEnumerable<string> Named(JsonNode snapshot, string type) => Of(snapshot, type).Select(r => ((string)r["name"]!).Split('/')[1]);
}
