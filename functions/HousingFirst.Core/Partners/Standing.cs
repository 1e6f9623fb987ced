using NodaTime;

namespace HousingFirst.Core.Partners;

/// <summary>Whether an organisation takes part now.</summary>
/// <param name="Kind">How it stands.</param>
/// <param name="Since">Since when (UTC); null where it always has.</param>
public sealed record Standing(StandingKind Kind, Instant? Since)
{
    /// <summary>Of those who take part.</summary>
    public static Standing Active { get; } = new(StandingKind.Active, null);

    /// <summary>Whether it sends and is told.</summary>
    public bool IsActive => Kind == StandingKind.Active;
}

/// <summary>How an organisation stands in the network.</summary>
public enum StandingKind
{
    /// <summary>It sends and is told.</summary>
    Active,

    /// <summary>For now it sends nothing and is told nothing but to stop.</summary>
    Suspended,

    /// <summary>It has left. It stays in the directory, since past notices name it.</summary>
    Left,
}
