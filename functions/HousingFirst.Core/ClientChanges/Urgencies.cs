using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.ClientChanges;

/// <summary>How soon a change is told: the code's urgency, its rule, and what the sender asks for.</summary>
public static class Urgencies
{
    /// <summary>
    /// The urgency the code's own row gives, before the sender's wish. Time left is real time for hours, days of the community's calendar
    /// for days.
    /// </summary>
    public static Urgency ByCode(ClientChange change, Past past, Surroundings at) => change.Code.UrgencyRule switch
    {
        UrgencyRule.Soon soon when change.ExpectedOn is null || change.ExpectedOn <= at.Today.PlusDays(2) => soon.Then,
        UrgencyRule.WithinHours within when change.Deadline - at.Now <= Duration.FromHours(within.Hours) => within.Then,
        UrgencyRule.WithinDays within when change.Deadline is { } deadline
            && deadline.InZone(at.Community.Zone).Date <= at.Today.PlusDays(within.Days) => within.Then,
        UrgencyRule.LastDays last when change.ExpectedOn is { } ends && ends <= at.Today.PlusDays(last.Days) => last.Then,
        UrgencyRule.Closing closing when past.Closed?.Code.Code == closing.Code => closing.Then,
        UrgencyRule.AsCorrected when past.Corrected is { } corrected => corrected.Urgency,
        _ => change.Code.Urgency,
    };

    /// <summary>The urgency it is told with (rule 11): raising is free, lowering needs a reason.</summary>
    public static Urgency Of(ClientChange change, Past past, Surroundings at)
    {
        var byCode = ByCode(change, past, at);
        if (change.Urgency is not { } asked) return byCode;
        return asked >= byCode || change.UrgencyReason is not null ? asked : byCode;
    }

    /// <summary>Whether the sender lowers the urgency without saying why.</summary>
    public static bool LoweredWithoutReason(ClientChange change, Past past, Surroundings at) =>
        change is { Urgency: { } asked, UrgencyReason: null } && asked < ByCode(change, past, at);
}
