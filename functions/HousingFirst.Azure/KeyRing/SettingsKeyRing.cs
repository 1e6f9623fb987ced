using System.Globalization;
using HousingFirst.Azure.Settings;
using HousingFirst.Hub.KeyRing;

namespace HousingFirst.Azure.KeyRing;

/// <summary>
/// The keys from two settings, each a reference to a secret in Key Vault: one or two keys <c>VERSION BASE64</c>, newest first, a line each or
/// separated by <c>;</c> - what a key file of the local hub holds, so that a town that moves keeps its links and its agencies' keys. The base64
/// alone is version 1.
/// </summary>
public sealed class SettingsKeyRing : IKeyRing
{
    private const int Kept = 2;
    private const int SecretBytes = 32;

    private readonly Dictionary<KeyPurpose, IReadOnlyList<RingKey>> keys;

    private SettingsKeyRing(Dictionary<KeyPurpose, IReadOnlyList<RingKey>> keys) => this.keys = keys;

    /// <summary>Reads the settings.</summary>
    /// <param name="setting">A setting's value, or null.</param>
    /// <exception cref="ArgumentException">One is missing or no key: which, and how to mend it. Never its value.</exception>
    public static SettingsKeyRing Read(Func<string, string?> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var keys = new Dictionary<KeyPurpose, IReadOnlyList<RingKey>>();
        var defects = new List<string>();
        foreach (var (purpose, name) in new[] { (KeyPurpose.AgencyMaster, SettingNames.AgencyMasterKey), (KeyPurpose.Links, SettingNames.LinksKey) })
        {
            var text = setting(name);
            if (string.IsNullOrWhiteSpace(text))
                defects.Add($"{name} is missing: set a reference to its secret in Key Vault, and give the identity the role Key Vault Secrets User there.");
            else if (text.StartsWith("@Microsoft.KeyVault", StringComparison.OrdinalIgnoreCase))
                defects.Add($"{name} is a reference that the platform could not follow: see that the secret exists, and give the identity the role Key Vault Secrets User on the vault.");
            else if (Parse(text) is { } read)
                keys[purpose] = read;
            else
                defects.Add($"{name} holds no keys: the secret must be one or two keys `VERSION BASE64`, newest first, the base64 of {SecretBytes} random bytes.");
        }

        return defects.Count == 0 ? new SettingsKeyRing(keys) : throw new ArgumentException(string.Join(Environment.NewLine, defects));
    }

    /// <inheritdoc/>
    public IReadOnlyList<RingKey> Of(KeyPurpose purpose) => keys[purpose];

    private static List<RingKey>? Parse(string text)
    {
        var read = new List<RingKey>();
        foreach (var line in text.Split(['\n', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#') continue;
            if (read.Count == Kept || ParseLine(line) is not { } key || read.Exists(known => known.Id == key.Id)) return null;
            read.Add(key);
        }

        return read.Count == 0 ? null : read;
    }

    private static RingKey? ParseLine(string line)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var version = 1;
        if (parts.Length > 2 || (parts.Length == 2 && (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out version) || version < 1))) return null;
        var secret = new byte[SecretBytes + 1];
        return Convert.TryFromBase64String(parts[^1], secret, out var length) && length == SecretBytes
            ? new RingKey(version.ToString(CultureInfo.InvariantCulture), secret.AsMemory(0, SecretBytes))
            : null;
    }
}
