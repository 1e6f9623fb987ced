using NodaTime;

namespace HousingFirst.Hub.Mailing;

/// <summary>A meeting as a mail may tell of it: when and where, never about whom.</summary>
/// <param name="Id">Its id, <c>meetings-2026-12-09</c>.</param>
/// <param name="Starts">When it begins, in the community's zone.</param>
/// <param name="Ends">When it ends.</param>
/// <param name="Venue">Where, as the specialist set it.</param>
/// <param name="Join">Where those who can't come in person join; null for none.</param>
public sealed record MeetingTime(string Id, ZonedDateTime Starts, ZonedDateTime Ends, string Venue, Uri? Join);

/// <summary>What a mail about a meeting is for.</summary>
public enum MeetingMailKind
{
    /// <summary>It invites, and asks for items.</summary>
    Call,

    /// <summary>It says that day, hour or place have changed.</summary>
    Moved,

    /// <summary>It says that the meeting doesn't take place.</summary>
    Cancelled,

    /// <summary>The agenda is ready to be looked at.</summary>
    Agenda,

    /// <summary>It is on the next working day.</summary>
    Reminder,

    /// <summary>Minutes and actions are ready.</summary>
    Minutes,

    /// <summary>To the chair alone: fewer agencies came, three times in a row.</summary>
    EnergyFalls,

    /// <summary>To the chair alone: the term ends soon, and there is something to hand over.</summary>
    TermEnds,
}

/// <summary>What goes into the reader's calendar (RFC 5545 and 5546).</summary>
/// <param name="Uid">The same for every update of a meeting.</param>
/// <param name="Sequence">Rises with every update.</param>
/// <param name="IsOff">Whether it is taken out again.</param>
/// <param name="OrganiserName">The lead organisation's public name.</param>
/// <param name="OrganiserAddress">The address that answers go to.</param>
public sealed record CalendarEntry(string Uid, int Sequence, bool IsOff, string OrganiserName, string OrganiserAddress);
