using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.Partners;

/// <summary>What an organisation is to the network.</summary>
public enum OrganisationKind
{
    /// <summary>A program the city funds.</summary>
    FundedProgram,

    /// <summary>An external partner.</summary>
    Partner,

    /// <summary>The lead organisation: the specialist's.</summary>
    Lead,

    /// <summary>Police, child services or corrections: a source only, never told anything (rule 5).</summary>
    SourceOnly,
}

/// <summary>How a contact is reached (rule 12).</summary>
public enum Channel
{
    /// <summary>The agency's queue.</summary>
    Queue,

    /// <summary>E-mail.</summary>
    Mail,

    /// <summary>Both.</summary>
    Both,

    /// <summary>No e-mail: a call task for the program.</summary>
    Phone,
}

/// <summary>
/// An organisation as a decision needs it: a route card, with its contacts. Names and numbers are public work details, never a client's.
/// </summary>
/// <param name="Id">Its agency id.</param>
/// <param name="NameEn">Public name, English.</param>
/// <param name="NameFr">Public name, French.</param>
/// <param name="Kind">What it is to the network.</param>
/// <param name="AgreementEnds">The last day of its agreement, included.</param>
/// <param name="ReadsQueue">Whether it reads its own queue.</param>
/// <param name="QueueDetailFull">Whether its agreement lets class C name the change on its queue.</param>
/// <param name="FirstAcknowledged">When it first acknowledged a notice; null until then, and a queue alone isn't trusted.</param>
/// <param name="Phone">Its public number.</param>
/// <param name="Contacts">Its people, the first being who answers for it.</param>
public sealed record Organisation(
    string Id,
    string NameEn,
    string NameFr,
    OrganisationKind Kind,
    LocalDate AgreementEnds,
    bool ReadsQueue,
    bool QueueDetailFull,
    Instant? FirstAcknowledged,
    string Phone,
    IReadOnlyList<Contact> Contacts)
{
    /// <summary>The public name in a language.</summary>
    public string Name(Language language) => language == Language.French ? NameFr : NameEn;

    /// <summary>The contact with this id, or null.</summary>
    public Contact? Contact(string id)
    {
        foreach (var contact in Contacts)
        {
            if (contact.Id == id) return contact;
        }

        return null;
    }
}

/// <summary>A partner's contact person.</summary>
/// <param name="Id">The contact's id; one person may be a contact of several organisations.</param>
/// <param name="Name">Full name.</param>
/// <param name="Language">The language they are written to.</param>
/// <param name="Channel">How they are reached.</param>
/// <param name="Slot">When their digest leaves.</param>
/// <param name="Address">E-mail address; null for phone only.</param>
/// <param name="Phone">Work number.</param>
/// <param name="Stopped">The day the address was found not to work; null while it does.</param>
/// <param name="Shared">Whether several people read the address: then class A only.</param>
/// <param name="Confirmed">When the entry was last confirmed.</param>
/// <param name="Alternate">The contact who stands in, or null.</param>
public sealed record Contact(
    string Id,
    string Name,
    Language Language,
    Channel Channel,
    DigestSlot Slot,
    string? Address,
    string Phone,
    LocalDate? Stopped,
    bool Shared,
    LocalDate Confirmed,
    string? Alternate)
{
    /// <summary>The name people call them by: the first word of their name.</summary>
    public string FirstName => Name.Split(' ')[0];
}

/// <summary>When a digest leaves, in the community's zone.</summary>
/// <param name="Day">The day of the week of a weekly digest; null for a daily one.</param>
/// <param name="At">The local time.</param>
public sealed record DigestSlot(IsoDayOfWeek? Day, LocalTime At)
{
    /// <summary>The slot of those who named none: 07:00 daily.</summary>
    public static DigestSlot Default { get; } = new(null, new LocalTime(7, 0));
}
