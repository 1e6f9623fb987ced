namespace HousingFirst.Contracts.Model;

/// <content>How the message is handled: file it in one batch, put the line into its slot and its due row, send, mark as sent, settle.</content>
public static partial class LifeSteps
{
    private static Life Begun(Life s) => s with
    {
        Back = false,
        Waiting = s.Waiting && s.Back,
        Worker = new Hand { At = Place.File, First = !s.Back, SawWithdrawal = s.Withdrawn, SawHour = s.Came },
    };

    private static Life Worked(Life s) => s.Worker.At switch
    {
        Place.File => Filed(s),
        Place.Slot => After(s with { InSlot = true }),
        Place.Due => After(Dued(s)),
        Place.Queue => After(s.Parcel == Parcel.None
            ? s with { Parcel = Parcel.Ready, Copies = s.Copies + 1 }
            : s),
        Place.Mail => After(s with { Mailed = true }),
        Place.Mark => After(Written(
            s with { HandedOver = true },
            Marked(s, s.Worker, queue: s.Worker.Queue, mail: s.Worker.Mail && s.Way.MailsAtOnce()))),
        _ => s with { Worker = default },
    };

    /// <summary>
    /// The batch: it files the change and its notice together, or finds that the client has moved and decides again, or that it was filed
    /// before. Then a repeat that comes for the first time leaves the handing over to the message that is at it.
    /// </summary>
    private static Life Filed(Life s)
    {
        if (s.Line.State == Mark.None)
        {
            if (s.Worker.SawWithdrawal != s.Withdrawn) return s with { Worker = s.Worker with { SawWithdrawal = s.Withdrawn } };
            var line = s.Withdrawn
                ? new Line { State = Mark.Withheld }
                : new Line { State = Mark.Pending, Queue = s.Way.HasQueue() ? Mark.Pending : Mark.None, Mail = Mark.Pending };
            return Handing(s with { Line = line }, line);
        }

        s = s with { Worker = s.Worker with { SawWithdrawal = s.Withdrawn } };
        if (s.HandedOver || IsAtWork(s.Worker)) return s with { Worker = Settling };
        return Handing(s, DecidedAgain(s.Line, s.Way, s.Withdrawn));
    }

    /// <summary>Whether a message known already leaves its handing over to the one that came before.</summary>
    public static bool IsAtWork(Hand worker) => worker is { First: true, SawHour: false };

    private static Life Handing(Life s, Line line) =>
        After(s with { Worker = s.Worker with { Queue = line.Queue == Mark.Pending, Mail = line.Mail == Mark.Pending } });

    /// <summary>A due row for a mail still to come; the pointer that is written with it is no work.</summary>
    private static Life Dued(Life s) => s.Worker.Mail && !s.Way.MailsAtOnce()
        ? s with { Due = true, Renewed = s.Tick.At != Place.Nowhere }
        : s;

    /// <summary>The next effect that is this handler's.</summary>
    private static Life After(Life s)
    {
        var at = s.Worker.At;
        do at++;
        while (at switch
        {
            Place.Slot => !(s.Worker.Mail && s.Way.HasDigest()),
            Place.Queue => !s.Worker.Queue,
            Place.Mail => !(s.Worker.Mail && s.Way.MailsAtOnce()),
            _ => false,
        });
        return s with { Worker = Remembered(s.Worker with { At = at }) };
    }

    private static readonly Hand Settling = new() { At = Place.Settle };

    /// <summary>What a handler needs no more is forgotten: two states that can only go on alike are one.</summary>
    private static Hand Remembered(Hand hand) => hand.At switch
    {
        Place.Settle => Settling,
        _ => hand with { First = false, SawHour = false },
    };
}
