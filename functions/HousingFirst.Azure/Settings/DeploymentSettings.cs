using System.Text.RegularExpressions;
using Azure.Core;
using HousingFirst.Azure.KeyRing;
using HousingFirst.Azure.Queues;
using HousingFirst.Azure.Tables;
using HousingFirst.Hub.KeyRing;

namespace HousingFirst.Azure.Settings;

/// <summary>
/// What a deployment in Azure says, read and checked whole before anything is opened: a hub that starts has everything it needs, and one that
/// doesn't says all of what is missing at once, with the role that the identity must be given.
/// </summary>
public sealed partial record DeploymentSettings
{
    private DeploymentSettings()
    {
    }

    /// <summary>The community's id.</summary>
    public required string Community { get; init; }

    /// <summary>Where the hub's pages are reached, ending in <c>/</c>.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>The hub's tables.</summary>
    public required AzureTablesOptions Tables { get; init; }

    /// <summary>The namespace of the queues.</summary>
    public required ServiceBusOptions ServiceBus { get; init; }

    /// <summary>The keys.</summary>
    public required IKeyRing Keys { get; init; }

    /// <summary>The blob container of the backups, or null where none are written.</summary>
    public Uri? Backups { get; init; }

    /// <summary>Proves the hub to Application Insights and to the container of the backups.</summary>
    public required TokenCredential Identity { get; init; }

    /// <summary>Application Insights' connection string; null over an emulator, where nothing goes there.</summary>
    public string? Telemetry { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <param name="setting">A setting's value, or null.</param>
    /// <param name="others">Reads settings of others, and says in words what is wrong with one.</param>
    /// <exception cref="SettingsException">Some are missing or wrong: all of them, each with its mend.</exception>
    public static DeploymentSettings Read(Func<string, string?> setting, params IReadOnlyList<Action> others)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var defects = new List<string>();
        string? Get(string name) => setting(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        T? Try<T>(Func<T> read)
            where T : class
        {
            try
            {
                return read();
            }
            catch (Exception wrong) when (wrong is ArgumentException or TablesSettingsException)
            {
                defects.AddRange(wrong.Message.Split(Environment.NewLine));
                return null;
            }
        }

        var community = Get(SettingNames.Community);
        if (community is null || !CommunityForm().IsMatch(community))
            defects.Add($"{SettingNames.Community} {(community is null ? "is missing" : "is no id")}: set the community's id, 2 to 30 lower-case letters, digits and hyphens, a letter first. It begins every row's key and never changes.");
        var url = UrlOf(Get(SettingNames.PublicUrl));
        if (url is null) defects.Add($"{SettingNames.PublicUrl} must be where people reach the pages: an https address that ends in a slash. Links in mail begin with it.");
        if (Get(SettingNames.TickSchedule) is not { } schedule || schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 6)
            defects.Add($"{SettingNames.TickSchedule} must say when the tick runs, in six fields and UTC: 0 */5 * * * * is every five minutes. Without it no due work is done.");
        if (Get(SettingNames.Telemetry) is null && Get(SettingNames.TablesConnectionString) is null)
            defects.Add($"{SettingNames.Telemetry} is missing: set Application Insights' connection string, and give the identity the role Monitoring Metrics Publisher there. Unseen, the hub doesn't run.");
        var backups = Get(SettingNames.BackupsContainer) is { } container ? HttpsOf(container) : null;
        if (backups is null && Get(SettingNames.BackupsContainer) is not null)
            defects.Add($"{SettingNames.BackupsContainer} must be the https address of a blob container, without a query; give the identity the role Storage Blob Data Contributor on it.");
        CheckHostStorage(Get, defects);
        var bus = Try(() => ServiceBusOptions.Read(Get));
        var tables = Try(() => AzureTablesOptions.Read(Get));
        var keys = Try(() => SettingsKeyRing.Read(Get));
        foreach (var other in others) Try<object>(() => { other(); return defects; });
        if (defects.Count > 0) throw new SettingsException(defects);
        return new DeploymentSettings
        {
            Community = community!,
            PublicUrl = url!,
            Tables = tables!,
            ServiceBus = bus!,
            Keys = keys!,
            Backups = backups,
            Identity = ManagedIdentity.Of(Get(SettingNames.BackupsClientId) ?? Get(SettingNames.TablesClientId)),
            Telemetry = Get(SettingNames.Telemetry),
        };
    }

    /// <summary>The host opens its storage before the hub starts, and says of a missing address only that a listener failed.</summary>
    private static void CheckHostStorage(Func<string, string?> get, List<string> defects)
    {
        if (get(SettingNames.HostStorage) is { } connection)
        {
            if (!connection.Contains("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase) && !connection.Contains("//127.0.0.1", StringComparison.Ordinal))
                defects.Add($"{SettingNames.HostStorage} is only for an emulator on this machine: for a storage account set {SettingNames.HostBlobs}, {SettingNames.HostQueues} and {SettingNames.HostTables}, and no key.");
            return;
        }

        (string Name, string Role)[] services =
        [
            (SettingNames.HostBlobs, "Storage Blob Data Owner"),
            (SettingNames.HostQueues, "Storage Queue Data Contributor"),
            (SettingNames.HostTables, "Storage Table Data Contributor"),
        ];
        foreach (var (name, role) in services)
        {
            if (get(name) is not { } text || HttpsOf(text) is null)
                defects.Add($"{name} is missing or no https address: set that endpoint of the host's storage account, and give the identity the role {role} on the account. Orchestrations need all three.");
        }
    }

    private static Uri? UrlOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && text!.EndsWith('/') && url.Query.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url
            : null;

    private static Uri? HttpsOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Query.Length == 0 && uri.UserInfo.Length == 0 ? uri : null;

    [GeneratedRegex("^[a-z][a-z0-9-]{1,29}$", RegexOptions.CultureInvariant)]
    private static partial Regex CommunityForm();
}
