namespace HousingFirst.Contracts.Model;

/// <content>How due work is done: decide again, mark as leaving, send, mark as sent, take the line off its slot and the row off what is due.</content>
public static partial class LifeSteps
{
    private static Life TickBegun(Life s) => Looked(s with { Renewed = false });

    private static Life TickWorked(Life s) => s.Tick.At switch
    {
        Place.Leave when s.Tick.Stale => Looked(s),
        Place.Leave => s with { Line = s.Line with { Leaving = true }, Tick = s.Tick with { At = Place.Mail } },
        Place.Mail => s with { Mailed = true, Tick = s.Tick with { At = Place.Mark } },
        Place.Mark => s with
        {
            Line = Marked(s, s.Tick, queue: false, mail: s.Tick.Mail),
            Tick = new Hand { At = s.Way.HasDigest() ? Place.Unslot : Place.Undue },
        },
        Place.Unslot => s with { InSlot = false, Tick = s.Tick with { At = Place.Undue } },
        _ => s with { Due = s.Renewed, Renewed = false, Tick = default },
    };

    private static Life Looked(Life s)
    {
        var waits = s.Line.Mail == Mark.Pending && (s.InSlot || !s.Way.HasDigest());
        var leaves = waits && DecidedAgain(s.Line, s.Way, s.Withdrawn).Mail == Mark.Pending;
        var at = leaves ? Place.Leave : waits ? Place.Mark : s.InSlot ? Place.Unslot : Place.Undue;
        return s with { Tick = new Hand { At = at, Mail = leaves, SawWithdrawal = waits && s.Withdrawn } };
    }
}
