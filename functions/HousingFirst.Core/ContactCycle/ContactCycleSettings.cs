using System.Collections.Immutable;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.Messaging;
using NodaTime;

namespace HousingFirst.Core.ContactCycle;

/// <summary>When a community's contact cycle does what, in its zone. A change takes effect at the next step of a running month.</summary>
/// <param name="Opens">When the month opens, on <see cref="OpensOn"/>.</param>
/// <param name="Nudges">The days of the month on which programs are reminded of partners without a contact; the next working day where it is none.</param>
/// <param name="TeamLead">The day on which a silent program's team lead is told.</param>
/// <param name="Closes">When the month closes, on <see cref="ClosesOn"/>.</param>
public sealed record ContactCycleSettings(LocalTime Opens, ImmutableArray<int> Nudges, int TeamLead, LocalTime Closes)
{
    /// <summary>The most reminders in a month.</summary>
    public const int MostNudges = 3;

    /// <summary>The last day of any month, however many it has.</summary>
    public const int LastDay = 31;

    /// <summary>The first and last hour at which people are reminded: no mail by night.</summary>
    public static readonly LocalTime EarliestReminder = new(7, 0), LatestReminder = new(17, 0);

    /// <summary>Open on day 1 at 08:00, nudges on days 10 and 20, the team lead on day 25, close on the last day at 17:00.</summary>
    public static ContactCycleSettings Default { get; } = new(new LocalTime(8, 0), [10, 20], 25, new LocalTime(17, 0));

    /// <summary>The day on which the month opens.</summary>
    public int OpensOn { get; init; } = 1;

    /// <summary>When people are reminded, on a reminder's day.</summary>
    public LocalTime RemindsAt { get; init; } = WorkingHours.Start;

    /// <summary>So many working days a team lead has before the specialist is told.</summary>
    public int SpecialistAfter { get; init; } = 2;

    /// <summary>The day on which the month closes; the last one where the month has no such day. What comes after is late.</summary>
    public int ClosesOn { get; init; } = LastDay;

    /// <summary>When the report goes, on the next working day.</summary>
    public LocalTime ReportsAt { get; init; } = WorkingHours.Start;

    /// <summary>Everything that is wrong with the settings.</summary>
    public IEnumerable<Defect> Check()
    {
        if (OpensOn is < 1 or > 5) yield return Wrong("opensOn", "not a day from 1 to 5", "a month of contacts begins with the month");
        if (Nudges.Length > MostNudges) yield return Wrong("nudges", $"more than {MostNudges} days", "remind less often: people stop reading");
        if (Nudges.Any(d => d is < 2 or > 28)) yield return Wrong("nudges", "not days from 2 to 28", "every month has those days");
        if (!Nudges.SequenceEqual(Nudges.Distinct().Order())) yield return Wrong("nudges", "not in rising order", "write the earlier day first");
        if (TeamLead is < 2 or > 28) yield return Wrong("teamLead", "not a day from 2 to 28", "every month has those days");
        if (Nudges.Append(TeamLead).Any(d => d <= OpensOn)) yield return Wrong("opensOn", "not before the first reminder", "open earlier, or remind later");
        if (Nudges.Any(d => d >= TeamLead)) yield return Wrong("teamLead", "not after the last nudge", "the team lead hears last");
        if (RemindsAt < EarliestReminder || RemindsAt > LatestReminder) yield return Wrong("remindsAt", "not from 07:00 to 17:00", "no mail by night");
        if (SpecialistAfter is < 1 or > 5) yield return Wrong("specialistAfter", "not from 1 to 5 working days", "a team lead needs a day, and the month ends");
        if (ClosesOn is < 26 or > LastDay) yield return Wrong("closesOn", $"not a day from 26 to {LastDay}", $"{LastDay} is the last day of any month");
        if (ClosesOn <= TeamLead) yield return Wrong("closesOn", "not after the team lead's day", "close later");
    }

    private static Defect Wrong(string setting, string rule, string mend) => new("contactCycle." + setting, rule, mend);
}
