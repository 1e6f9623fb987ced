namespace HousingFirst.Core.Meetings;

/// <summary>How the client of a case item takes part: meetings are fewer and shorter where the people talked about are there (practice 10).</summary>
public enum Voice
{
    /// <summary>Nobody has said yet.</summary>
    Unsaid,

    /// <summary>Invited.</summary>
    Invited,

    /// <summary>Comes, for this item.</summary>
    Attending,

    /// <summary>Sends a message, which is read out.</summary>
    SendsMessage,

    /// <summary>Was asked, and would rather not.</summary>
    Declined,

    /// <summary>Was not asked, for a reason.</summary>
    NotAsked,
}
