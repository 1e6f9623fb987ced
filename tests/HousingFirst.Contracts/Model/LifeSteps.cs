namespace HousingFirst.Contracts.Model;

/// <summary>One kind of step: when it can happen, and what it does.</summary>
public sealed record LifeStep(string Name, Func<Life, bool> Can, Func<Life, Life> Do);

/// <summary>Every step a notice's life can take. Handlers move effect by effect, so that anything else can happen between any two.</summary>
public static partial class LifeSteps
{
    public const string Send = "an agency sends";
    public const string Repeat = "the agency repeats it";
    public const string Begin = "the hub takes it";
    public const string Work = "the hub goes on";
    public const string Die = "the hub dies at it";
    public const string Withdraw = "consent is withdrawn";
    public const string WithdrawCut = "consent is withdrawn, the hub dies at it";
    public const string WithdrawAgain = "the withdrawal is handled again";
    public const string HourComes = "the hour comes";
    public const string TickBegin = "the tick begins";
    public const string TickWork = "the tick goes on";
    public const string TickDie = "the tick dies";
    public const string Receive = "the partner receives";
    public const string LetGo = "the partner lets go";
    public const string Note = "the hub notes it fetched";
    public const string Take = "the partner takes it off";
    public const string Acknowledge = "a person acknowledges";

    public static IReadOnlyList<LifeStep> All { get; } =
    [
        .. Enum.GetValues<Way>().Where(w => w != Way.None).Select(way => new LifeStep(
            $"{Send}: {way}", s => s.Way == Way.None, s => s with { Way = way, Waiting = true })),
        new(Repeat, s => s is { Way: not Way.None, Waiting: false, Back: false }, s => s with { Waiting = true }),
        new(Begin, s => (s.Waiting || s.Back) && s.Worker.At == Place.Nowhere, Begun),
        new(Work, s => s.Worker.At != Place.Nowhere, Worked),
        new(Die, s => s.Worker.At != Place.Nowhere, s => s with { Back = true, Worker = default }),
        new(Withdraw, s => s is { Withdrawn: false, Way: not Way.None }, s => Withdrawn(s, cut: false)),
        new(WithdrawCut, s => s is { Withdrawn: false, Way: not Way.None }, s => Withdrawn(s, cut: true)),
        new(WithdrawAgain, s => s.StopWaits, s => s with { StopWaits = false, Stop = s.Stop == Stop.None ? Stop.None : Stop.Sent }),
        new(
            HourComes,
            s => !s.Came && !s.Way.MailsAtOnce() && (s.Line.Mail == Mark.Pending || s.Due),
            s => s with { Came = true }),
        new(TickBegin, s => s is { Came: true, Due: true } && s.Tick.At == Place.Nowhere, TickBegun),
        new(TickWork, s => s.Tick.At != Place.Nowhere, TickWorked),
        new(TickDie, s => s.Tick.At != Place.Nowhere, s => s with { Tick = default, Renewed = false }),
        new(Receive, s => s.Parcel == Parcel.Ready, s => s with { Parcel = Parcel.Held }),
        new(LetGo, s => s.Parcel is Parcel.Held or Parcel.Noted, s => s with { Parcel = Parcel.Ready }),
        new(Note, s => s.Parcel == Parcel.Held, s => Written(s with { Parcel = Parcel.Noted }, Fetched(s.Line))),
        new(Take, s => s.Parcel == Parcel.Noted, s => s with { Parcel = Parcel.Taken }),
        new(
            Acknowledge,
            s => (s.Parcel == Parcel.Taken || s.Mailed) && s.Line.State is not (Mark.Acknowledged or Mark.Withheld),
            s => Written(s, s.Line with { State = Mark.Acknowledged, Queue = s.Line.Queue == Mark.None ? Mark.None : Mark.Sent })),
    ];

    /// <summary>A row that is written makes stale what the tick read of it and has not yet marked as leaving.</summary>
    private static Life Written(Life s, Line line) => s with
    {
        Line = line,
        Tick = s.Tick.At == Place.Leave && line != s.Line ? s.Tick with { Stale = true } : s.Tick,
    };

    /// <summary>
    /// A line that still waits is decided again on what is known now. What may have left is not taken back: it is shown as perhaps told, and
    /// nothing more of it leaves.
    /// </summary>
    private static Line DecidedAgain(Line line, Way way, bool withdrawn)
    {
        if (!line.Waits || !withdrawn) return line;
        if (!line.MayHaveLeft(way)) return new Line(Mark.Withheld, Mark.None, Mark.None, line.Leaving, line.Noted);
        return line with
        {
            State = line.State == Mark.Pending ? Mark.Unknown : line.State,
            Queue = line.Queue == Mark.Pending ? Mark.Unknown : line.Queue,
            Mail = line.Mail != Mark.Pending ? line.Mail : line.Leaving || way.MailsAtOnce() ? Mark.Unknown : Mark.None,
        };
    }

    /// <summary>What a handler writes at its end: over the row as it is by then, never over the row as it once read it.</summary>
    private static Line Marked(Life s, Hand hand, bool queue, bool mail)
    {
        var line = DecidedAgain(s.Line, s.Way, hand.SawWithdrawal);
        if (queue) line = line with { Queue = Mark.Sent, State = Told(line.State) };
        if (mail) line = line with { Mail = Mark.Sent, State = Told(line.State) };
        return line;
    }

    private static Mark Told(Mark state) => state == Mark.Pending ? Mark.Sent : state;

    private static Line Fetched(Line line) => line.State == Mark.Withheld ? line : line with
    {
        State = line.State == Mark.Acknowledged ? Mark.Acknowledged : Mark.Fetched,
        Queue = line.Queue == Mark.None ? Mark.None : Mark.Sent,
        Noted = true,
    };

    /// <summary>The stop is decided in the withdrawal's own batch, and sent with it or, cut off, when its message comes again.</summary>
    private static Life Withdrawn(Life s, bool cut) => s with
    {
        Withdrawn = true,
        StopWaits = cut,
        Stop = !s.Line.MayHaveLeft(s.Way) ? Stop.None : cut ? Stop.Owed : Stop.Sent,
        Tick = s.Tick.At == Place.Leave ? s.Tick with { Stale = true } : s.Tick,
    };
}
