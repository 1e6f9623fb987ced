using System.Collections.Immutable;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Core.ClientChanges;

/// <summary>What the rules make of a change.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>The change is not taken; nothing happens but the answer to its sender.</summary>
    /// <param name="Reason">One of <see cref="RefusalReasons"/>.</param>
    /// <param name="Defects">What is wrong, each with its mend.</param>
    public sealed record Refused(string Reason, ImmutableArray<Defect> Defects) : Decision;

    /// <summary>The change is taken.</summary>
    /// <param name="Urgency">How soon people hear of it.</param>
    /// <param name="Class">Its class; a stop and a goodbye are A.</param>
    /// <param name="Facet">Its facet.</param>
    /// <param name="EffectiveCode">The code whose rules bind it: its own, or the one it finally corrects.</param>
    /// <param name="Lines">Who is told, who not and why, and the gaps: the coverage, gaps first, then team order.</param>
    /// <param name="Next">The client's state after it.</param>
    /// <param name="Closed">The change it closes, or null.</param>
    public sealed record Accepted(
        Urgency Urgency,
        PrivacyClass Class,
        Facet Facet,
        ChangeCode EffectiveCode,
        ImmutableArray<Line> Lines,
        ClientState Next,
        string? Closed) : Decision;
}

/// <summary>One line of a change's coverage.</summary>
public abstract record Line
{
    private Line()
    {
    }

    /// <summary>A role that had to know and that nobody on the team holds.</summary>
    public sealed record Gap(Role Role) : Line;

    /// <summary>A membership, or a past recipient, with what becomes of it.</summary>
    public sealed record Of(Recipient Recipient, Fate Fate) : Line;
}

/// <summary>Who a line is about.</summary>
/// <param name="Agency">The organisation.</param>
/// <param name="Contact">The contact.</param>
/// <param name="Role">The role.</param>
/// <param name="TheirRef">Its own reference for the client; null for a past recipient who left the team.</param>
/// <param name="IsProgram">Whether it is the client's program.</param>
/// <param name="Order">Its place in the team.</param>
/// <param name="ToldBefore">Whether it is told because it was told before (TOLD): of what is corrected, closed, or under the consent that
/// ends. Other checks bind it than a member, so it is kept with a queued notice.</param>
public sealed record Recipient(
    string Agency, string Contact, Role Role, ClientReference? TheirRef, bool IsProgram, int Order, bool ToldBefore);

/// <summary>What becomes of a recipient.</summary>
public abstract record Fate
{
    private Fate()
    {
    }

    /// <summary>It sent the change, and so knows.</summary>
    public sealed record Source : Fate;

    /// <summary>Not told, with the first reason that applies (rule 3).</summary>
    public sealed record Withheld(WithheldReason Reason) : Fate;

    /// <summary>Told.</summary>
    /// <param name="SentTo">The contact it goes to: the recipient, or the alternate where the address has stopped.</param>
    /// <param name="Route">By which channel.</param>
    /// <param name="Consent">The consent it goes under; null where none is needed.</param>
    public sealed record Told(Contact SentTo, Route Route, string? Consent) : Fate;

    /// <summary>May be told, but the address is read by several: held until the contact signs in.</summary>
    public sealed record SharedMailbox(string? Consent) : Fate;

    /// <summary>May be told, but there is no address that works and nobody may stand in: a task for the specialist.</summary>
    public sealed record AddressStopped(string? Consent) : Fate;

    /// <summary>Was to be told, and no longer is: only where a queued notice is decided again.</summary>
    public sealed record Cancelled(CancelledBecause Because) : Fate;

    /// <summary>May be told, but only by voice: a call task for the program.</summary>
    public sealed record PhoneOnly(string? Consent) : Fate;
}

/// <summary>Why a queued notice is not sent after all, where no reason of rule 3 says it.</summary>
public enum CancelledBecause
{
    /// <summary>The member left the team: nothing more goes to it.</summary>
    LeftTeam,

    /// <summary>The change was corrected before it was told.</summary>
    Corrected,

    /// <summary>The client has died: digest lines stop until a correction resumes them.</summary>
    ClientDeceased,
}

/// <summary>The ways a notice goes.</summary>
[Flags]
public enum Route
{
    /// <summary>The agency's queue.</summary>
    Queue = 1,

    /// <summary>E-mail.</summary>
    Mail = 2,
}

/// <summary>Why someone who had to know is not told, in the order in which the reasons are tried (rule 3).</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Lacks">What the consent lacks, for <see cref="WithheldKind.ConsentLacks"/>: B or the facet.</param>
public sealed record WithheldReason(WithheldKind Kind, Allows Lacks = Allows.None)
{
    /// <summary>The reason as stored and shown: <c>consent-lacks-health</c>.</summary>
    public string Code => Kind switch
    {
        WithheldKind.RoleNever => "role-never",
        WithheldKind.AgreementExpired => "agreement-expired",
        WithheldKind.SafetyPlan => "safety-plan",
        WithheldKind.NoConsent => "no-consent",
        WithheldKind.ConsentLacks => "consent-lacks-" + (Lacks == Allows.B ? "B" : LowerName(Lacks)),
        WithheldKind.ConsentWithdrawn => "consent-withdrawn",
        WithheldKind.ConsentExpired => "consent-expired",
        WithheldKind.ConsentNotStarted => "consent-not-started",
        WithheldKind.NotNamed => "not-named",
        _ => throw new InvalidOperationException($"No such reason: {Kind}."),
    };

#pragma warning disable CA1308 // The codes are lower case by contract.
    private static string LowerName(Allows allows) => allows.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}

/// <summary>The reasons, first to last.</summary>
public enum WithheldKind
{
    /// <summary>The role is told nothing of this code, or it is outside the role's ceiling.</summary>
    RoleNever,

    /// <summary>The organisation has no agreement in force: it has ended, or the organisation is suspended.</summary>
    AgreementExpired,

    /// <summary>A safety plan is in force and doesn't name the contact.</summary>
    SafetyPlan,

    /// <summary>The client gave no consent for this recipient.</summary>
    NoConsent,

    /// <summary>There is one, but not for this.</summary>
    ConsentLacks,

    /// <summary>It was withdrawn.</summary>
    ConsentWithdrawn,

    /// <summary>It has ended.</summary>
    ConsentExpired,

    /// <summary>It has not begun.</summary>
    ConsentNotStarted,

    /// <summary>Class R goes only to a contact whom a consent names.</summary>
    NotNamed,
}

/// <summary>What the rules look at besides the client: the community, the directory, the clock.</summary>
/// <param name="Community">The community's settings.</param>
/// <param name="Directory">The partner directory.</param>
/// <param name="Now">The instant of the decision (UTC).</param>
public sealed record Surroundings(Community Community, PartnerDirectory Directory, Instant Now)
{
    /// <summary>Today in the community.</summary>
    public LocalDate Today { get; } = Community.Today(Now);
}

/// <summary>What the rules look back at: empty unless the code speaks to past recipients or names a card.</summary>
/// <param name="Corrected">The change that <c>corrects</c> names, where it is this sender's own and about this client.</param>
/// <param name="Closed">The change that would be closed: the latest unclosed one of the codes it closes.</param>
/// <param name="Told">Notices already told: of that change, or under the named consent.</param>
/// <param name="ByCard">Whether a live police card, not a membership, stands behind the message.</param>
/// <param name="ReferenceTaken">Whether the reference a new member would use already means another client to that agency.</param>
public sealed record Past(
    PastChange? Corrected, PastChange? Closed, ImmutableArray<ToldNotice> Told, bool ByCard, bool ReferenceTaken)
{
    /// <summary>Nothing to look back at.</summary>
    public static Past None { get; } = new(null, null, [], false, false);
}
