using System.Collections.Immutable;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Core.Meetings;

/// <summary>
/// The rule of a community's complex case consultation: every so many weeks from a first day on, in the community's zone. A day that is no working
/// day is made up for on the next working day of the same week; where that week has none left, on the last working day before.
/// </summary>
/// <param name="First">The first day; its weekday is everyone's weekday.</param>
/// <param name="Weeks">Weeks from one meeting to the next: 2 is every two weeks.</param>
/// <param name="At">When it begins, local time.</param>
/// <param name="Minutes">How long it lasts.</param>
/// <param name="Venue">Where people sit down together.</param>
public sealed record MeetingSeries(LocalDate First, int Weeks, LocalTime At, int Minutes, string Venue)
{
    /// <summary>The longest venue, in characters.</summary>
    public const int LongestVenue = 120;

    /// <summary>Where those who can't come in person join; null for none.</summary>
    public Uri? Link { get; init; }

    /// <summary>The contact who chairs; null while nobody does.</summary>
    public string? Chair { get; init; }

    /// <summary>The contact who stands in for the chair; null for none.</summary>
    public string? Deputy { get; init; }

    /// <summary>The last day of the chair's term; null where none was agreed.</summary>
    public LocalDate? ChairUntil { get; init; }

    /// <summary>Days before the meeting on which items are called for.</summary>
    public int CallDays { get; init; } = 7;

    /// <summary>Days before it on which the agenda goes.</summary>
    public int AgendaDays { get; init; } = 2;

    /// <summary>Days after it on which minutes and actions go.</summary>
    public int MinutesDays { get; init; } = 2;

    /// <summary>Days after it on which the text of its case items is forgotten: no setting, a promise.</summary>
    public static int PurgeDays => 14;

    /// <summary>What the specialist changed of single meetings, and what was fixed when the rule changed.</summary>
    public ImmutableArray<MeetingChange> Changes { get; init; } = [];

    /// <summary>Everything that is wrong with the rule.</summary>
    /// <param name="directory">The partner directory: chair and deputy are contacts of it.</param>
    public IEnumerable<Defect> Check(PartnerDirectory directory)
    {
        if (Weeks is < 1 or > 8) yield return new Defect("weeks", "not from 1 to 8", "2 is every two weeks");
        if (Minutes is < 15 or > 480) yield return new Defect("minutes", "not from 15 to 480", "90 is usual");
        if (PlainText.Check("venue", Venue, LongestVenue) is { } venue) yield return venue;
        if (Link is { } link && (link.Scheme != Uri.UriSchemeHttps || link.AbsoluteUri.Length > 300))
            yield return new Defect("link", "no https address of at most 300 characters", "copy the address people join by");
        if (AgendaDays is < 1 or > 14) yield return new Defect("agendaDays", "not from 1 to 14", "2 is usual");
        if (CallDays is < 2 or > 30 || CallDays <= AgendaDays) yield return new Defect("callDays", "not from 2 to 30 and more than agendaDays", "7 is usual");
        if (MinutesDays is < 1 or > 7) yield return new Defect("minutesDays", "not from 1 to 7", "2 is usual");
        if (Chair is { } chair && !directory.HasContact(chair)) yield return new Defect("chair", "no contact of the directory", "write a contact's id");
        if (Deputy is { } deputy && !directory.HasContact(deputy)) yield return new Defect("deputy", "no contact of the directory", "write a contact's id");
        if (Deputy is not null && Deputy == Chair) yield return new Defect("deputy", "the chair", "someone else stands in");
    }
}
