using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.ClientChanges;

/// <summary>
/// A <c>client.changed.v1</c> as its sender stated it: proven, parsed, and complete as the contract's field table asks; not yet compared
/// with the client's team.
/// </summary>
public sealed record ClientChange
{
    /// <summary>The sender of what the hub itself finds out, like a consent that ends soon. No agency id has a slash: no agency can be it.</summary>
    public const string FromHub = "/hub";

    /// <summary>The key of the change: a hash of <c>source</c> and <c>id</c>, 32 lower-case hex digits.</summary>
    public required string Key { get; init; }

    /// <summary>The sending agency, or <see cref="FromHub"/>.</summary>
    public required string Sender { get; init; }

    /// <summary>The CloudEvents id.</summary>
    public required string Id { get; init; }

    /// <summary>The sender's own reference for the client.</summary>
    public required ClientReference Subject { get; init; }

    /// <summary>The code.</summary>
    public required ChangeCode Code { get; init; }

    /// <summary>The day it happened, in the community's zone.</summary>
    public required LocalDate OccurredOn { get; init; }

    /// <summary>The instant of the deadline; a bare date means 16:30 in the community's zone.</summary>
    public Instant? Deadline { get; init; }

    /// <summary>Whether the deadline was a bare date.</summary>
    public bool DeadlineIsDate { get; init; }

    /// <summary>The day something is expected or lapses.</summary>
    public LocalDate? ExpectedOn { get; init; }

    /// <summary>An organisation on the team that the change concerns.</summary>
    public string? OtherParty { get; init; }

    /// <summary>The key of the sender's own earlier message that this one corrects.</summary>
    public string? Corrects { get; init; }

    /// <summary>Contacts the program adds.</summary>
    public IReadOnlyList<string> AlsoTell { get; init; } = [];

    /// <summary>The urgency the sender asks for.</summary>
    public Urgency? Urgency { get; init; }

    /// <summary>Why the sender lowers the urgency.</summary>
    public UrgencyReason? UrgencyReason { get; init; }

    /// <summary>For the program only.</summary>
    public Note? Note { get; init; }

    /// <summary>The consent the change is about.</summary>
    public ConsentPart? Consent { get; init; }

    /// <summary>The member of the team the change is about.</summary>
    public MemberPart? Member { get; init; }
}

/// <summary>The only reasons to lower an urgency (rule 11).</summary>
public enum UrgencyReason
{
    /// <summary>Those who must know have been told already.</summary>
    AlreadyTold,

    /// <summary>It was sent before in another form.</summary>
    Duplicate,

    /// <summary>The client asked for it.</summary>
    ClientAsked,

    /// <summary>The event is long past.</summary>
    PastEvent,
}

/// <summary><c>data.consent</c>: as much of it as the code takes.</summary>
/// <param name="Id">The consent's id.</param>
/// <param name="Allows">What it allows, for codes that say so.</param>
/// <param name="Whole">The whole consent, for <c>consent.given</c> and <c>consent.renewed</c>.</param>
public sealed record ConsentPart(string Id, Allows? Allows, ConsentRecord? Whole);

/// <summary><c>data.member</c>.</summary>
/// <param name="Organisation">The agency id.</param>
/// <param name="Contact">The contact; null in <c>team.left</c> where the organisation has one membership.</param>
/// <param name="Role">The role; null in <c>team.left</c>.</param>
/// <param name="Visits">Whether the member visits the client at home.</param>
/// <param name="TheirRef">The member's own reference for the client; null in <c>team.left</c>.</param>
public sealed record MemberPart(string Organisation, string? Contact, Role? Role, bool Visits, ClientReference? TheirRef);
