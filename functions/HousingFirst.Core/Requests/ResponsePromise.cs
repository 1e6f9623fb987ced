using HousingFirst.Core.Calendars;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Core.Requests;

/// <summary>By when the specialist takes up what somebody asks: someone is always there (practice 6), and within a time that was promised.</summary>
public static class ResponsePromise
{
    /// <summary>Working days, where the community has set no others: as long as a queue may stay unread before somebody is told (rule 12).</summary>
    public const int UsualDays = 2;

    /// <summary>The most that can be set: a later answer is none.</summary>
    public const int MostDays = 10;

    /// <summary>The last day on which it is taken up: so many working days after the day of asking, whatever hour or day that was.</summary>
    /// <param name="asked">When it was asked (UTC).</param>
    /// <param name="community">The community, whose zone, holidays and number of days hold.</param>
    public static LocalDate Of(Instant asked, Community community)
    {
        var day = community.Today(asked);
        for (var left = community.ResponseDays; left > 0; left--) day = Mornings.After(day, community.Holidays);
        return day;
    }
}
