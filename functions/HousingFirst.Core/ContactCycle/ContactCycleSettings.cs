using System.Collections.Immutable;
using HousingFirst.Core.Messaging;
using NodaTime;

namespace HousingFirst.Core.ContactCycle;

/// <summary>When a community's contact cycle does what, in its zone. A change takes effect at the next step of a running month.</summary>
/// <param name="Opens">When the month opens, on its first day.</param>
/// <param name="Nudges">The days of the month on which programs are reminded of partners without a contact; the next working day where it is none.</param>
/// <param name="TeamLead">The day on which a silent program's team lead is told.</param>
/// <param name="Closes">When the month closes, on its last day.</param>
public sealed record ContactCycleSettings(LocalTime Opens, ImmutableArray<int> Nudges, int TeamLead, LocalTime Closes)
{
    /// <summary>The most reminders in a month.</summary>
    public const int MostNudges = 3;

    /// <summary>Open on day 1 at 08:00, nudges on days 10 and 20, the team lead on day 25, close on the last day at 17:00.</summary>
    public static ContactCycleSettings Default { get; } = new(new LocalTime(8, 0), [10, 20], 25, new LocalTime(17, 0));

    /// <summary>Everything that is wrong with the settings.</summary>
    public IEnumerable<Defect> Check()
    {
        if (Nudges.Length > MostNudges) yield return new Defect("contactCycle.nudges", $"more than {MostNudges} days", "remind less often: people stop reading");
        if (Nudges.Any(d => d is < 2 or > 28)) yield return new Defect("contactCycle.nudges", "not days from 2 to 28", "every month has those days");
        if (!Nudges.SequenceEqual(Nudges.Distinct().Order())) yield return new Defect("contactCycle.nudges", "not in rising order", "write the earlier day first");
        if (TeamLead is < 2 or > 28) yield return new Defect("contactCycle.teamLead", "not a day from 2 to 28", "every month has those days");
        if (Nudges.Any(d => d >= TeamLead)) yield return new Defect("contactCycle.teamLead", "not after the last nudge", "the team lead hears last");
    }
}
