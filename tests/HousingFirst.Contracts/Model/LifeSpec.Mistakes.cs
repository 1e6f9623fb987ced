using CsCheck;

namespace HousingFirst.Contracts.Model;

/// <content>Mistakes, each small and each once made somewhere: a promise that none of them breaks would promise nothing.</content>
public static partial class LifeSpec
{
    private static Spec<Life> Faulty(Spec<Life> spec) => Withdrawing(Handing(spec))
        .Fault("deleted before it is noted as fetched", LifeSteps.Receive, (_, a) => a with { Parcel = Parcel.Taken })
        .Fault("marked as sent over what the agency did meanwhile", LifeSteps.Work, (b, _) => b.Worker.At == Place.Mark && b.Line.State == Mark.Fetched, (_, a) => a with
        {
            Line = a.Line with { State = Mark.Sent },
        })
        .Fault("the due row goes before its work", LifeSteps.TickBegin, (_, a) => a with { Due = false })
        .Fault("the digest's line goes before its mail", LifeSteps.TickBegin, (b, _) => b.InSlot, (_, a) => a with { InSlot = false });

    private static Spec<Life> Handing(Spec<Life> spec) => spec
        .Fault("acknowledged before the batch", LifeSteps.Die, (b, _) => b.Worker.At == Place.File, (_, a) => a with { Back = false })
        .Fault("sent before the batch", LifeSteps.Begin, (b, _) => b.Line.State == Mark.None, (_, a) => a with { Parcel = Parcel.Ready, Copies = 1 })
        .Fault("acknowledged before handing over", LifeSteps.Work, (b, _) => b.Worker.At == Place.File, (_, a) => a with { Worker = default })
        .Fault("a cut-off handing over is called done", LifeSteps.Work, (b, _) => b.Worker is { At: Place.File, First: false }, (_, a) => a with { HandedOver = true, Worker = default })
        .Fault("a line in a slot gets no due row", LifeSteps.Work, (b, _) => b.Worker.At == Place.Due, (_, a) => a with { Due = false })
        .Fault("a resend has a new message id", LifeSteps.Work, (b, _) => b.Worker.At == Place.Queue && b.Parcel != Parcel.None, (b, a) => a with { Copies = 2 })
        .Fault("the queue forgets what was taken", LifeSteps.Work, (b, _) => b.Worker.At == Place.Queue && b.Parcel == Parcel.Taken, (_, a) => a with
        {
            Parcel = Parcel.Ready,
            Copies = 2,
        })
        .Fault("a repeat is handed over as well", LifeSteps.Work, (b, _) => b.Worker is { At: Place.File, First: true } && b.Parcel == Parcel.Taken && b.HandedOver, (_, a) => a with
        {
            Parcel = Parcel.Ready,
            Copies = 2,
        })
        .Fault("a repeat is filed a second time", LifeSteps.Work, (b, _) => b.Worker.At == Place.File && b.HandedOver, (_, a) => a with
        {
            Worker = a.Worker with { At = Place.Due, Queue = true, Mail = true },
        })
        .Fault("marked as sent before it is sent", LifeSteps.Work, (b, _) => b.Worker is { At: Place.Due, Queue: true }, (_, a) => a with
        {
            Line = a.Line with { State = Mark.Sent, Queue = Mark.Sent },
        });

    private static Spec<Life> Withdrawing(Spec<Life> spec) => spec
        .Fault("no second look before a mail leaves", LifeSteps.TickBegin, (b, a) => b.Line.Mail == Mark.Pending && a.Tick.At == Place.Mark, (_, a) => a with
        {
            Tick = a.Tick with { At = Place.Mail, Mail = true },
        })
        .Fault("no second look before handing over again", LifeSteps.Work, (b, a) => b.Worker.At == Place.File && b.Line.Queue == Mark.Pending && b.Withdrawn, (_, a) => a with
        {
            Worker = a.Worker with { At = Place.Queue, Queue = true },
        })
        .Fault("a mail isn't marked as leaving", LifeSteps.TickWork, (b, a) => b.Tick.At == Place.Leave && a.Tick.At == Place.Mail, (b, a) => a with { Line = b.Line })
        .Fault("marked as leaving without a look at the head", LifeSteps.TickWork, (b, _) => b.Tick is { At: Place.Leave, Stale: true, SawWithdrawal: false }, (b, _) => b with
        {
            Line = b.Line with { Leaving = true },
            Tick = b.Tick with { At = Place.Mail, Stale = false },
        })
        .Fault("a withdrawal forgets those whose sending was cut off", LifeSteps.Withdraw, (b, _) => b.Line.State == Mark.Pending, (_, a) => a with { Stop = Stop.None })
        .Fault("a withdrawal cut off is not handled again", LifeSteps.WithdrawCut, (_, a) => a with { StopWaits = false })
        .Fault("a second look takes back what may have left", LifeSteps.Work, (b, a) => b.Line.State == Mark.Pending && a.Line.State == Mark.Unknown, (_, a) => a with
        {
            Line = new Line { State = Mark.Withheld },
        });
}
