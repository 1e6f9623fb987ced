using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using HousingFirst.Azure.Settings;

namespace HousingFirst.Azure.Tables;

/// <summary>Where the hub's tables are, from a deployment's settings.</summary>
/// <remarks>
/// <c>HubTables__serviceUri</c> with a managed identity (<c>HubTables__clientId</c> for a user-assigned one), as the storage account is used
/// in the cloud: it has no keys. Or <c>HubTables__connectionString</c>, for a storage emulator on this machine. <c>HubTables__prefix</c> is
/// what the tables' names begin with.
/// </remarks>
public sealed partial record AzureTablesOptions
{
    /// <summary>The prefix where none is set.</summary>
    public const string UsualPrefix = "hub";

    private const string ServiceUriSetting = SettingNames.TablesServiceUri;
    private const string ClientIdSetting = SettingNames.TablesClientId;
    private const string ConnectionStringSetting = SettingNames.TablesConnectionString;
    private const string PrefixSetting = SettingNames.TablesPrefix;

    /// <summary>
    /// One for the program, as the SDK's own and set up like it, but that no trace of a request is made: a handler without a propagator makes none.
    /// </summary>
    private static readonly HttpClientTransport Untraced = new(new HttpClient(
        new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    });

    private AzureTablesOptions()
    {
    }

    /// <summary>The account's table endpoint, where a managed identity is used.</summary>
    public Uri? ServiceUri { get; private init; }

    /// <summary>The user-assigned identity's client id, or null for the system-assigned one.</summary>
    public string? ClientId { get; private init; }

    /// <summary>The emulator's connection string.</summary>
    public string? ConnectionString { get; private init; }

    /// <summary>What the tables' names begin with.</summary>
    public string Prefix { get; private init; } = UsualPrefix;

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="setting">A setting by its name, null where it isn't set.</param>
    /// <exception cref="TablesSettingsException">They name no tables that could be used. Lists everything that is wrong.</exception>
    public static AzureTablesOptions Read(Func<string, string?> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var (serviceUri, connectionString) = (Get(setting, ServiceUriSetting), Get(setting, ConnectionStringSetting));
        var (clientId, prefix) = (Get(setting, ClientIdSetting), Get(setting, PrefixSetting) ?? UsualPrefix);
        var defects = new List<string>();
        Uri? uri = null;
        if (serviceUri is null && connectionString is null)
            defects.Add($"{ServiceUriSetting} is missing: set the storage account's table endpoint, such as https://ACCOUNT.table.core.windows.net/, and give the identity the role Storage Table Data Contributor on the account.");
        if (serviceUri is not null && connectionString is not null)
            defects.Add($"{ServiceUriSetting} and {ConnectionStringSetting} are both set: keep the first in the cloud, the second for an emulator on this machine.");
        if (serviceUri is not null && !IsEndpoint(serviceUri, out uri))
            defects.Add($"{ServiceUriSetting} must be an https address without a query: a signed one is not taken, give the identity a role instead.");
        if (connectionString is not null && !IsLoopback(connectionString))
            defects.Add($"{ConnectionStringSetting} is only for an emulator on this machine, with its TableEndpoint on 127.0.0.1 or localhost: for a storage account set {ServiceUriSetting}, and no key.");
        if (clientId is not null && !Guid.TryParse(clientId, CultureInfo.InvariantCulture, out _))
            defects.Add($"{ClientIdSetting} must be the client id of a user-assigned identity, a GUID: look it up at the identity, not at the program.");
        if (clientId is not null && connectionString is not null)
            defects.Add($"{ClientIdSetting} goes with {ServiceUriSetting}: an emulator knows no identities.");
        if (!PrefixForm().IsMatch(prefix))
            defects.Add($"{PrefixSetting} must be 1 to 40 letters and digits, a letter first: the tables' names begin with it.");
        if (defects.Count > 0) throw new TablesSettingsException(string.Join(Environment.NewLine, defects));
        return new AzureTablesOptions { ServiceUri = uri, ClientId = clientId, ConnectionString = connectionString, Prefix = prefix };
    }

    /// <summary>
    /// The SDK's options that <see cref="AzureTables"/> counts on: no retries of its own, ten seconds an attempt, and neither log nor trace, the
    /// SDK's or the platform's below it: the address of a point read holds its partition key, and so a client's reference.
    /// </summary>
    public static TableClientOptions ClientOptions()
    {
        var options = new TableClientOptions { Transport = Untraced };
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsLoggingContentEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        return options;
    }

    /// <summary>The tables, not touched yet.</summary>
    /// <param name="time">What waits between attempts run on.</param>
    /// <param name="credential">Who asks, where it isn't the managed identity: a person at a command line.</param>
    public AzureTables Open(TimeProvider time, TokenCredential? credential = null)
    {
        var service = ServiceUri is { } uri
            ? new TableServiceClient(uri, credential ?? ManagedIdentity.Of(ClientId), ClientOptions())
            : new TableServiceClient(ConnectionString, ClientOptions());
        return new AzureTables(service, Prefix, time);
    }

    /// <summary>Says where, never with which key.</summary>
    public override string ToString() => $"{Prefix}* at {ServiceUri?.ToString() ?? "an emulator on this machine"}";

    private static string? Get(Func<string, string?> setting, string name) => setting(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static bool IsEndpoint(string text, out Uri? uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;

    /// <summary>Where the SDK itself would go: it knows every way to say so.</summary>
    private static bool IsLoopback(string connectionString)
    {
        try
        {
            return new TableServiceClient(connectionString, ClientOptions()).Uri.IsLoopback;
        }
        catch (Exception unread) when (unread is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,39}$", RegexOptions.CultureInvariant)]
    private static partial Regex PrefixForm();
}

/// <summary>The settings name no tables that could be used. The message lists each defect and its mend, and holds no value that was set.</summary>
public sealed class TablesSettingsException(string message) : Exception(message);
