using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Hub.Mailing;

/// <summary>One partner of a program's list of the month.</summary>
/// <param name="Call">Whom to call there.</param>
/// <param name="Speaks">The language they are written to; null where nobody is named.</param>
/// <param name="Last">When they last talked; null where they never did.</param>
/// <param name="Mode">How.</param>
/// <param name="LongWithoutMeeting">Whether they have not met face to face for 90 days.</param>
/// <param name="Tried">Whether the program has tried this month, and nobody answered.</param>
public sealed record ContactLine(Caller Call, Language? Speaks, LocalDate? Last, ContactMode? Mode, bool LongWithoutMeeting, bool Tried)
{
    /// <summary>
    /// What the last talk was about, in the words of one of the two who talked; null where nothing is open. What looks like a client's reference or number
    /// was refused when it was recorded.
    /// </summary>
    public string? Topics { get; init; }

    /// <summary>What was to come next, in the same words; null where nothing was.</summary>
    public string? FollowUp { get; init; }
}

/// <summary>The contacts of the month in a digest: whom a program has still to talk with.</summary>
/// <param name="Until">The month's last day.</param>
/// <param name="Lines">The partners, at least one.</param>
public sealed record DigestContactList(LocalDate Until, IReadOnlyList<ContactLine> Lines)
{
    /// <summary>The program, by its public name; null where the reader answers for one only.</summary>
    public string? Organisation { get; init; }

    /// <summary>How many of the program's partners come to the next meeting; null where none is called, or none comes.</summary>
    public ComingPartners? Coming { get; init; }
}

/// <summary>How many of a program's partners of the month come to the next meeting.</summary>
/// <param name="On">The meeting's day.</param>
/// <param name="Coming">How many come, at least one.</param>
/// <param name="Of">Of how many.</param>
public sealed record ComingPartners(LocalDate On, int Coming, int Of);

/// <summary>What a list of partners asks of its reader.</summary>
public enum ContactListAsk
{
    /// <summary>The worker: these partners are still to be called.</summary>
    Nudge,

    /// <summary>The team lead: nothing was heard of the program this month.</summary>
    TeamLead,
}
