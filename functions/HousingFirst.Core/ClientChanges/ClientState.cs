using System.Collections.Immutable;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.ClientChanges;

/// <summary>What the hub knows of a client when it decides: one partition range, read at once.</summary>
/// <param name="Head">The head row: what every accepted change guards by ETag.</param>
/// <param name="Memberships">The team in joining order, ended memberships included.</param>
/// <param name="Consents">Every consent, ended ones included.</param>
public sealed record ClientState(
    ClientHead Head, ImmutableArray<Membership> Memberships, ImmutableArray<ConsentRecord> Consents)
{
    /// <summary>The membership that recorded <c>program.enrolled</c> and has not ended, or null.</summary>
    public Membership? Program(LocalDate day)
    {
        foreach (var membership in Memberships)
        {
            if (membership.Enrolled && membership.IsLive(day)) return membership;
        }

        return null;
    }

    /// <summary>The memberships live on <paramref name="day"/>, in joining order.</summary>
    public IEnumerable<Membership> Team(LocalDate day) => Memberships.Where(m => m.IsLive(day));
}

/// <summary>The client's head.</summary>
/// <param name="Client">The client.</param>
/// <param name="Version">Rises with every change of team, consent, safety plan, death or correction: queued notices carry the version they
/// were decided under, and are decided again when it differs.</param>
/// <param name="Deceased">The key of the <c>person.deceased</c> in force, or null.</param>
/// <param name="Plan">The safety plan in force, or null.</param>
/// <param name="Open">Changes that wait for the one that closes them, oldest first.</param>
/// <param name="ConfirmConsents">Since when every consent is to be confirmed by the program, because someone now decides for the client
/// (<c>person.decisionMaker</c>); null where nothing is.</param>
public sealed record ClientHead(
    ClientId Client,
    long Version,
    string? Deceased,
    SafetyPlan? Plan,
    ImmutableArray<OpenChange> Open,
    LocalDate? ConfirmConsents)
{
    /// <summary>The head of a client the hub has not met.</summary>
    public static ClientHead New(ClientId client) => new(client, 0, null, null, [], null);
}

/// <summary>A safety plan: <c>safety.violence.begin</c> without <c>.end</c> (rule 6).</summary>
/// <param name="Change">The key of the <c>begin</c>.</param>
/// <param name="Named">The contacts in its <c>alsoTell</c>.</param>
public sealed record SafetyPlan(string Change, ImmutableArray<string> Named);

/// <summary>A change not closed yet.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Change">Its key.</param>
/// <param name="OccurredOn">When it happened.</param>
public sealed record OpenChange(string Code, string Change, LocalDate OccurredOn);

/// <summary>A partner's place in one client's team.</summary>
/// <param name="Agency">The organisation.</param>
/// <param name="Contact">Its contact for this client.</param>
/// <param name="Role">What it does for this client.</param>
/// <param name="Visits">Whether it visits the client at home.</param>
/// <param name="Since">The first day.</param>
/// <param name="Ended">The day it ended; that day it is over already. Null while it lasts.</param>
/// <param name="TheirRef">Its own reference for the client.</param>
/// <param name="Enrolled">Whether it recorded <c>program.enrolled</c>: while live, it is the client's program.</param>
/// <param name="Order">Its place in the order of joining, from 0.</param>
public sealed record Membership(
    string Agency,
    string Contact,
    Role Role,
    bool Visits,
    LocalDate Since,
    LocalDate? Ended,
    ClientReference TheirRef,
    bool Enrolled,
    int Order)
{
    /// <summary>The largest team a client may have.</summary>
    public const int LargestTeam = 80;

    /// <summary>Whether it is in force on <paramref name="day"/>.</summary>
    public bool IsLive(LocalDate day) => Since <= day && (Ended is null || day < Ended);
}

/// <summary>A change told before: what a correction, a closing change or a stop looks back at.</summary>
/// <param name="Key">The change's key.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Code">Its code; for a correction, the code it finally corrects.</param>
/// <param name="Urgency">The urgency it was told with.</param>
/// <param name="OccurredOn">The day it happened.</param>
/// <param name="CorrectedBy">The key of the correction, or null.</param>
public sealed record PastChange(
    string Key, string Sender, ChangeCode Code, Urgency Urgency, LocalDate OccurredOn, string? CorrectedBy);

/// <summary>A notice told before.</summary>
/// <param name="Change">The change it told of.</param>
/// <param name="Code">That change's code.</param>
/// <param name="Agency">The recipient's organisation.</param>
/// <param name="Contact">The recipient.</param>
/// <param name="SentTo">Who was actually sent it: the recipient or its alternate.</param>
/// <param name="Role">The recipient's role then.</param>
/// <param name="Consent">The consent it went under; null for the program, and where none was needed.</param>
/// <param name="Order">The recipient's place in the team then.</param>
public sealed record ToldNotice(
    string Change, ChangeCode Code, string Agency, string Contact, string SentTo, Role Role, string? Consent, int Order);
