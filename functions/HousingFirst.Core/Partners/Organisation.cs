using System.Collections.Immutable;
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

/// <summary>
/// An organisation as a decision needs it: a route card, with its contacts. Names and numbers are public work details, never a client's.
/// </summary>
/// <param name="Id">Its agency id.</param>
/// <param name="NameEn">Public name, English.</param>
/// <param name="NameFr">Public name, French.</param>
/// <param name="Kind">What it is to the network.</param>
/// <param name="Agreement">What it agreed to; null where it has signed nothing yet, and is told nothing.</param>
/// <param name="ReadsQueue">Whether it reads its own queue.</param>
/// <param name="FirstAcknowledged">When it first acknowledged a notice; null until then, and a queue alone isn't trusted.</param>
/// <param name="Phone">Its public number.</param>
/// <param name="Contacts">Its people, the first being who answers for it.</param>
public sealed record Organisation(
    string Id,
    string NameEn,
    string NameFr,
    OrganisationKind Kind,
    Agreement? Agreement,
    bool ReadsQueue,
    Instant? FirstAcknowledged,
    string Phone,
    IReadOnlyList<Contact> Contacts)
{
    /// <summary>The roles it can hold on clients' teams; which one it holds is each membership's own.</summary>
    public ImmutableArray<Role> Roles { get; init; } = [];

    /// <summary>Where it works, in the community's own words: <c>North side</c>.</summary>
    public ImmutableArray<string> Areas { get; init; } = [];

    /// <summary>Where its door is; null where it has none, or nobody wrote it down.</summary>
    public string? Location { get; init; }

    /// <summary>When its door is open; null where nobody wrote it down.</summary>
    public OpeningHours? Hours { get; init; }

    /// <summary>Who may see <see cref="Areas"/> and <see cref="Location"/>.</summary>
    public Confidentiality Tier { get; init; }

    /// <summary>Whether it takes part now.</summary>
    public Standing Standing { get; init; } = Standing.Active;

    /// <summary>How often its own keys were replaced, apart from everyone's.</summary>
    public int KeyRotation { get; init; }

    /// <summary>Of a funded program: partners it owes a monthly contact besides those of the rule (<see cref="MonthlyPartners"/>).</summary>
    public ImmutableArray<string> AlsoContacts { get; init; } = [];

    /// <summary>Of a funded program: partners of the rule that it owes none.</summary>
    public ImmutableArray<string> NeverContacts { get; init; } = [];

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

    /// <summary>The organisation with one of its contacts changed, in its place.</summary>
    public Organisation WithContact(string id, Func<Contact, Contact> change) =>
        this with { Contacts = [.. Contacts.Select(c => c.Id == id ? change(c) : c)] };

    /// <summary>Whether anything may be told to it on <paramref name="day"/>: it takes part, under an agreement in force.</summary>
    public bool IsTold(LocalDate day) => Standing.IsActive && Agreement is { } agreement && agreement.IsInForce(day);

    /// <summary>
    /// The organisation as someone may see it: above their tier without where it is, and outside the network without its people.
    /// </summary>
    /// <param name="viewer">Up to which tier they see.</param>
    public Organisation SeenBy(Confidentiality viewer)
    {
        var seen = viewer >= Tier ? this : this with { Areas = [], Location = null };
        return viewer == Confidentiality.Public ? seen with { Contacts = [] } : seen;
    }
}
