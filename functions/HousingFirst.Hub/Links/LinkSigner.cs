using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Hub.KeyRing;
using NodaTime;

namespace HousingFirst.Hub.Links;

/// <summary>
/// Signs the links of mails and tells its own from others: <c>base64url(payload).base64url(signature)</c>, the signature being the first
/// 16 bytes of HMAC-SHA256 over a fixed prefix and the payload. The newest key signs, every live key verifies, so a rotation ends the links
/// of two rotations ago.
/// </summary>
public sealed class LinkSigner
{
    private const int SignatureLength = 16;
    private const int LongestToken = 512;
    private static readonly byte[] Prefix = Encoding.ASCII.GetBytes("housing-first link v1\0");
    private readonly IKeyRing keys;

    /// <summary>
    /// Signs and verifies with the ring's <see cref="KeyPurpose.Links"/> keys, read anew each time: a rotation takes effect at once.
    /// </summary>
    public LinkSigner(IKeyRing keys)
    {
        this.keys = keys;
    }

    /// <summary>The token's text, safe in a URL path.</summary>
    public string Sign(LinkToken token)
    {
        var key = keys.Of(KeyPurpose.Links)[0];
        var payload = LinkEncoding.Write(token, key.Id);
        return Base64Url.EncodeToString(payload) + "." + Base64Url.EncodeToString(Signature(key, payload));
    }

    /// <summary>What a token is. Any text may be given; only what <see cref="Sign"/> wrote, letter for letter, is valid.</summary>
    public LinkReading Read(string token, Instant now)
    {
        if (token.Length > LongestToken || token.Split('.') is not [var payloadText, var signatureText]) return new LinkReading.Forged();
        if (Decode(payloadText) is not { } payload || Decode(signatureText) is not { } signature) return new LinkReading.Forged();
        if (LinkEncoding.Read(payload) is not var (link, keyId)) return new LinkReading.Forged();
        return keys.Of(KeyPurpose.Links).FirstOrDefault(k => k.Id == keyId) is { } key
            && CryptographicOperations.FixedTimeEquals(Signature(key, payload), signature)
            ? new LinkReading.Valid(link, now >= link.Expires)
            : new LinkReading.Forged();
    }

    private static byte[] Signature(RingKey key, byte[] payload) =>
        HMACSHA256.HashData(key.Secret.Span, [.. Prefix, .. payload])[..SignatureLength];

    /// <summary>
    /// Null where the text isn't the one way to write its bytes: base64 has spare bits that a changed letter could hide in.
    /// </summary>
    private static byte[]? Decode(string text)
    {
        if (!Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        return Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }
}
