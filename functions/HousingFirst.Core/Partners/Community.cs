using System.Collections.Immutable;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Requests;
using NodaTime;

namespace HousingFirst.Core.Partners;

/// <summary>The settings of a community that decisions depend on.</summary>
/// <param name="Id">The first part of every partition key: letters, digits, hyphens.</param>
/// <param name="NameEn">Public name, English.</param>
/// <param name="NameFr">Public name, French.</param>
/// <param name="Zone">Its zone, from NodaTime's own data.</param>
/// <param name="LeadOrganisation">The agency id of the lead organisation, where the specialist works.</param>
/// <param name="Holidays">Which days are not working days besides Saturdays and Sundays.</param>
/// <param name="MessagesPerMinute">How many messages the hub takes from one agency in a minute; U3 and U4 always pass.</param>
public sealed record Community(
    string Id,
    string NameEn,
    string NameFr,
    DateTimeZone Zone,
    string LeadOrganisation,
    HolidayCalendar Holidays,
    int MessagesPerMinute)
{
    /// <summary>When the monthly contact cycle does what.</summary>
    public ContactCycleSettings ContactCycle { get; init; } = ContactCycleSettings.Default;

    /// <summary>The Housing First committee, by contact id: who gets the month end besides the lead organisation.</summary>
    public ImmutableArray<string> Committee { get; init; } = [];

    /// <summary>Within so many working days the specialist takes up what somebody asks.</summary>
    public int ResponseDays { get; init; } = ResponsePromise.UsualDays;

    /// <summary>The rule of its complex case consultations; null where it holds none.</summary>
    public MeetingSeries? Meetings { get; init; }

    /// <summary>The day it is in the community at <paramref name="now"/>.</summary>
    public LocalDate Today(Instant now) => now.InZone(Zone).Date;
}
