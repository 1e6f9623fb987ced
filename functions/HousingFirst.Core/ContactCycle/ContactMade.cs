using System.Collections.Immutable;
using NodaTime;

namespace HousingFirst.Core.ContactCycle;

/// <summary>How a program and a partner talked, richest first: face to face is best, e-mail loses tone and feeling (practice 8).</summary>
public enum ContactMode
{
    /// <summary>Face to face.</summary>
    InPerson,

    /// <summary>By video.</summary>
    Video,

    /// <summary>By telephone.</summary>
    Phone,

    /// <summary>By text message, answered.</summary>
    Text,

    /// <summary>By e-mail between people, answered. An automatic e-mail never counts.</summary>
    Email,
}

/// <summary>What came of it.</summary>
public enum ContactOutcome
{
    /// <summary>They talked. "Nothing new" counts fully.</summary>
    Made,

    /// <summary>Nobody answered.</summary>
    Attempted,

    /// <summary>It was not made, for a reason.</summary>
    NotMade,
}

/// <summary>Why a contact was not made.</summary>
public enum NotMadeReason
{
    /// <summary>The partner's contact was away, and nobody stood in.</summary>
    PartnerAway,

    /// <summary>The partner asked for a later talk.</summary>
    PartnerAskedLater,

    /// <summary>The program had nobody free.</summary>
    NoCapacity,

    /// <summary>Another reason.</summary>
    Other,
}

/// <summary>One contact, attempt, or reason for none, as somebody recorded it.</summary>
/// <param name="Key">Of the message that recorded it: the same again is the same.</param>
/// <param name="On">The day, in the community's zone.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Mode">How; null where it was not made.</param>
/// <param name="Reason">Why not; only where it was not made.</param>
/// <param name="By">The agency that recorded it: the program or the partner.</param>
/// <param name="Recorded">When it was recorded (UTC).</param>
public sealed record ContactMade(
    string Key, LocalDate On, ContactOutcome Outcome, ContactMode? Mode, NotMadeReason? Reason, string By, Instant Recorded)
{
    /// <summary>A hash of the message that recorded it: the same key with another body is another message's id, used again.</summary>
    public required string Body { get; init; }

    /// <summary>Who talked, in the recorder's words; null where nobody said.</summary>
    public string? Who { get; init; }

    /// <summary>What it was about, in the recorder's words, nothing about any client; null for nothing new.</summary>
    public string? Topics { get; init; }

    /// <summary>What comes next; null where nothing does.</summary>
    public string? FollowUp { get; init; }
}

/// <summary>A month's obligation of one program towards one partner, as it stands.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Mode">The richest mode of the contacts made; null where none was.</param>
/// <param name="Reason">Why it was not made; null unless that is how it stands.</param>
/// <param name="Last">The day of the last contact made this month; null where none was.</param>
/// <param name="Late">Whether it stands so, state, mode and reason, only since the month was closed.</param>
public sealed record ObligationStanding(ObligationState State, ContactMode? Mode, NotMadeReason? Reason, LocalDate? Last, bool Late)
{
    /// <summary>How an obligation stands after everything that was recorded.</summary>
    /// <param name="recorded">What was recorded, in any order.</param>
    /// <param name="released">Whether the partner left or rests since the month was opened.</param>
    /// <param name="closed">When the month closed (UTC); null while it is open.</param>
    public static ObligationStanding Of(IEnumerable<ContactMade> recorded, bool released, Instant? closed)
    {
        var all = recorded.OrderBy(c => c.Recorded).ThenBy(c => c.Key, StringComparer.Ordinal).ToImmutableArray();
        var standing = Of(all, released);
        var before = closed is { } end ? Of(all.RemoveAll(c => c.Recorded >= end), released) : standing;
        return standing with { Late = (standing.State, standing.Mode, standing.Reason) != (before.State, before.Mode, before.Reason) };
    }

    private static ObligationStanding Of(ImmutableArray<ContactMade> recorded, bool released)
    {
        var made = recorded.Where(c => c.Outcome == ContactOutcome.Made).ToArray();
        if (made.Length > 0) return new ObligationStanding(ObligationState.Made, made.Min(c => c.Mode), null, made.Max(c => c.On), Late: false);
        if (released) return new ObligationStanding(ObligationState.Released, null, null, null, Late: false);
        return recorded switch
        {
            [.., { Outcome: ContactOutcome.NotMade } last] => new ObligationStanding(ObligationState.NotMade, null, last.Reason, null, Late: false),
            [.., _] => new ObligationStanding(ObligationState.Attempted, null, null, null, Late: false),
            _ => new ObligationStanding(ObligationState.Open, null, null, null, Late: false),
        };
    }
}

/// <summary>How an obligation stands.</summary>
public enum ObligationState
{
    /// <summary>Nothing was recorded.</summary>
    Open,

    /// <summary>They talked.</summary>
    Made,

    /// <summary>The program tried; nobody answered.</summary>
    Attempted,

    /// <summary>Not made, and the program said why.</summary>
    NotMade,

    /// <summary>The partner left or rests since the month was opened: nothing is owed any more.</summary>
    Released,
}
