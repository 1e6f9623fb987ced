using HousingFirst.Azure.Settings;
using HousingFirst.Functions.Starting;
using HousingFirst.Functions.Tests.World;
using HousingFirst.Hub.KeyRing;
using Xunit;

namespace HousingFirst.Functions.Tests;

/// <summary>Every setting is checked before anything is opened, and what is missing is said with its mend.</summary>
public sealed class SettingsTests
{
    /// <summary>As infrastructure code writes them.</summary>
    private static readonly Dictionary<string, string?> Cloud = new()
    {
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "InstrumentationKey=00000000-0000-0000-0000-000000000001",
        ["AzureWebJobsStorage__blobServiceUri"] = "https://host.blob.core.windows.net/",
        ["AzureWebJobsStorage__queueServiceUri"] = "https://host.queue.core.windows.net/",
        ["AzureWebJobsStorage__tableServiceUri"] = "https://host.table.core.windows.net/",
        ["ServiceBusConnection__fullyQualifiedNamespace"] = "hfhub.servicebus.windows.net",
        ["TickSchedule"] = "0 */5 * * * *",
        ["HubCommunity"] = "lethbridge",
        ["HubPublicUrl"] = "https://hub.example/",
        ["HubTables__serviceUri"] = "https://data.table.core.windows.net/",
        ["HubTables__clientId"] = "11111111-1111-1111-1111-111111111111",
        ["HubKeys__agencyMaster"] = HeadWorld.Usual["HubKeys__agencyMaster"],
        ["HubKeys__links"] = HeadWorld.Usual["HubKeys__links"],
        ["HF_MAIL"] = "sendgrid",
        ["HF_MAIL_SECRET"] = "SG.secret",
        ["HF_MAIL_FROM"] = "Housing First hub <hub@your-town.example>",
    };

    [Fact]
    public void The_settings_of_a_deployment_are_enough()
    {
        var settings = Read(Cloud);

        Assert.Equal("lethbridge", settings.Options.Community);
        Assert.Equal(600, settings.Options.MailsPerMinute);
        Assert.NotNull(settings.Deployment.Telemetry);
        Assert.Equal("hfhub.servicebus.windows.net", settings.Deployment.ServiceBus.ToString());
    }

    [Theory]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "Monitoring Metrics Publisher")]
    [InlineData("AzureWebJobsStorage__blobServiceUri", "Storage Blob Data Owner")]
    [InlineData("AzureWebJobsStorage__queueServiceUri", "Storage Queue Data Contributor")]
    [InlineData("AzureWebJobsStorage__tableServiceUri", "Storage Table Data Contributor")]
    [InlineData("ServiceBusConnection__fullyQualifiedNamespace", "Azure Service Bus Data Receiver and Azure Service Bus Data Sender")]
    [InlineData("TickSchedule", "0 */5 * * * *")]
    [InlineData("HubCommunity", "community's id")]
    [InlineData("HubPublicUrl", "https address")]
    [InlineData("HubTables__serviceUri", "Storage Table Data Contributor")]
    [InlineData("HubKeys__agencyMaster", "Key Vault Secrets User")]
    [InlineData("HubKeys__links", "Key Vault Secrets User")]
    [InlineData("HF_MAIL", "sendgrid")]
    [InlineData("HF_MAIL_SECRET", "SendGrid")]
    [InlineData("HF_MAIL_FROM", "write the sender")]
    public void One_that_is_missing_is_named_with_what_to_set_and_which_role_to_give(string name, string mend)
    {
        var refused = Assert.Throws<SettingsException>(() => Read(new(Cloud) { [name] = null }));

        var defect = Assert.Single(refused.Defects);
        Assert.Contains(name, defect, StringComparison.Ordinal);
        Assert.Contains(mend, defect, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HubCommunity", "Lethbridge!")]
    [InlineData("HubPublicUrl", "http://hub.example/")]
    [InlineData("HubPublicUrl", "https://hub.example")]
    [InlineData("TickSchedule", "*/5 * * * *")]
    [InlineData("HubBackups__containerUri", "https://data.blob.core.windows.net/backups?sig=secret")]
    [InlineData("ServiceBusConnection__fullyQualifiedNamespace", "sb://secret/")]
    [InlineData("ServiceBusConnection", "Endpoint=sb://hfhub.servicebus.windows.net/;SharedAccessKeyName=hub;SharedAccessKey=secret")]
    [InlineData("AzureWebJobsStorage", "DefaultEndpointsProtocol=https;AccountName=host;AccountKey=secret")]
    [InlineData("HubKeys__links", "@Microsoft.KeyVault(SecretUri=https://secret.vault.azure.net/secrets/links-key/)")]
    [InlineData("HubKeys__agencyMaster", "secret")]
    [InlineData("HubKeys__agencyMaster", "1 c2VjcmV0")]
    [InlineData("HF_MAIL", "smtp://user:secret@host")]
    public void One_that_is_wrong_is_named_without_its_value(string name, string value)
    {
        var refused = Assert.Throws<SettingsException>(() => Read(new(Cloud) { [name] = value }));

        Assert.Contains(refused.Defects, d => d.Contains(name, StringComparison.Ordinal));
        Assert.DoesNotContain("secret@", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("=secret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Lethbridge!", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_missing_is_said_at_once()
    {
        var refused = Assert.Throws<SettingsException>(() => HeadSettings.Read(_ => null));

        Assert.Equal(12, refused.Defects.Count);
        Assert.StartsWith("The hub can't start with these settings:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_keys_are_live_newest_first_and_a_bare_one_is_the_first_version()
    {
        var (old, fresh) = (Convert.ToBase64String(new byte[32]), Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray()));
        var keys = Read(new(Cloud) { ["HubKeys__agencyMaster"] = $"4 {fresh}; 3 {old}", ["HubKeys__links"] = old }).Deployment.Keys;

        Assert.Equal(["4", "3"], keys.Of(KeyPurpose.AgencyMaster).Select(k => k.Id));
        Assert.Equal(1, keys.Of(KeyPurpose.AgencyMaster)[0].Secret.Span[0]);
        Assert.Equal(["1"], keys.Of(KeyPurpose.Links).Select(k => k.Id));
    }

    private static HeadSettings Read(Dictionary<string, string?> settings) => HeadSettings.Read(settings.GetValueOrDefault);
}
