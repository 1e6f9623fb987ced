using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Hub.KeyRing;

namespace HousingFirst.Hub.Senders;

/// <summary>
/// The agencies' own keys. None is stored: each is derived from the master key, so that a hub with a thousand agencies keeps two secrets.
/// </summary>
/// <param name="ring">Where the master keys are; two versions are live while a rotation lasts.</param>
/// <param name="rotation">How often an agency's own keys were replaced, apart from everyone's; never where null.</param>
public sealed class AgencyKeys(IKeyRing ring, Func<string, int>? rotation = null)
{
    /// <summary>Strangers' ids could fill a memory without end; a province has a tenth of this.</summary>
    private const int MostKept = 10_000;

    /// <summary>Derived keys, for as long as the ring holds their master key.</summary>
    private readonly ConditionalWeakTable<RingKey, ConcurrentDictionary<(string Agency, int Rotation), AgencyKey>> derived = [];

    /// <summary>
    /// An agency's live keys, newest first: the first is the one to hand out, all verify. Of its own rotations the last two are live, under each
    /// live master key: after two rotations an agency's stolen key is dead, and every other agency keeps its own.
    /// </summary>
    /// <param name="agency">The agency id. Whether it is known isn't asked here.</param>
    public IReadOnlyList<AgencyKey> Of(string agency)
    {
        var masters = ring.Of(KeyPurpose.AgencyMaster);
        var own = rotation?.Invoke(agency) ?? 0;
        var rotations = own > 0 ? 2 : 1;
        var keys = new AgencyKey[masters.Count * rotations];
        for (var i = 0; i < keys.Length; i++) keys[i] = Of(masters[i / rotations], agency, own - (i % rotations));
        return keys;
    }

    private AgencyKey Of(RingKey master, string agency, int own)
    {
        var kept = derived.GetValue(master, static _ => new());
        if (kept.TryGetValue((agency, own), out var known)) return known;
        var key = Derive(master, agency, own);
        if (kept.Count < MostKept) kept[(agency, own)] = key;
        return key;
    }

    private static AgencyKey Derive(RingKey master, string agency, int own)
    {
        var version = own == 0 ? master.Id : string.Create(CultureInfo.InvariantCulture, $"{master.Id}.{own}");
        var derived = HMACSHA256.HashData(master.Secret.Span, Encoding.UTF8.GetBytes($"{agency}:{version}"));
        return new AgencyKey(version, Convert.ToBase64String(derived));
    }
}

/// <summary>One agency's key in one version.</summary>
/// <param name="Version">The id of the master key it comes from, and the agency's own rotation where there was one: <c>1</c>, <c>1.2</c>.</param>
/// <param name="Text">The base64 text an agency is given. It is used as the UTF-8 bytes of this text, as Service Bus uses its keys.</param>
public sealed record AgencyKey(string Version, string Text)
{
    /// <summary>The key as HMAC takes it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = Encoding.UTF8.GetBytes(Text);

    /// <summary>The same version of the same key.</summary>
    public bool Equals(AgencyKey? other) => other is not null && Version == other.Version && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Hides the key.</summary>
    public override string ToString() => $"agency key {Version}";
}
