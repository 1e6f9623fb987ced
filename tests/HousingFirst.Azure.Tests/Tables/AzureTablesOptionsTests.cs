using HousingFirst.Azure.Tables;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests.Tables;

public sealed class AzureTablesOptionsTests(AzuriteServer azurite)
{
    private const string Endpoint = "https://hubaccount.table.core.windows.net/";
    private const string Identity = "0d0c7a3e-9b1f-4a56-8c55-0a1b2c3d4e5f";

    [Theory]
    [InlineData("serviceUri=" + Endpoint)]
    [InlineData("serviceUri=" + Endpoint + " prefix=lethbridge1 clientId=" + Identity)]
    [InlineData("connectionString=UseDevelopmentStorage=true")]
    [InlineData("connectionString=DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;TableEndpoint=http://localhost:10002/a;")]
    public void Settings_that_name_tables_are_taken(string settings)
    {
        var options = AzureTablesOptions.Read(Settings(settings));
        Assert.Equal(settings.Contains("prefix", StringComparison.Ordinal) ? "lethbridge1" : "hub", options.Prefix);
        Assert.Equal(settings.Contains("clientId", StringComparison.Ordinal) ? Identity : null, options.ClientId);
        Assert.NotNull(options.Open(TimeProvider.System));
        Assert.DoesNotContain("c2VjcmV0", options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "HubTables__serviceUri is missing")]
    [InlineData("serviceUri=", "HubTables__serviceUri is missing")]
    [InlineData("serviceUri=" + Endpoint + " connectionString=UseDevelopmentStorage=true", "both set")]
    [InlineData("serviceUri=http://hubaccount.table.core.windows.net/", "https")]
    [InlineData("serviceUri=secret", "https")]
    [InlineData("serviceUri=" + Endpoint + "?sig=secret", "without a query")]
    [InlineData("serviceUri=https://secret@hubaccount.table.core.windows.net/", "https")]
    [InlineData("connectionString=DefaultEndpointsProtocol=https;AccountName=hub;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net", "only for an emulator")]
    [InlineData("connectionString=AccountName=hub;AccountKey=c2VjcmV0;TableEndpoint=http://localhost.evil.example/a", "only for an emulator")]
    [InlineData("connectionString=UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://evil.example", "only for an emulator")]
    [InlineData("connectionString=secret", "only for an emulator")]
    [InlineData("connectionString=UseDevelopmentStorage=true clientId=" + Identity, "an emulator knows no identities")]
    [InlineData("serviceUri=" + Endpoint + " clientId=secret", "HubTables__clientId")]
    [InlineData("serviceUri=" + Endpoint + " prefix=1hub", "HubTables__prefix")]
    [InlineData("serviceUri=" + Endpoint + " prefix=hub-secret", "HubTables__prefix")]
    [InlineData("serviceUri=" + Endpoint + " prefix=hubé", "HubTables__prefix")]
    public void Settings_that_name_none_are_refused_in_words_without_their_values(string settings, string words)
    {
        var refused = Assert.Throws<TablesSettingsException>(() => AzureTablesOptions.Read(Settings(settings)));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var refused = Assert.Throws<TablesSettingsException>(() => AzureTablesOptions.Read(Settings("serviceUri=no clientId=no prefix=n-o")));

        Assert.Equal(3, refused.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public async Task Tables_opened_from_settings_are_a_store()
    {
        AzuriteServer.Needs();
        var stop = TestContext.Current.CancellationToken;
        var prefix = azurite.NewPrefix();
        var options = AzureTablesOptions.Read(name => name switch
        {
            "HubTables__connectionString" => azurite.ConnectionString(azurite.Endpoint),
            "HubTables__prefix" => prefix,
            _ => null,
        });
        var tables = options.Open(TimeProvider.System);
        await tables.CreateAsync(stop);

        await tables.BatchAsync(Table.Keys, "ring", [new RowWrite.Insert(RowVersions.NewRow("0"))], stop);

        Assert.NotNull(await tables.GetAsync(Table.Keys, "ring", "0", stop));
        Assert.Equal(
            Enum.GetValues<Table>().Select(t => prefix + t).Order(StringComparer.Ordinal),
            azurite.Service().Query($"TableName ge '{prefix}' and TableName lt '{prefix}~'", cancellationToken: stop).Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    private static Func<string, string?> Settings(string settings)
    {
        var set = settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=', 2)).ToDictionary(s => "HubTables__" + s[0], s => s[1]);
        return name => set.GetValueOrDefault(name);
    }
}
