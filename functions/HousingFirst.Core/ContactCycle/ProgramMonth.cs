using System.Collections.Immutable;
using NodaTime;

namespace HousingFirst.Core.ContactCycle;

/// <summary>What one program and one partner have to do with each other in a month.</summary>
/// <param name="Partner">The partner's agency id.</param>
/// <param name="Owed">Whether the program owes the contact; one that is not owed may be made and counts as more.</param>
/// <param name="Before">The last contact of earlier months; null where there was none.</param>
/// <param name="Recorded">What was recorded this month, in the order of recording.</param>
/// <param name="Released">Whether the partner left or rests since the month was opened.</param>
public sealed record Obligation(string Partner, bool Owed, LastContact? Before, ImmutableArray<ContactMade> Recorded, bool Released)
{
    /// <summary>After so many days without a talk face to face the list says so.</summary>
    public const int InPersonDays = 90;

    /// <summary>How it stands.</summary>
    /// <param name="closed">When the month closed (UTC); null while it is open.</param>
    public ObligationStanding Standing(Instant? closed) => ObligationStanding.Of(Recorded, Released, closed);

    /// <summary>The last contact made, this month's included; null where there was none.</summary>
    public LastContact? Last => Recorded.Where(c => c.Outcome == ContactOutcome.Made)
        .OrderBy(c => c.On)
        .Aggregate(Before, (last, c) => new LastContact(
            last is { } known && known.On > c.On ? known.On : c.On,
            last is { } later && later.On > c.On ? later.Mode : c.Mode!.Value,
            c.Mode == ContactMode.InPerson ? LaterOf(last?.InPersonOn, c.On) : last?.InPersonOn));

    /// <summary>Whether they have not met face to face for 90 days, or never.</summary>
    public bool IsLongWithoutMeeting(LocalDate today) =>
        Last?.InPersonOn is not { } met || Period.DaysBetween(met, today) >= InPersonDays;

    private static LocalDate LaterOf(LocalDate? known, LocalDate on) => known is { } day && day > on ? day : on;
}

/// <summary>The last time a program and a partner talked.</summary>
/// <param name="On">The day.</param>
/// <param name="Mode">How.</param>
/// <param name="InPersonOn">The last day face to face; null where they never met.</param>
public sealed record LastContact(LocalDate On, ContactMode Mode, LocalDate? InPersonOn);

/// <summary>A program's month.</summary>
/// <param name="Program">The program's agency id.</param>
/// <param name="Month">The month.</param>
/// <param name="Obligations">By partner id.</param>
public sealed record ProgramMonth(string Program, YearMonth Month, ImmutableArray<Obligation> Obligations)
{
    /// <summary>When it was opened (UTC); null where something was recorded before.</summary>
    public Instant? Opened { get; init; }

    /// <summary>When it was closed (UTC); null while it is open.</summary>
    public Instant? Closed { get; init; }

    /// <summary>The stages whose mail about this program has left.</summary>
    public ImmutableArray<string> Told { get; init; } = [];

    /// <summary>The stage whose mail is leaving; null while none is.</summary>
    public LeavingReminder? Leaving { get; init; }

    /// <summary>Whether nothing was heard of the program.</summary>
    public bool IsSilent => Counts().IsSilent;

    /// <summary>What is still wanting: owed, and nobody has talked yet nor said why not.</summary>
    public IEnumerable<Obligation> Wanting => Obligations.Where(IsWanting);

    /// <summary>The numbers of the month.</summary>
    public MonthCounts Counts()
    {
        var counts = MonthCounts.None;
        foreach (var obligation in Obligations)
        {
            var standing = obligation.Standing(Closed);
            if (!obligation.Owed)
            {
                if (standing.State == ObligationState.Made) counts = counts with { More = counts.More + 1 };
                continue;
            }

            counts += standing switch
            {
                { State: ObligationState.Made, Mode: ContactMode.InPerson } => MonthCounts.None with { Owed = 1, InPerson = 1 },
                { State: ObligationState.Made } => MonthCounts.None with { Owed = 1, Otherwise = 1 },
                { State: ObligationState.Attempted } => MonthCounts.None with { Owed = 1, Attempted = 1 },
                { State: ObligationState.NotMade } => MonthCounts.None with { Owed = 1, NotMade = 1 },
                { State: ObligationState.Released } => MonthCounts.None with { Released = 1 },
                _ => MonthCounts.None with { Owed = 1, Open = 1 },
            };
            if (standing.Late) counts = counts with { Late = counts.Late + 1 };
        }

        return counts;
    }

    private bool IsWanting(Obligation obligation) =>
        obligation is { Owed: true } && obligation.Standing(Closed).State is ObligationState.Open or ObligationState.Attempted;
}

/// <summary>A mail that somebody has taken to send: of two drivers only one does.</summary>
/// <param name="Stage">The stage it is of.</param>
/// <param name="Until">Until when whoever took it may be at work (UTC); after that it was cut off.</param>
public sealed record LeavingReminder(string Stage, Instant Until);

/// <summary>The numbers of a month, of one program or of many.</summary>
/// <param name="Owed">Contacts owed: the next five add up to it.</param>
/// <param name="InPerson">Made face to face.</param>
/// <param name="Otherwise">Made in another mode.</param>
/// <param name="Attempted">Tried; nobody answered.</param>
/// <param name="NotMade">Not made, with a reason.</param>
/// <param name="Open">Nothing recorded.</param>
/// <param name="Released">No longer owed: the partner left or rests.</param>
/// <param name="More">Made though not owed.</param>
/// <param name="Late">Changed by what was recorded after the close.</param>
public sealed record MonthCounts(int Owed, int InPerson, int Otherwise, int Attempted, int NotMade, int Open, int Released, int More, int Late)
{
    /// <summary>Nothing.</summary>
    public static MonthCounts None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Made, in whatever mode.</summary>
    public int Made => InPerson + Otherwise;

    /// <summary>
    /// Whether nothing was heard of a program that owes something. A talk is a sign of life, with whomever: a partner that has left or rests since, or one
    /// that it doesn't owe. An attempt, or a reason for none, is one only towards a partner that it still owes.
    /// </summary>
    public bool IsSilent => Owed > 0 && Open == Owed && More == 0;

    /// <summary>The numbers of both.</summary>
    public static MonthCounts operator +(MonthCounts one, MonthCounts other) => new(
        one.Owed + other.Owed,
        one.InPerson + other.InPerson,
        one.Otherwise + other.Otherwise,
        one.Attempted + other.Attempted,
        one.NotMade + other.NotMade,
        one.Open + other.Open,
        one.Released + other.Released,
        one.More + other.More,
        one.Late + other.Late);
}
