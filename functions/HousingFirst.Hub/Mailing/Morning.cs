using HousingFirst.Core.Surprises;
using NodaTime;

namespace HousingFirst.Hub.Mailing;

/// <summary>One part of the specialist's morning mail.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Lines">At least one.</param>
/// <param name="More">How many more there are than are shown.</param>
public sealed record MorningGroup(MorningSubject Subject, IReadOnlyList<MorningLine> Lines, int More);

/// <summary>The parts of the morning mail, in the order in which they are read.</summary>
public enum MorningSubject
{
    /// <summary>Urgent notices that nobody has answered.</summary>
    SilentNotices,

    /// <summary>What could not be delivered, and addresses that have stopped.</summary>
    Undelivered,

    /// <summary>Queues that nobody reads.</summary>
    UnreadQueues,

    /// <summary>Programs of whose monthly contacts nothing was heard, and partners with whom no program has talked.</summary>
    ContactsBehind,

    /// <summary>Who asks for the specialist, and whom to ask: partners and possible partners.</summary>
    Requests,

    /// <summary>Partners who were caught off guard.</summary>
    Surprises,

    /// <summary>Agreements and consents that end soon.</summary>
    Endings,

    /// <summary>Contacts whose entry nobody has confirmed.</summary>
    Unconfirmed,
}

/// <summary>A line: what it is, and the one thing to do about it.</summary>
/// <param name="Fact">What it is.</param>
/// <param name="Action">What to do.</param>
public sealed record MorningLine(MorningFact Fact, MorningAction Action);

/// <summary>What a line of the morning mail says. No case has a place for a client, not even by a reference.</summary>
public abstract record MorningFact
{
    private MorningFact()
    {
    }

    /// <summary>An open task.</summary>
    /// <param name="Kind">What happened.</param>
    /// <param name="Organisation">The partner's public name.</param>
    /// <param name="Contact">Its contact person, where it is about one.</param>
    /// <param name="Count">How many times the same.</param>
    public sealed record Task(SpecialistTaskKind Kind, string Organisation, string? Contact, int Count) : MorningFact;

    /// <summary>Somebody asked for the specialist, and the day of the promised answer has passed.</summary>
    /// <param name="Organisation">The partner's public name.</param>
    /// <param name="Contact">Its contact person, where one asked.</param>
    /// <param name="Promised">The day by which an answer was promised.</param>
    /// <param name="Count">How many times.</param>
    public sealed record RequestLate(string Organisation, string? Contact, LocalDate Promised, int Count) : MorningFact;

    /// <summary>A request was taken up, and for two weeks nothing has come of it.</summary>
    /// <param name="Organisation">The partner's public name.</param>
    /// <param name="Contact">Its contact person, where one asked.</param>
    /// <param name="Since">The day of the last step.</param>
    /// <param name="Count">How many times.</param>
    public sealed record RequestIdle(string Organisation, string? Contact, LocalDate Since, int Count) : MorningFact;

    /// <summary>An agreement ends soon.</summary>
    /// <param name="Organisation">The partner.</param>
    /// <param name="LastDay">Its last day, included.</param>
    public sealed record AgreementEnds(string Organisation, LocalDate LastDay) : MorningFact;

    /// <summary>Consents of a program's clients end soon.</summary>
    /// <param name="Organisation">The program.</param>
    /// <param name="Count">How many.</param>
    public sealed record ConsentsEnd(string Organisation, int Count) : MorningFact;

    /// <summary>Nobody has confirmed an entry for 90 days.</summary>
    /// <param name="Organisation">The partner.</param>
    /// <param name="Contact">Its contact person.</param>
    public sealed record Unconfirmed(string Organisation, string Contact) : MorningFact;

    /// <summary>A partner was caught off guard.</summary>
    /// <param name="Organisation">The partner.</param>
    /// <param name="Cause">Why.</param>
    /// <param name="Count">How many times.</param>
    public sealed record Surprise(string Organisation, SurpriseCause Cause, int Count) : MorningFact;
}

/// <summary>The one thing to do about a line.</summary>
public abstract record MorningAction
{
    private MorningAction()
    {
    }

    /// <summary>Call somebody.</summary>
    /// <param name="Who">From the directory.</param>
    public sealed record Call(Caller Who) : MorningAction;

    /// <summary>Run a command, or ask whoever runs the hub to.</summary>
    /// <param name="Command">The command.</param>
    public sealed record Run(string Command) : MorningAction;
}
