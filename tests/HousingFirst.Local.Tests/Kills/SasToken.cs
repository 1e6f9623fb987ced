using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace HousingFirst.Local.Tests.Kills;

/// <summary>A shared access signature as any client makes it.</summary>
internal static class SasToken
{
    public static string For(string uri, string keyName, string key)
    {
        var resource = Uri.EscapeDataString(uri);
        var expiry = (SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(1)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{expiry}"));
        return $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(Convert.ToBase64String(mac))}&se={expiry}&skn={keyName}";
    }
}
