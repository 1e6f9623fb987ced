using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Notices;
using NodaTime;

namespace HousingFirst.Hub.Coverages;

/// <summary>What someone may see of a change's coverage.</summary>
public abstract record CoverageView
{
    private CoverageView()
    {
    }

    /// <summary>Everything: for the client's program, and for an operator, whose look leaves an audit row.</summary>
    /// <param name="Change">The change's key.</param>
    /// <param name="Code">Its code.</param>
    /// <param name="Urgency">How soon people hear of it.</param>
    /// <param name="OccurredOn">The day it is about.</param>
    /// <param name="Accepted">When it was accepted (UTC); null in a preview.</param>
    /// <param name="Lines">Gaps first, then the team in its order.</param>
    /// <param name="Total">How many lines there will be: more than there are while a fan-out runs.</param>
    /// <param name="MayAlsoTell">In a preview: whom else the program may add, and what would become of it.</param>
    /// <param name="ConfirmConsents">Since when every consent is to be confirmed, or null.</param>
    public sealed record Whole(
        string Change,
        string Code,
        Urgency Urgency,
        LocalDate OccurredOn,
        Instant? Accepted,
        IReadOnlyList<CoverageLine> Lines,
        int Total,
        IReadOnlyList<CoverageLine> MayAlsoTell,
        LocalDate? ConfirmConsents) : CoverageView;

    /// <summary>For any other sender: that the program is told, and nothing about anyone else; no names, counts or reasons (promise 2).</summary>
    /// <param name="Received">When the program received it (UTC): fetched or acknowledged; null until then.</param>
    /// <param name="HasProgram">Whether the client has a program to tell.</param>
    public sealed record ProgramOnly(Instant? Received, bool HasProgram) : CoverageView;

    /// <summary>For a recipient: its own lines.</summary>
    /// <param name="Lines">Its lines.</param>
    public sealed record Own(IReadOnlyList<CoverageLine> Lines) : CoverageView;

    /// <summary>The change is not this agency's to see, or there is none: the same answer.</summary>
    public sealed record NotYours : CoverageView;
}

/// <summary>One line of a coverage.</summary>
/// <param name="Who">The contact, or the role that is missing.</param>
/// <param name="Agency">The contact's organisation; null for a gap.</param>
/// <param name="Outcome">What was decided, in words: <c>told U2 queue+mail en</c>, <c>withheld: consent lacks health</c>.</param>
/// <param name="State">What has become of it; null in a preview.</param>
/// <param name="MailAt">When its mail leaves or left (UTC), or null.</param>
/// <param name="Sent">When it was first sent (UTC), or null.</param>
/// <param name="Fetched">When its agency fetched it (UTC), or null.</param>
/// <param name="Acknowledged">When a person acknowledged it (UTC), or null.</param>
/// <param name="Answer">What was answered, or null.</param>
/// <param name="Escalated">When someone else was asked because nobody had answered (UTC), or null.</param>
/// <param name="EscalatedTo">Who was asked: the alternate's contact id, or <c>specialist</c>; null where nobody was.</param>
/// <param name="Calls">The calls that the sender logged, oldest first; null where there are none.</param>
public sealed record CoverageLine(
    string Who,
    string? Agency,
    string Outcome,
    string? State = null,
    Instant? MailAt = null,
    Instant? Sent = null,
    Instant? Fetched = null,
    Instant? Acknowledged = null,
    string? Answer = null,
    Instant? Escalated = null,
    string? EscalatedTo = null,
    IReadOnlyList<CoverageCall>? Calls = null)
{
    /// <summary>What has become of it, or, in a preview, what it would begin as.</summary>
    public required NoticeState Becomes { get; init; }

    /// <summary>The role: the recipient's, or the one that is missing.</summary>
    public required Role Role { get; init; }

    /// <summary>Why not, for withheld and cancelled ones: <c>consent-lacks-health</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The contact it goes to: the recipient or its alternate; null where it goes to nobody.</summary>
    public string? SentTo { get; init; }

    /// <summary>Whether it goes by the agency's queue.</summary>
    public bool ByQueue { get; init; }

    /// <summary>When its mail leaves or left (UTC), in a preview too; null where it goes by no mail.</summary>
    public Instant? Leaves { get; init; }
}

/// <summary>A call that the sender of an urgent change logged.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Result">How it went: reached, messageLeft, notReached.</param>
/// <param name="By">Who logged it.</param>
public sealed record CoverageCall(Instant At, string Result, string By);
