namespace HousingFirst.Board.Pages;

/// <summary>What the page of a one-time code says. Public only because Razor components are.</summary>
public enum CodePageState
{
    /// <summary>A code may be asked for.</summary>
    Ask,

    /// <summary>One is on its way.</summary>
    Sent,

    /// <summary>It was another.</summary>
    Wrong,

    /// <summary>It works no longer.</summary>
    Over,

    /// <summary>Too many in an hour.</summary>
    TooMany,

    /// <summary>No address works.</summary>
    NoAddress,

    /// <summary>Several people read the mailbox: no code goes there for what concerns a client.</summary>
    Shared,

    /// <summary>The mail can't be sent just now.</summary>
    NotNow,
}
