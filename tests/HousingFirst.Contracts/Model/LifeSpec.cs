using CsCheck;

namespace HousingFirst.Contracts.Model;

/// <summary>What the hub promises of every notice, as requirements over every state and step, and the mistakes that would break each.</summary>
public static partial class LifeSpec
{
    public static Spec<Life> Create()
    {
        var spec = Spec.From(new Life()).Print(s => s.ToString());
        foreach (var step in LifeSteps.All) spec = spec.Action(step.Name, step.Can, step.Do);
        return Faulty(Promised(spec));
    }

    private static Spec<Life> Promised(Spec<Life> spec) => spec
        .Invariant(
            "ACCEPTED-IS-KEPT", "What a queue took is on it until its batch is written.",
            s => s.Way == Way.None || s.Waiting || s.Back || s.Worker.At != Place.Nowhere || s.Line.State != Mark.None)
        .Invariant(
            "BATCH-FIRST", "Nothing follows from a change before the batch that accepted it.",
            s => s.Line.State != Mark.None || s is { Copies: 0, Mailed: false, InSlot: false, Due: false, HandedOver: false })
        .Invariant(
            "WORK-IS-INDEXED", "Unfinished work is on a queue, in a handler's hands, or has its due row: nobody scans for it.",
            Indexed)
        .Invariant(
            "ENDS-WELL", "From wherever it is cut off, going on ends with the recipient told, or visibly stopped and sent the stop.",
            s => EndsWell(GoneOn(s)))
        .Rule(
            "ONE-AT-A-TIME", "What is still on its agency's queue is not put there again.",
            when: (b, _) => b.Worker.At == Place.Queue && b.Parcel is Parcel.Ready or Parcel.Held or Parcel.Noted,
            then: (b, a) => a.Copies == b.Copies)
        .Rule(
            "ONCE", "An agency that was sent a notice is never sent it again, not even after it took the message.",
            when: (b, _) => b.Parcel == Parcel.Taken,
            then: (b, a) => a.Copies == b.Copies)
        .Rule(
            "REPEAT-IS-QUIET", "A message that comes again after it was handed over changes nothing.",
            when: (b, a) => b.HandedOver && b.Worker.At == Place.File && a.Worker != b.Worker,
            then: (b, a) => a.Worker.At is Place.Settle or Place.Nowhere && Kept(b) == Kept(a))
        .Invariant(
            "STOP-REACHES", "Whoever may have been told before a withdrawal gets its stop.",
            s => !s.Withdrawn || s.Stop != Stop.None || s is { Copies: 0, Mailed: false })
        .Rule(
            "NOTHING-AFTER-WITHDRAWAL", "Nothing leaves by a decision made after the withdrawal was accepted.",
            when: (b, a) => b.Withdrawn && (a.Copies > b.Copies || (a.Mailed && !b.Mailed)),
            then: (b, a) => a.Worker.At != b.Worker.At ? !b.Worker.SawWithdrawal : !b.Tick.SawWithdrawal)
        .Never("NEVER-BACK", "A notice's state never goes back.", (b, a) => Back(b.Line.State, a.Line.State))
        .Invariant(
            "FETCHED-FIRST", "A message leaves an agency's queue only after the hub noted that it was fetched.",
            s => s.Parcel != Parcel.Taken || s.Line.Noted)
        .Invariant(
            "COVERAGE-IS-TRUE", "Whoever was sent a notice isn't shown as not told; who is shown as sent was sent it.",
            s => (s is { Copies: 0, Mailed: false } || s.Line.State != Mark.Withheld) && (s.Line.State != Mark.Sent || s.Copies > 0 || s.Mailed))
        .Reachable("CAN-BE-ACKNOWLEDGED", "A notice can be acknowledged.", s => s.Line.State == Mark.Acknowledged)
        .Reachable("CAN-BE-WITHHELD", "A waiting notice can be stopped.", s => s is { Stop: Stop.None, HandedOver: true, Line.State: Mark.Withheld })
        .Reachable("CAN-BE-UNKNOWN", "What may have left when consent went is shown so.", s => s.Line.State == Mark.Unknown)
        .Reachable("CAN-RACE", "A mail can leave while its withdrawal is accepted.", s => s is { Withdrawn: true, Tick: { At: Place.Mail, SawWithdrawal: false } });

    private static (Line, bool, bool, int, bool) Kept(Life s) => (s.Line, s.InSlot, s.Due, s.Copies, s.Mailed);

    private static bool Indexed(Life s)
    {
        var filed = s.Line.State != Mark.None;
        if (s.Back || (s.Waiting && (!filed || s.Came))) return true;
        if (s.Worker.At is > Place.File and < Place.Settle) return true;
        if (s.Worker.At == Place.File && !(filed && LifeSteps.IsAtWork(s.Worker))) return true;
        if (s.Line.Queue == Mark.Pending) return false;
        return s.Line.Mail != Mark.Pending || (s.Due && (s.InSlot || !s.Way.HasDigest()));
    }

    private static bool Back(Mark before, Mark after) => before switch
    {
        Mark.Withheld => after != Mark.Withheld,
        Mark.None or Mark.Pending => after < before,
        _ => after < before || after == Mark.Withheld,
    };

    /// <summary>Goes on without another misfortune until there is nothing to do.</summary>
    private static Life GoneOn(Life s)
    {
        while (Next(s) is { } step) s = step.Do(s);
        return s;
    }

    private static LifeStep? Next(Life s) => GoingOn.FirstOrDefault(step => step.Can(s) && (step.Name != LifeSteps.HourComes || s.Due));

    private static readonly LifeStep[] GoingOn =
        [.. new[] { LifeSteps.Work, LifeSteps.TickWork, LifeSteps.Begin, LifeSteps.WithdrawAgain, LifeSteps.HourComes, LifeSteps.TickBegin }
            .Select(name => LifeSteps.All.Single(step => step.Name == name))];

    /// <summary>A line cut off between its slot and its due row may stay in the slot once nothing of it waits: alone it sends nothing.</summary>
    private static bool EndsWell(Life s)
    {
        if (s.Way == Way.None) return true;
        if (s.Line.Waits || s.Due || s.Stop == Stop.Owed) return false;
        return s.Line.State is Mark.Sent or Mark.Fetched or Mark.Acknowledged || (s.Withdrawn && s.Line.State is Mark.Withheld or Mark.Unknown);
    }
}
