namespace HousingFirst.Azure.Settings;

/// <summary>
/// Every setting of the Azure head in one place, for the guide and for who writes infrastructure code: tests compare all three. Those of mail and of
/// operators, which the local hub reads too, stand here as text; a test compares them with where they are read.
/// </summary>
public static class SettingsTable
{
    /// <summary>The settings.</summary>
    public static IReadOnlyList<(string Name, string Needed, string What)> All { get; } =
    [
        (SettingNames.Community, "always", "the community's id; never changed once there are data"),
        (SettingNames.PublicUrl, "always", "where people reach the pages, ending in a slash"),
        (SettingNames.TickSchedule, "always", "when the tick runs (six fields, UTC)"),
        (SettingNames.TablesServiceUri, "always", "the hub's tables; role Storage Table Data Contributor"),
        (SettingNames.TablesClientId, "optional", "the client id of a user-assigned identity"),
        (SettingNames.AgencyMasterKey, "always", "a Key Vault reference: the agency master key, `VERSION BASE64`, newest first; role Key Vault Secrets User"),
        (SettingNames.LinksKey, "always", "a Key Vault reference: the key of links in mail, in the same form"),
        (SettingNames.ServiceBusNamespace, "always", "the queues; roles Azure Service Bus Data Receiver and Data Sender"),
        (SettingNames.ServiceBusCredential, "always", "`managedidentity`; the host reads it"),
        (SettingNames.ServiceBusClientId, "optional", "the client id of a user-assigned identity"),
        (SettingNames.BackupsContainer, "optional", "the blob container that takes a backup each night; role Storage Blob Data Contributor"),
        (SettingNames.BackupsClientId, "optional", "the client id of a user-assigned identity"),
        (SettingNames.HostBlobs, "always", "the host's storage; role Storage Blob Data Owner"),
        (SettingNames.HostQueues, "always", "the host's storage; role Storage Queue Data Contributor"),
        (SettingNames.HostTables, "always", "the host's storage; role Storage Table Data Contributor"),
        (SettingNames.HostCredential, "always", "`managedidentity`; the host reads it"),
        (SettingNames.HostClientId, "optional", "the client id of a user-assigned identity"),
        (SettingNames.Telemetry, "always", "Application Insights; role Monitoring Metrics Publisher"),
        (SettingNames.TelemetryAuthentication, "optional", "how the host proves itself to Application Insights"),
        (SettingNames.NoHomepage, "always", "`true`: the host leaves `/` to the front page"),
        ("HF_MAIL", "always", "who takes the mail: `sendgrid`, `smtp://USER@HOST:587`, `smtps://USER@HOST:465`"),
        ("HF_MAIL_SECRET", "always", "a Key Vault reference: SendGrid's key or the mail server's password"),
        ("HF_MAIL_FROM", "always", "the sender"),
        ("HF_MAIL_PER_MINUTE", "optional", "how many mails may leave within any minute (600)"),
        ("HF_MAIL_UNKNOWN", "optional", "what is done with a mail whose answer was lost: `hold` or `resend`"),
        ("HF_MAIL_BOUNCES", "optional", "the mailbox for returned mail"),
        ("HF_MAIL_BOUNCES_SECRET", "optional", "its password"),
        ("HF_MAIL_WEBHOOK_KEY", "optional", "SendGrid's key for signed events"),
        ("HubOperators__authority", "optional", "who vouches for operators: an OpenID Connect provider, such as `https://login.microsoftonline.com/TENANT/v2.0`; without it no commands are taken"),
        ("HubOperators__audience", "optional", "the hub's name there: the client id of its registration"),
        (SettingNames.TablesConnectionString, "emulator", "tables of an emulator on this machine, in place of the address"),
        (SettingNames.TablesPrefix, "emulator", "what the tables' names begin with (`hub`)"),
        (SettingNames.ServiceBus, "emulator", "queues of an emulator on this machine, in place of the host name"),
        (SettingNames.HostStorage, "emulator", "the host's storage in an emulator on this machine"),
    ];

    /// <summary>The table as the guide shows it.</summary>
    public static string Markdown() =>
        "| Setting | Needed | What it is |\n| --- | --- | --- |\n" + string.Concat(All.Select(s => $"| `{s.Name}` | {s.Needed} | {s.What} |\n"));
}
