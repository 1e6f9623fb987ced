namespace HousingFirst.Core.Glossary;

/// <summary>Who may send a code (rule 10).</summary>
[Flags]
public enum MaySend
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>Any live membership.</summary>
    Team = 1,

    /// <summary>The client's program.</summary>
    Program = 2,

    /// <summary>A live membership in the role HLT.</summary>
    Health = 4,

    /// <summary>The member named in <c>member</c>.</summary>
    Member = 8,

    /// <summary>Police with a live card.</summary>
    Card = 16,

    /// <summary>Who sent the message that is corrected.</summary>
    Sender = 32,

    /// <summary>The hub itself.</summary>
    Hub = 64,
}
