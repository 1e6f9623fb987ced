using Azure.Messaging.ServiceBus;
using HousingFirst.Azure.DeadLetters;
using HousingFirst.Azure.Settings;
using HousingFirst.Hub.DeadLetters;

namespace HousingFirst.Azure.Queues;

/// <summary>Where the queues are: a namespace opened by a managed identity, or an emulator on this machine.</summary>
public sealed class ServiceBusOptions
{
    private readonly string? host;
    private readonly string? clientId;
    private readonly string? emulator;

    /// <summary>One for all: connections are kept in it.</summary>
    private static readonly HttpClient Calls = new();

    private ServiceBusOptions(string? host, string? clientId, string? emulator) => (this.host, this.clientId, this.emulator) = (host, clientId, emulator);

    /// <summary>Reads the settings.</summary>
    /// <param name="setting">A setting's value, or null.</param>
    /// <exception cref="ArgumentException">They name no namespace that could be used: what is wrong, and its mend. Never a value.</exception>
    public static ServiceBusOptions Read(Func<string, string?> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var (host, emulator) = (setting(SettingNames.ServiceBusNamespace), setting(SettingNames.ServiceBus));
        if (host is not null && emulator is not null)
            throw Wrong($"{SettingNames.ServiceBusNamespace} and {SettingNames.ServiceBus} are both set: keep the first in the cloud, the second for an emulator on this machine.");
        if (emulator is not null && !emulator.Contains("UseDevelopmentEmulator=true", StringComparison.OrdinalIgnoreCase))
            throw Wrong($"{SettingNames.ServiceBus} is only for an emulator on this machine: for a namespace set {SettingNames.ServiceBusNamespace}, and no key.");
        if (emulator is null && (host is null || Uri.CheckHostName(host) != UriHostNameType.Dns || !host.Contains('.', StringComparison.Ordinal)))
        {
            throw Wrong(
                $"{SettingNames.ServiceBusNamespace} {(host is null ? "is missing" : "is no host name")}: set the namespace's, such as NAME.servicebus.windows.net, "
                + "and give the identity the roles Azure Service Bus Data Receiver and Azure Service Bus Data Sender on it.");
        }

        return new ServiceBusOptions(host, setting(SettingNames.ServiceBusClientId), emulator);
    }

    /// <summary>A client; nothing is connected before the first message.</summary>
    public ServiceBusClient Open() => emulator is not null ? new ServiceBusClient(emulator) : new ServiceBusClient(host, ManagedIdentity.Of(clientId));

    /// <summary>The dead letters of these queues.</summary>
    /// <exception cref="IOException">The settings name an emulator, which has no REST API.</exception>
    public IDeadLetterQueues OpenDeadLetters(IReadOnlyList<string> queues) => host is null
        ? throw new IOException($"{SettingNames.ServiceBus} is an emulator's: its dead letters can't be opened.")
        : new ServiceBusDeadLetters(Calls, new Uri($"https://{host}/"), ServiceBusTokens.Of(ManagedIdentity.Of(clientId)), queues);

    /// <summary>Says where, never with which key.</summary>
    public override string ToString() => host ?? "an emulator on this machine";

    private static ArgumentException Wrong(string defect) => new(defect);
}
