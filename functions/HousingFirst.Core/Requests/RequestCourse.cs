using HousingFirst.Core.Messaging;
using NodaTime;

namespace HousingFirst.Core.Requests;

/// <summary>What became of a request to the specialist.</summary>
/// <param name="Promised">The last day on which it is taken up, as was promised when it was asked, in the community's zone.</param>
public sealed record RequestCourse(LocalDate Promised)
{
    /// <summary>The longest text of what was agreed, or what came of it, in characters.</summary>
    public const int LongestText = 600;

    /// <summary>After so many days without a step, what was taken up is in the morning mail again.</summary>
    public const int IdleDays = 14;

    /// <summary>When the specialist took it up (UTC); null before.</summary>
    public Instant? Taken { get; init; }

    /// <summary>Who took it up.</summary>
    public string? TakenBy { get; init; }

    /// <summary>When the parties agreed (UTC); null before.</summary>
    public Instant? AgreedOn { get; init; }

    /// <summary>What they agreed, in words that say nothing about any client: it outlives the request's own.</summary>
    public string? Agreed { get; init; }

    /// <summary>The agency that does what was agreed; a barrier has one.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was closed (UTC); null while it is open.</summary>
    public Instant? Closed { get; init; }

    /// <summary>What came of it, in such words; a barrier has one. Null where nobody said.</summary>
    public string? Outcome { get; init; }

    /// <summary>How it stands.</summary>
    public RequestState State => this switch
    {
        { Closed: not null } => RequestState.Closed,
        { AgreedOn: not null } => RequestState.Agreed,
        { Taken: not null } => RequestState.TakenUp,
        _ => RequestState.Asked,
    };

    /// <summary>Whether the promised day has passed and nobody has taken it up.</summary>
    public bool IsLate(LocalDate today) => State == RequestState.Asked && Promised < today;

    /// <summary>The day of the last step, where that was taken so long ago that somebody should look again; null otherwise.</summary>
    public LocalDate? IdleSince(LocalDate today, DateTimeZone zone) =>
        State is RequestState.TakenUp or RequestState.Agreed && (AgreedOn ?? Taken)!.Value.InZone(zone).Date is var last && Period.DaysBetween(last, today) >= IdleDays
            ? last
            : null;

    /// <summary>The request taken up: the first who does it has it.</summary>
    public RequestOutcome TakeUp(string by, Instant now) => this switch
    {
        { Closed: not null } => IsClosed,
        { Taken: not null } => new RequestOutcome.Stands(this),
        _ => new RequestOutcome.Stands(this with { Taken = now, TakenBy = by }),
    };

    /// <summary>What the parties agreed. Whoever writes it down has taken it up.</summary>
    /// <param name="what">What.</param>
    /// <param name="owner">The agency that does it; null where nobody in particular does.</param>
    /// <param name="isBarrier">Whether it is a barrier, which needs an owner.</param>
    /// <param name="anew">Whether this is instead of what was agreed before.</param>
    /// <param name="by">Who writes it down.</param>
    /// <param name="now">When (UTC).</param>
    public RequestOutcome Agree(string what, string? owner, bool isBarrier, bool anew, string by, Instant now)
    {
        if (Closed is not null) return IsClosed;
        if (isBarrier && owner is null) return Refused("owner", "missing: a barrier is some agency's to take away", "say whose");
        if (Agreed is not null && (Agreed, Owner) == (what, owner)) return new RequestOutcome.Stands(this);
        if (Agreed is not null && !anew) return Refused("agreed", "something else was agreed before", "look at it, and say that this is instead of it");
        return new RequestOutcome.Stands(this with { Taken = Taken ?? now, TakenBy = TakenBy ?? by, AgreedOn = now, Agreed = what, Owner = owner });
    }

    /// <summary>The request closed, agreed or not. Closed before, it stays as it was.</summary>
    /// <param name="outcome">What came of it.</param>
    /// <param name="isBarrier">Whether it is a barrier, which is closed with an owner and an outcome.</param>
    /// <param name="now">When (UTC).</param>
    public RequestOutcome Close(string? outcome, bool isBarrier, Instant now)
    {
        if (Closed is not null) return Outcome == outcome || outcome is null ? new RequestOutcome.Stands(this) : IsClosed;
        if (isBarrier && Owner is null) return Refused("owner", "missing: nobody has taken the barrier on", "say first what was agreed, and whose it is");
        if (isBarrier && outcome is null) return Refused("outcome", "missing: the next who meets the barrier reads it", "say what came of it");
        return new RequestOutcome.Stands(this with { Closed = now, Outcome = outcome });
    }

    private static RequestOutcome IsClosed => Refused("request", "closed already", "ask anew where there is something new");

    private static RequestOutcome.Refused Refused(string path, string rule, string mend) => new(new Defect(path, rule, mend));
}

/// <summary>What a step with a request came to.</summary>
public abstract record RequestOutcome
{
    private RequestOutcome()
    {
    }

    /// <summary>It stands so now; the same as before where the step was taken already.</summary>
    /// <param name="Course">What became of it.</param>
    public sealed record Stands(RequestCourse Course) : RequestOutcome;

    /// <summary>It was not taken.</summary>
    /// <param name="Why">Why not, and what to do.</param>
    public sealed record Refused(Defect Why) : RequestOutcome;
}

/// <summary>How a request to the specialist stands.</summary>
public enum RequestState
{
    /// <summary>It was asked, and waits to be taken up.</summary>
    Asked,

    /// <summary>The specialist has it in hand.</summary>
    TakenUp,

    /// <summary>The parties agreed on something; it is not done yet.</summary>
    Agreed,

    /// <summary>It is over.</summary>
    Closed,
}
