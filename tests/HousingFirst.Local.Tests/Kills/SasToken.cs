using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HousingFirst.Local.Tests.Kills;

/// <summary>A shared access signature as any client makes it.</summary>
internal static class SasToken
{
    public static string For(string uri, string keyName, string key)
    {
        var resource = Uri.EscapeDataString(uri);
        var expiry = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{expiry}"));
        return $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(Convert.ToBase64String(mac))}&se={expiry}&skn={keyName}";
    }
}
