namespace HousingFirst.Core.Costing;

/// <summary>
/// What the price of a month rests on that no test here can count: what the platform does by itself, from its documentation and source, and
/// what people do. Each is meant to be on the dear side.
/// </summary>
internal static class Assumed
{
    /// <summary>Azure's month.</summary>
    public const int HoursOfMonth = 730;

    /// <summary>Seconds billed for an execution: Flex Consumption's least. Nothing the hub does for one message takes longer.</summary>
    public const decimal SecondsOfExecution = 1m;

    /// <summary>Seconds that a mail adds to the tick it leaves in.</summary>
    public const decimal SecondsOfMail = 0.3m;

    /// <summary>Executions of an hourly look of a cycle: the orchestrator when its timer has run out, anew, the activity, the orchestrator with its answer.</summary>
    public const int ExecutionsOfWake = 4;

    /// <summary>Executions of a program's steps in a month of contacts.</summary>
    public const int ExecutionsOfProgram = 6;

    /// <summary>Meetings in a month, one every two weeks; how many of them are awake at once, from the call to the purge; an agency's steps in each.</summary>
    public const decimal MeetingsOfMonth = 2.17m, MeetingsAwake = 1.5m, ExecutionsOfMeeting = 4m;

    /// <summary>Storage queue requests of such a look: three messages, each put, taken and removed, once more for a timer.</summary>
    public const int QueueRequestsOfWake = 12;

    /// <summary>Table requests of such a look: history read and written, instance updated, for each of three episodes.</summary>
    public const int TableRequestsOfWake = 9;

    /// <summary>Messages that come twice, and that are refused.</summary>
    public const decimal Repeated = 0.02m, Refused = 0.03m;

    /// <summary>Changes whose urgent notice nobody answers in time.</summary>
    public const decimal Escalated = 0.05m;

    /// <summary>Mails whose reader opens the page behind the link and answers: two executions.</summary>
    public const decimal Answered = 0.6m;

    /// <summary>Notices on agencies' queues for each change, each acknowledged by a message.</summary>
    public const decimal QueueNotices = 2m;

    /// <summary>Events that a mail provider posts for each mail.</summary>
    public const decimal EventsOfMail = 1m;

    /// <summary>How often an agency looks into its queue, an hour; a look that finds nothing waits a minute and is one operation.</summary>
    public const int LooksOfAgency = 60;

    /// <summary>What later takes a change's texts and keys away, in requests.</summary>
    public const int RequestsOfPurge = 8;

    /// <summary>Bytes that a change and all its notices take, and how many months of them lie there at the end of a first year.</summary>
    public const int BytesOfChange = 15_000, MonthsKept = 12;

    /// <summary>Bytes logged for an execution.</summary>
    public const int BytesLogged = 1_500;

    /// <summary>Bytes of a page or a mail sent out.</summary>
    public const int BytesOfPage = 15_000;

    /// <summary>How many backups lie there, and the share of the rows' size that each takes.</summary>
    public const int Backups = 35;

    /// <summary>The share of the rows' size that a backup takes.</summary>
    public const decimal BackupShare = 0.2m;
}
