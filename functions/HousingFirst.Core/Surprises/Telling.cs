using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.Surprises;

/// <summary>What became, for one partner, of one change about a client. Days are the community's.</summary>
/// <param name="Change">The change's key.</param>
/// <param name="Code">Its code; of a correction, the corrected one's.</param>
/// <param name="OccurredOn">The day it is about.</param>
/// <param name="Accepted">The day its message came.</param>
/// <param name="Fate">What became of the partner's line.</param>
/// <param name="Told">The day the partner was told; null where it was not, or not yet.</param>
public sealed record Telling(string Change, ChangeCode Code, LocalDate OccurredOn, LocalDate Accepted, TellingFate Fate, LocalDate? Told);

/// <summary>What became of a partner's line in the coverage of a change.</summary>
public enum TellingFate
{
    /// <summary>It had none.</summary>
    NoLine,

    /// <summary>The partner sent the change itself.</summary>
    Source,

    /// <summary>Withheld, or stopped before it left.</summary>
    Withheld,

    /// <summary>Nobody could be reached.</summary>
    NotDelivered,

    /// <summary>Told, or on its way, as soon as the rules let it.</summary>
    AtOnce,

    /// <summary>Told, or to be told, with a digest.</summary>
    ByDigest,
}

/// <summary>A partner says that it was caught off guard.</summary>
/// <param name="OccurredOn">The day of what it had to hear too late, as far as it says.</param>
/// <param name="Change">What it was, as far as it says.</param>
/// <param name="Reported">The day it says so.</param>
public sealed record SurpriseReport(LocalDate? OccurredOn, ChangeCode? Change, LocalDate Reported);

/// <summary>Where a surprise comes from.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Of">The change it was traced to; null with <see cref="SurpriseCause.NoMessage"/>.</param>
public sealed record TracedSurprise(SurpriseCause Cause, Telling? Of);
