using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace HousingFirst.Local.Doors.Access;

/// <summary>
/// A shared access signature as Service Bus reads it: <c>SharedAccessSignature sr=…&amp;sig=…&amp;se=…&amp;skn=…</c>. The signature is over the
/// fields as they were sent, so that upper and lower percent-encoding are both right.
/// </summary>
internal sealed class SasToken
{
    /// <summary>The authorization scheme.</summary>
    public const string Scheme = "SharedAccessSignature";

    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private SasToken(string keyName, string scope, Instant expires, byte[] signed, byte[] signature)
    {
        (KeyName, Scope, Expires) = (keyName, scope, expires);
        (_signed, _signature) = (signed, signature);
    }

    /// <summary>Whose key: an agency's id.</summary>
    public string KeyName { get; }

    /// <summary>The path the token is for, without scheme, host and slashes at its ends; empty is everything.</summary>
    public string Scope { get; }

    /// <summary>From here on it is no longer good.</summary>
    public Instant Expires { get; }

    /// <summary>Reads a token: the value of an Authorization header, or what AMQP's <c>$cbs</c> is given.</summary>
    /// <param name="text">The text as sent.</param>
    /// <param name="token">The token, unproven.</param>
    /// <param name="defect">What is wrong with its form, and the mend.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SasToken? token, [NotNullWhen(false)] out string? defect)
    {
        token = null;
        text = text?.Trim() ?? "";
        if (!text.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase))
            return Fail($"MalformedToken: it doesn't begin with `{Scheme}`, the one scheme here", out defect);

        string? resource = null, signature = null, expiry = null, keyName = null;
        foreach (var field in text[(Scheme.Length + 1)..].Trim().Split('&'))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            var value = field[(equals + 1)..].Trim();
            var repeated = field[..Math.Max(equals, 0)].Trim().ToLowerInvariant() switch
            {
                "sr" => Take(ref resource, value),
                "sig" => Take(ref signature, value),
                "se" => Take(ref expiry, value),
                "skn" => Take(ref keyName, value),
                _ => false,
            };
            if (repeated) return Fail("MalformedToken: one of sr, sig, se, skn comes twice; give each once", out defect);
        }

        if (string.IsNullOrEmpty(resource) || string.IsNullOrEmpty(signature) || string.IsNullOrEmpty(expiry) || string.IsNullOrEmpty(keyName))
            return Fail("MalformedToken: sr, sig, se and skn must all be there, joined by `&`", out defect);
        if (!long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > Instant.MaxValue.ToUnixTimeSeconds())
            return Fail("MalformedToken: se isn't a whole number of seconds since 1970-01-01T00:00Z", out defect);
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        // Base64 has several texts for the same bytes; only the one that encoding gives is the signature.
        var base64 = Uri.UnescapeDataString(signature);
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || length != bytes.Length || Convert.ToBase64String(bytes) != base64)
            return Fail("MalformedToken: sig isn't the percent-encoded base64 of 32 bytes (HMAC-SHA256)", out defect);
        if (PathOf(Uri.UnescapeDataString(resource)) is not { } scope)
            return Fail("MalformedToken: sr isn't the percent-encoded address of a queue, such as http%3A%2F%2F127.0.0.1%3A7071%2Fclient-changes", out defect);

        token = new SasToken(Uri.UnescapeDataString(keyName), scope, Instant.FromUnixTimeSeconds(seconds),
            Encoding.UTF8.GetBytes(resource + "\n" + expiry), bytes);
        defect = null;
        return true;
    }

    /// <summary>Whether one of the keys made the signature. Takes the same time whichever byte differs.</summary>
    public bool IsSignedBy(IReadOnlyList<ReadOnlyMemory<byte>> keys)
    {
        var proven = false;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var key in keys)
        {
            HMACSHA256.HashData(key.Span, _signed, expected);
            proven |= CryptographicOperations.FixedTimeEquals(expected, _signature);
        }

        return proven;
    }

    /// <summary>Whether the token's scope holds a path: the same, or above it by whole segments. Names have no case, as in Service Bus.</summary>
    public bool Covers(string path) =>
        Scope.Length == 0
        || path.Equals(Scope, StringComparison.OrdinalIgnoreCase)
        || (path.Length > Scope.Length && path[Scope.Length] == '/' && path.StartsWith(Scope, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The path of a resource. Hosts aren't compared: the same hub is 127.0.0.1, localhost or a tunnel's name. Without a scheme the first
    /// part must look like a host, or a token for one queue could be read as one for everything.
    /// </summary>
    private static string? PathOf(string resource)
    {
        var scheme = resource.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0 && resource[..scheme].ToLowerInvariant() is not ("http" or "https" or "sb" or "amqp" or "amqps")) return null;
        var rest = scheme >= 0 ? resource[(scheme + 3)..] : resource;
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? rest : rest[..slash];
        if (host.Length == 0 || (scheme < 0 && !LooksLikeHost(host))) return null;
        var path = slash < 0 ? "" : rest[slash..];
        var end = path.AsSpan().IndexOfAny('?', '#');
        return (end < 0 ? path : path[..end]).Trim('/');
    }

    private static bool LooksLikeHost(string text) =>
        text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal)
        || text.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static bool Take(ref string? field, string value)
    {
        if (field is not null) return true;
        field = value;
        return false;
    }

    private static bool Fail(string text, out string defect)
    {
        defect = text + ".";
        return false;
    }
}
