using System.Collections.Immutable;
using NodaTime;

namespace HousingFirst.Hub.Meetings;

/// <summary>A person who is invited to a meeting.</summary>
/// <param name="Agency">Whose person.</param>
/// <param name="Contact">Who.</param>
public sealed record Guest(string Agency, string Contact)
{
    /// <summary>What they answered.</summary>
    public GuestAnswer Answer { get; init; }

    /// <summary>When (UTC); null before.</summary>
    public Instant? Answered { get; init; }

    /// <summary>How often what their calendar holds was changed: the iCalendar SEQUENCE of <see cref="Shape"/>.</summary>
    public int Sequence { get; init; }

    /// <summary>What their calendar is to hold: a hash of day, hour, length, place and whether it takes place.</summary>
    public string Shape { get; init; } = string.Empty;

    /// <summary>Whether the mail with that has left.</summary>
    public bool IsSent { get; init; }

    /// <summary>The stages whose mail has left.</summary>
    public ImmutableArray<string> Told { get; init; } = [];

    /// <summary>Whether they were there; null while nobody has said.</summary>
    public bool? WasThere { get; init; }

    /// <summary>The ETag it was read with; null for one that isn't written yet.</summary>
    public string? ETag { get; init; }
}

/// <summary>What a guest answered.</summary>
public enum GuestAnswer
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>They come.</summary>
    Accepted,

    /// <summary>They don't; their alternate is invited.</summary>
    Declined,
}
