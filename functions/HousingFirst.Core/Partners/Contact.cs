using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.Partners;

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
/// <param name="Confirmed">When someone last said "same person, same address"; null where nobody has. Nothing else sets it.</param>
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
    LocalDate? Confirmed,
    string? Alternate)
{
    /// <summary>After so many days without a confirmation an entry is flagged.</summary>
    public const int ConfirmedForDays = 90;

    /// <summary>Who confirmed it last; null where nobody has, or nobody wrote it down.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>
    /// The day name or address changed, where nobody has confirmed since. What was confirmed before was another person or another address.
    /// </summary>
    public LocalDate? Changed { get; init; }

    /// <summary>Which generation of links in mail opens, from 0: "not me" raises it, and every older link is dead.</summary>
    public int LinkEpoch { get; init; }

    /// <summary>The name people call them by: the first word of their name.</summary>
    public string FirstName => Name.Split(' ')[0];

    /// <summary>Whether the entry is to be confirmed: nobody has for 90 days, or not since name or address changed.</summary>
    public bool IsUnconfirmed(LocalDate today) =>
        Changed is not null || Confirmed is not { } day || Period.DaysBetween(day, today) >= ConfirmedForDays;
}
