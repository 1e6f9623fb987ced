namespace HousingFirst.Azure.Settings;

/// <summary>The names of the settings that a deployment in Azure gives the hub, but those of mail. Infrastructure code writes the same ones.</summary>
public static class SettingNames
{
    /// <summary>The community's id.</summary>
    public const string Community = "HubCommunity";

    /// <summary>Where the hub's pages are reached.</summary>
    public const string PublicUrl = "HubPublicUrl";

    /// <summary>When the tick runs: six fields, UTC.</summary>
    public const string TickSchedule = "TickSchedule";

    /// <summary>The connection that the queues' triggers name; by itself a connection string, for an emulator on this machine.</summary>
    public const string ServiceBus = "ServiceBusConnection";

    /// <summary>The namespace's host name.</summary>
    public const string ServiceBusNamespace = ServiceBus + "__fullyQualifiedNamespace";

    /// <summary>How the host proves itself to the namespace: <c>managedidentity</c>.</summary>
    public const string ServiceBusCredential = ServiceBus + "__credential";

    /// <summary>The client id of the identity that opens the namespace.</summary>
    public const string ServiceBusClientId = ServiceBus + "__clientId";

    /// <summary>The hub's table endpoint.</summary>
    public const string TablesServiceUri = "HubTables__serviceUri";

    /// <summary>The client id of the identity that opens the tables.</summary>
    public const string TablesClientId = "HubTables__clientId";

    /// <summary>An emulator's tables.</summary>
    public const string TablesConnectionString = "HubTables__connectionString";

    /// <summary>What the tables' names begin with.</summary>
    public const string TablesPrefix = "HubTables__prefix";

    /// <summary>The agency master key.</summary>
    public const string AgencyMasterKey = "HubKeys__agencyMaster";

    /// <summary>The key of links in mail.</summary>
    public const string LinksKey = "HubKeys__links";

    /// <summary>The blob container of the backups.</summary>
    public const string BackupsContainer = "HubBackups__containerUri";

    /// <summary>The client id of the identity that writes backups.</summary>
    public const string BackupsClientId = "HubBackups__clientId";

    /// <summary>The host's own storage; by itself a connection string, for an emulator on this machine.</summary>
    public const string HostStorage = "AzureWebJobsStorage";

    /// <summary>The host's blobs.</summary>
    public const string HostBlobs = HostStorage + "__blobServiceUri";

    /// <summary>The host's queues.</summary>
    public const string HostQueues = HostStorage + "__queueServiceUri";

    /// <summary>The host's tables.</summary>
    public const string HostTables = HostStorage + "__tableServiceUri";

    /// <summary>How the host proves itself to its storage: <c>managedidentity</c>.</summary>
    public const string HostCredential = HostStorage + "__credential";

    /// <summary>The client id of the identity that opens the host's storage.</summary>
    public const string HostClientId = HostStorage + "__clientId";

    /// <summary>Application Insights.</summary>
    public const string Telemetry = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>How telemetry proves itself to Application Insights.</summary>
    public const string TelemetryAuthentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Leaves <c>/</c> to the hub's own front page.</summary>
    public const string NoHomepage = "AzureWebJobsDisableHomepage";
}
