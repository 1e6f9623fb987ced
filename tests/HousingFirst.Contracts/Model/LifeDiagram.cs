using System.Text;

namespace HousingFirst.Contracts.Model;

/// <summary>The life of one notice, drawn from the steps of the checked model: each arrow is a step that changes the notice's state somewhere.</summary>
public static class LifeDiagram
{
    public static string Mermaid(LifeSpace space)
    {
        var arrows = new SortedSet<(Mark From, Mark To, string Why)>();
        for (var i = 0; i < space.States.Count; i++)
        {
            foreach (var move in space.Moves[i])
            {
                var (before, after) = (space.States[i], space.States[move.To]);
                if (before.Line.State != after.Line.State) arrows.Add((before.Line.State, after.Line.State, Why(before, move.Step, after.Line.State)));
            }
        }

        var text = new StringBuilder("stateDiagram-v2\n");
        foreach (var arrow in arrows.GroupBy(a => (a.From, a.To)))
            text.Append("    ").Append(Name(arrow.Key.From)).Append(" --> ").Append(Name(arrow.Key.To)).Append(": ").AppendJoin(" / ", arrow.Select(a => a.Why)).Append('\n');
        foreach (var end in space.States.Where(Rests).Select(s => s.Line.State).Distinct().Order())
            text.Append("    ").Append(Name(end)).Append(" --> [*]\n");
        return text.ToString();
    }

    private static bool Rests(Life s) => s is { HandedOver: true, Back: false, Due: false, Worker.At: Place.Nowhere, Tick.At: Place.Nowhere }
        && s.Line.State is Mark.Acknowledged or Mark.Withheld or Mark.Unknown;

    private static string Name(Mark state) => state == Mark.None ? "[*]" : state.ToString();

    private static string Why(Life before, string step, Mark after) => (step, after) switch
    {
        (LifeSteps.Work, Mark.Pending) => "accepted",
        (LifeSteps.Work, Mark.Withheld) when before.Line.State == Mark.None => "accepted, consent withdrawn before",
        (LifeSteps.Work or LifeSteps.TickWork, Mark.Withheld) => "consent withdrawn, nothing had left",
        (LifeSteps.Work or LifeSteps.TickWork, Mark.Unknown) => "cut off, then consent withdrawn, it may have left",
        (LifeSteps.Work, Mark.Sent) => "handed over",
        (LifeSteps.TickWork, Mark.Sent) => "mailed at its hour",
        (LifeSteps.Note, _) => "the agency fetched it",
        (LifeSteps.Acknowledge, _) => "a person answered",
        _ => throw new InvalidOperationException($"The step '{step}' makes a notice {after}: say in the diagram why."),
    };
}
