using System.Security.Cryptography;
using System.Text;
using HousingFirst.Hub.KeyRing;

namespace HousingFirst.Hub.Senders;

/// <summary>
/// The agencies' own keys. None is stored: each is derived from the master key, so that a hub with a thousand agencies keeps two secrets.
/// </summary>
/// <param name="ring">Where the master keys are; two versions are live while a rotation lasts.</param>
public sealed class AgencyKeys(IKeyRing ring)
{
    /// <summary>An agency's live keys, newest first: the first is the one to hand out, all verify.</summary>
    /// <param name="agency">The agency id. Whether it is known isn't asked here.</param>
    public IReadOnlyList<AgencyKey> Of(string agency) =>
        [.. ring.Of(KeyPurpose.AgencyMaster).Select(master => Derive(master, agency))];

    private static AgencyKey Derive(RingKey master, string agency)
    {
        var derived = HMACSHA256.HashData(master.Secret.Span, Encoding.UTF8.GetBytes($"{agency}:{master.Id}"));
        return new AgencyKey(master.Id, Convert.ToBase64String(derived));
    }
}

/// <summary>One agency's key in one version.</summary>
/// <param name="Version">The id of the master key it comes from.</param>
/// <param name="Text">The base64 text an agency is given. It is used as the UTF-8 bytes of this text, as Service Bus uses its keys.</param>
public sealed record AgencyKey(string Version, string Text)
{
    /// <summary>The key as HMAC takes it.</summary>
    internal byte[] Bytes => Encoding.UTF8.GetBytes(Text);

    /// <summary>Hides the key.</summary>
    public override string ToString() => $"agency key {Version}";
}
