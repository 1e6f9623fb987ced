namespace HousingFirst.Core.Costing;

/// <summary>
/// How many requests of table storage each job makes, as counted by tests (`Counts`): the bill is made of them. Each is the most that was
/// measured; a test fails where the program comes to need more, or has come to need far fewer.
/// </summary>
public static class OperationCounts
{
    /// <summary>A change accepted, however many are told.</summary>
    public const int Change = 7;

    /// <summary>The same change once more.</summary>
    public const int Repeat = 4;

    /// <summary>A change refused.</summary>
    public const int Refusal = 5;

    /// <summary>A tick with nothing to do, for one community.</summary>
    public const int IdleTick = 1;

    /// <summary>A mail at its hour, the dearest way to send one: alone in its tick.</summary>
    public const int Mail = 9;

    /// <summary>An urgent notice that nobody answered.</summary>
    public const int Escalation = 14;

    /// <summary>The specialist's morning, without tasks.</summary>
    public const int Morning = 9;

    /// <summary>A contact recorded.</summary>
    public const int Contact = 6;

    /// <summary>An answer to a notice.</summary>
    public const int Answer = 8;

    /// <summary>An hourly look of a cycle that only waits.</summary>
    public const int CycleWake = 1;

    /// <summary>A month of contacts for one program: opened, reminded, closed, reported.</summary>
    public const int MonthOfProgram = 30;

    /// <summary>A meeting for one agency that is invited: called, told of the agenda, reminded, told of the minutes.</summary>
    public const int MeetingOfAgency = 13;
}
