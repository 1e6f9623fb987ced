using HousingFirst.Core.ClientChanges;

namespace HousingFirst.Hub.Messaging;

/// <summary>A <c>notice.acknowledged.v1</c>: what an agency answers to a notice.</summary>
/// <param name="Sender">The agency.</param>
/// <param name="Subject">Its own reference for the client; null where the notice carried none.</param>
/// <param name="Id">The CloudEvents id.</param>
/// <param name="Key">The key of the message.</param>
/// <param name="Notice">The notice's id, the same on every replay of it.</param>
/// <param name="Answer">The answer.</param>
/// <param name="By">Who answered.</param>
public sealed record Acknowledgement(
    string Sender, ClientReference? Subject, string Id, string Key, string Notice, NoticeAnswer Answer, AnsweredBy By);

/// <summary>What a recipient answers.</summary>
public enum NoticeAnswer
{
    /// <summary>Got it.</summary>
    Received,

    /// <summary>I can help, call me.</summary>
    CanHelp,

    /// <summary>Not for me.</summary>
    NotForMe,
}

/// <summary>Who answers: only a human ends a U3 or a U4.</summary>
public enum AnsweredBy
{
    /// <summary>A person has read it.</summary>
    Human,

    /// <summary>A system has taken it in.</summary>
    System,
}
