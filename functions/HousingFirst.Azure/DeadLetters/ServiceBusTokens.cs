using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using NodaTime;

namespace HousingFirst.Azure.DeadLetters;

/// <summary>What proves a caller to Service Bus' REST API: the Authorization header of a request.</summary>
public static class ServiceBusTokens
{
    private static readonly Duration Life = Duration.FromMinutes(10);
    private static readonly TokenRequestContext Scope = new(["https://servicebus.azure.net/.default"]);

    /// <summary>As an identity of Entra ID; the credential keeps its token until it ends.</summary>
    public static Func<Uri, CancellationToken, ValueTask<string>> Of(TokenCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return async (_, cancellation) => "Bearer " + (await credential.GetTokenAsync(Scope, cancellation)).Token;
    }

    /// <summary>By a key: a shared access signature over the address that is asked for, for ten minutes.</summary>
    /// <param name="name">The rule's name.</param>
    /// <param name="key">Its key, as text.</param>
    /// <param name="clock">Says when it ends.</param>
    /// <remarks>https://learn.microsoft.com/rest/api/eventhub/generate-sas-token</remarks>
    public static Func<Uri, CancellationToken, ValueTask<string>> Of(string name, string key, IClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return (address, _) =>
        {
            var resource = Uri.EscapeDataString(address.GetLeftPart(UriPartial.Path));
            var expiry = (clock.GetCurrentInstant() + Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{expiry}")));
            return ValueTask.FromResult($"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(signature)}&se={expiry}&skn={Uri.EscapeDataString(name)}");
        };
    }
}
