namespace HousingFirst.Hub.KeyRing;

/// <summary>The one store of secrets: DIR/keys (0600) locally, Key Vault in the cloud. Rotation keeps the last two of each purpose.</summary>
public interface IKeyRing
{
    /// <summary>The live keys of a purpose, newest first: the first signs, all verify. Never empty.</summary>
    IReadOnlyList<RingKey> Of(KeyPurpose purpose);
}

/// <summary>What a key is for.</summary>
public enum KeyPurpose
{
    /// <summary>Links in mail.</summary>
    Links,

    /// <summary>The agency master key: every agency's own keys are derived from it.</summary>
    AgencyMaster,
}

/// <summary>A key with its id.</summary>
/// <param name="Id">Short, public, unique in its purpose; for <see cref="KeyPurpose.AgencyMaster"/> the version, a number.</param>
/// <param name="Secret">32 random bytes.</param>
public sealed record RingKey(string Id, ReadOnlyMemory<byte> Secret)
{
    /// <summary>Hides the secret.</summary>
    public override string ToString() => $"key {Id}";
}
