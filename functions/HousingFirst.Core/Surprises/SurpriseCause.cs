namespace HousingFirst.Core.Surprises;

/// <summary>Why someone was caught off guard (practice 2). It is told to the client's program and the specialist, never to who reports it.</summary>
public enum SurpriseCause
{
    /// <summary>No message about it had come; what had come was told in time.</summary>
    NoMessage,

    /// <summary>They were not among those who are told: not on the team then, or in a role that need not know.</summary>
    NotOnTeam,

    /// <summary>It was withheld from them: no consent covers it, or another rule of privacy kept it back.</summary>
    NoConsent,

    /// <summary>It could not be delivered: no address of theirs takes it.</summary>
    Bounced,

    /// <summary>The message came in time, and waited for a digest that left too late.</summary>
    DigestTooLate,

    /// <summary>They were told, after it had happened.</summary>
    ToldLate,
}

/// <summary>The causes as they are written: <c>noMessage</c>.</summary>
public static class SurpriseCauses
{
    /// <summary>Every cause, in the order of the enumeration.</summary>
    public static IReadOnlyList<SurpriseCause> All { get; } = Enum.GetValues<SurpriseCause>();

    /// <summary>The cause's word.</summary>
    public static string Word(this SurpriseCause cause)
    {
        var name = cause.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
