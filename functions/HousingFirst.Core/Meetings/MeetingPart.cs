namespace HousingFirst.Core.Meetings;

/// <summary>The two parts of a meeting.</summary>
public enum MeetingPart
{
    /// <summary>Everyone is in the room: what goes on in each agency, changes to make to the system. Nothing about any client.</summary>
    Open,

    /// <summary>Clients of two or more agencies, each item among those agencies only.</summary>
    Case,
}
