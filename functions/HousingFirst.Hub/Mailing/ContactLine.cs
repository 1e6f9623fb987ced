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
public sealed record ContactLine(Caller Call, Language? Speaks, LocalDate? Last, ContactMode? Mode, bool LongWithoutMeeting, bool Tried);

/// <summary>What a list of partners asks of its reader.</summary>
public enum ContactListAsk
{
    /// <summary>The worker: these partners are still to be called.</summary>
    Nudge,

    /// <summary>The team lead: nothing was heard of the program this month.</summary>
    TeamLead,
}
