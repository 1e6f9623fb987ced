namespace HousingFirst.Contracts.Model;

/// <summary>
/// Everything that decides the fate of one notice: the change's message on its queue, what handles it, the rows it leaves, the agency's queue,
/// the mail, the tick, and a withdrawal of the consent it goes under. Small enough that every state it can reach is looked at.
/// </summary>
public sealed record Life
{
    /// <summary>By which ways the recipient is to be told: fixed when the change is sent.</summary>
    public Way Way { get; init; }

    /// <summary>A copy of its message waits on <c>client-changes</c> and was never received: the first, or a repeat.</summary>
    public bool Waiting { get; init; }

    /// <summary>A copy waits there to be received again: its handling was cut off. It is the older, and so comes first.</summary>
    public bool Back { get; init; }

    /// <summary>Who handles a copy of it.</summary>
    public Hand Worker { get; init; }

    /// <summary>Who does due work.</summary>
    public Hand Tick { get; init; }

    /// <summary>The notice's row.</summary>
    public Line Line { get; init; }

    /// <summary>Whether the change's row says that all was handed over.</summary>
    public bool HandedOver { get; init; }

    /// <summary>Whether the notice has its line in a digest slot.</summary>
    public bool InSlot { get; init; }

    /// <summary>Whether there is a due row for its mail or its slot.</summary>
    public bool Due { get; init; }

    /// <summary>Whether that row was written again since the tick read it.</summary>
    public bool Renewed { get; init; }

    /// <summary>Whether the mail's hour has come.</summary>
    public bool Came { get; init; }

    /// <summary>The notice on its agency's queue.</summary>
    public Parcel Parcel { get; init; }

    /// <summary>How many messages of it the agency could ever see; two stands for more.</summary>
    public int Copies { get; init; }

    /// <summary>Whether a mail of it has left.</summary>
    public bool Mailed { get; init; }

    /// <summary>Whether the consent it goes under was withdrawn, as the hub accepted.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>What its recipient is told of the withdrawal.</summary>
    public Stop Stop { get; init; }

    /// <summary>Whether the withdrawal's message waits to be handled again, its first handling having been cut off.</summary>
    public bool StopWaits { get; init; }

    public override string ToString() => string.Join(' ', Words());

    private IEnumerable<string> Words()
    {
        yield return Way.ToString();
        if (Back) yield return "back";
        if (Waiting) yield return "waiting";
        if (Worker.At != Place.Nowhere) yield return $"worker@{Worker.At}{Worker}";
        if (Tick.At != Place.Nowhere) yield return $"tick@{Tick.At}{Tick}";
        yield return $"{Line.State}(queue {Line.Queue}, mail {Line.Mail}{(Line.Leaving ? ", leaving" : string.Empty)}{(Line.Noted ? ", noted" : string.Empty)})";
        if (HandedOver) yield return "handed-over";
        if (InSlot) yield return "in-slot";
        if (Due) yield return Renewed ? "due-renewed" : "due";
        if (Came) yield return "hour-came";
        if (Parcel != Parcel.None) yield return $"parcel={Parcel}x{Copies}";
        if (Mailed) yield return "mailed";
        if (Withdrawn) yield return $"withdrawn(stop {Stop}{(StopWaits ? ", waits" : string.Empty)})";
    }
}

/// <summary>By which ways, and when, a notice is to be told.</summary>
public enum Way
{
    /// <summary>The change was not sent yet.</summary>
    None,

    /// <summary>U1 to a contact with both channels: on the queue now, by mail with the digest.</summary>
    QueueAndDigest,

    /// <summary>U1 by mail: with the digest.</summary>
    Digest,

    /// <summary>U2 with both channels: on the queue now, by mail at its hour.</summary>
    QueueAndHour,

    /// <summary>U2 by mail: at its hour.</summary>
    Hour,

    /// <summary>U3 with both channels: both now.</summary>
    QueueAndMail,

    /// <summary>U3 by mail: now.</summary>
    Mail,
}

/// <summary>The notice's row.</summary>
/// <param name="State">Its state.</param>
/// <param name="Queue">Its part by queue.</param>
/// <param name="Mail">Its part by mail.</param>
/// <param name="Leaving">Whether it says that its mail may be on its way.</param>
/// <param name="Noted">Whether it says that its agency fetched it.</param>
public readonly record struct Line(Mark State, Mark Queue, Mark Mail, bool Leaving, bool Noted)
{
    /// <summary>Whether it may have left, so that a withdrawal must reach its recipient.</summary>
    public bool MayHaveLeft(Way way) => State switch
    {
        Mark.Sent or Mark.Unknown or Mark.Fetched or Mark.Acknowledged => true,
        Mark.Pending => Queue == Mark.Pending || Leaving || way.MailsAtOnce(),
        _ => false,
    };

    /// <summary>Whether something of it is still to be sent.</summary>
    public bool Waits => Queue == Mark.Pending || Mail == Mark.Pending;
}

/// <summary>A state of a notice or of one of its legs.</summary>
public enum Mark
{
    None,
    Pending,
    Unknown,
    Sent,
    Fetched,
    Acknowledged,
    Withheld,
}

/// <summary>Where a handler stands: before which effect.</summary>
public enum Place
{
    Nowhere,
    File,
    Slot,
    Due,
    Queue,
    Mail,
    Mark,
    Settle,
    Leave,
    Unslot,
    Undue,
}

/// <summary>A handler: where it stands, and what it read and goes by.</summary>
/// <param name="At">Before which effect.</param>
/// <param name="First">Its message came for the first time.</param>
/// <param name="Queue">It will send to the queue.</param>
/// <param name="Mail">It will send the mail, or have it sent at its hour.</param>
/// <param name="SawWithdrawal">It read the client's state after the withdrawal.</param>
/// <param name="SawHour">It began after the mail's hour.</param>
/// <param name="Stale">What it read has been written since.</param>
public readonly record struct Hand(
    Place At, bool First, bool Queue, bool Mail, bool SawWithdrawal, bool SawHour, bool Stale)
{
    public override string ToString()
    {
        (bool Is, char Letter)[] marks =
        [
            (First, '1'), (Queue, 'q'), (Mail, 'm'), (SawWithdrawal, 'w'), (SawHour, 'h'), (Stale, 'x'),
        ];
        return "[" + string.Concat(marks.Where(m => m.Is).Select(m => m.Letter)) + "]";
    }
}

/// <summary>The notice on its agency's queue.</summary>
public enum Parcel
{
    None,
    Ready,
    Held,
    Noted,
    Taken,
}

/// <summary>What a recipient is told of a withdrawal.</summary>
public enum Stop
{
    None,
    Owed,
    Sent,
}

/// <summary>What the ways have in common.</summary>
public static class Ways
{
    public static bool HasQueue(this Way way) => way is Way.QueueAndDigest or Way.QueueAndHour or Way.QueueAndMail;

    public static bool HasDigest(this Way way) => way is Way.QueueAndDigest or Way.Digest;

    public static bool MailsAtOnce(this Way way) => way is Way.QueueAndMail or Way.Mail;
}
