using System.Security.Cryptography;
using System.Text;

namespace HousingFirst.Hub.Senders;

/// <summary>
/// The proof of sender that travels with a message: <c>v1.</c> and the base64 of HMAC-SHA256(agency key, body bytes). Service Bus stamps
/// no sender, so this is what says who sent it.
/// </summary>
public static class Signature
{
    /// <summary>The application property, or HTTP header, that carries it.</summary>
    public const string Property = "hf-signature";

    /// <summary>Of every signature: prefix and the 44 base64 characters of 32 bytes.</summary>
    private const int Length = 3 + 44;

    /// <summary>The signature of a body under a key.</summary>
    public static string Of(AgencyKey key, ReadOnlySpan<byte> body) =>
        "v1." + Convert.ToBase64String(HMACSHA256.HashData(key.Bytes.Span, body));

    /// <summary>
    /// Whether one of the keys made the signature. Texts are compared, not decoded bytes: base64 has several texts for the same bytes, and
    /// only one of them is the signature. Takes the same time wherever they differ.
    /// </summary>
    public static bool Verify(IEnumerable<AgencyKey> keys, string? signature, ReadOnlySpan<byte> body)
    {
        if (signature is not { Length: Length } || !signature.StartsWith("v1.", StringComparison.Ordinal)) return false;
        var given = Encoding.UTF8.GetBytes(signature);
        var proven = false;
        foreach (var key in keys)
        {
            proven |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(key, body)), given);
        }

        return proven;
    }
}
