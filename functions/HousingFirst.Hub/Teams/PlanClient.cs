using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Messaging;

namespace HousingFirst.Hub.Teams;

/// <summary>
/// Compares one client's lines with what the hub knows, and decides beforehand every change that follows, by the very rules that will decide it:
/// what they would refuse is a defect of the line.
/// </summary>
internal sealed class PlanClient(ClientStore clients, FindClient findClient, ReadPast readPast, TeamsSheet sheet, string program, bool tell, Surroundings at)
{
    private readonly List<SheetDefect> defects = [];
    private readonly List<(TeamsEvent Event, ClientChange Change)> changes = [];
    private readonly List<TeamsKept> kept = [];

    /// <summary>What is wrong with the lines.</summary>
    public IReadOnlyList<SheetDefect> Defects => defects;

    /// <summary>The events to state, in the order they are to be taken.</summary>
    public IReadOnlyList<TeamsEvent> Events => [.. changes.Select(c => c.Event)];

    /// <summary>Lines that change nothing though the hub knows it otherwise.</summary>
    public IReadOnlyList<TeamsKept> Kept => kept;

    /// <summary>How many memberships and consents are as stated already.</summary>
    public int Unchanged { get; private set; }

    /// <summary>How many would be told.</summary>
    public int Told { get; private set; }

    /// <summary>Plans.</summary>
    public async ValueTask RunAsync(SheetClient client, CancellationToken cancellation)
    {
        var events = new TeamsEvents(at.Community.Id, program, client, at.Today);
        var enrolled = Parse(events.Enrolled(null));
        var found = enrolled is null ? null : await findClient.RunAsync(enrolled, at, cancellation);
        var stored = found is null ? null : await clients.ReadAsync(found.Client, cancellation);
        var state = stored?.State ?? new ClientState(ClientHead.New(new ClientId(string.Empty)), [], []);
        if (state.Program(at.Today)?.Agency != program)
            Add(events.Enrolled(state.Memberships.LastOrDefault(m => m.Agency == program)));

        var consents = new ConsentLines(events, state, at.Today);
        if (tell) Consents(client, consents);
        foreach (var member in client.Members) Member(member, events, state);
        if (!tell) Consents(client, consents);
        if (defects.Count > 0) return;
        if (found is null) Wrong(client.First.Line, TeamsColumn.Client, "not a client of this program here", "only a funded program of the directory may enrol clients");
        else await DecideAsync(found, state, cancellation);
    }

    private void Member(SheetMember member, TeamsEvents events, ClientState state)
    {
        var known = state.Memberships.Where(m => m.Agency == member.Partner && m.Contact == member.Contact).OrderBy(m => m.Order).LastOrDefault();
        if (Parse(events.Joined(member, known, TeamsChangeKind.NewMember)) is not { Member: { } stated }) return;
        if (known is null || !known.IsLive(at.Today))
        {
            Add(events.Joined(member, known, TeamsChangeKind.NewMember));
        }
        else if ((known.Role, known.Visits, known.TheirRef) == (stated.Role, stated.Visits, stated.TheirRef))
        {
            Unchanged++;
        }
        else if (known.Enrolled)
        {
            kept.Add(new TeamsKept(member.Line.Line, "your own membership of this client stays as it is: it began with the enrolment"));
        }
        else
        {
            Add(events.Left(member, known));
            Add(events.Joined(member, known, TeamsChangeKind.MemberChanged));
        }
    }

    private void Consents(SheetClient client, ConsentLines lines)
    {
        foreach (var consent in client.Consents)
        {
            var given = lines.Given(consent);
            var (change, isOver) = ParseConsent(given);
            if (change?.Consent?.Whole is not { } whole && !isOver) continue;
            switch (isOver ? lines.Over(consent) : lines.Compare(consent, change!.Consent!.Whole!))
            {
                case ConsentLine.Same:
                    Unchanged++;
                    break;
                case ConsentLine.Keep keep:
                    kept.Add(new TeamsKept(consent.Line.Line, keep.Why));
                    break;
                case ConsentLine.State state:
                    Add(state.Event);
                    break;
            }
        }
    }

    private async ValueTask DecideAsync(FoundClient found, ClientState state, CancellationToken cancellation)
    {
        foreach (var (made, change) in changes)
        {
            var past = await readPast.RunAsync(change, found, state, cancellation);
            switch (ChangeRules.Decide(change, state, past, at))
            {
                case Decision.Refused refused:
                    foreach (var defect in refused.Defects) Wrong(made.Line, made.ColumnOf(defect.Path), defect.Rule, defect.Mend);
                    if (change.Code.Code == Codes.Enrolled) return; // Whatever follows is refused with it.
                    break;
                case Decision.Accepted accepted:
                    Told += accepted.Lines.OfType<Line.Of>().Count(l => l.Fate is Fate.Told or Fate.PhoneOnly or Fate.SharedMailbox);
                    state = accepted.Next;
                    break;
            }
        }
    }

    private void Add(TeamsEvent made)
    {
        if (Parse(made) is { } change) changes.Add((made, change));
    }

    private ClientChange? Parse(TeamsEvent made) => MessageParser.ParseOwn(made.Json, at.Community, at.Now) switch
    {
        ParsedMessage.Change change => change.Message,
        ParsedMessage.Invalid invalid => Wrong(made, invalid.Defects),
        _ => throw new InvalidOperationException("A sheet makes client changes only."),
    };

    /// <summary>A consent's line, and whether all that is wrong with it is that it is over.</summary>
    private (ClientChange? Change, bool IsOver) ParseConsent(TeamsEvent made)
    {
        if (MessageParser.ParseOwn(made.Json, at.Community, at.Now) is not ParsedMessage.Invalid invalid) return (Parse(made), false);
        if (invalid.Defects is [{ Path: "data.consent.to", Rule: ConsentContract.AlreadyPast }]) return (null, true);
        return (Wrong(made, invalid.Defects.Where(d => d.Rule != ConsentContract.AlreadyPast)), false);
    }

    private ClientChange? Wrong(TeamsEvent made, IEnumerable<Defect> found)
    {
        foreach (var defect in found) Wrong(made.Line, made.ColumnOf(defect.Path), defect.Rule, defect.Mend);
        return null;
    }

    private void Wrong(int line, TeamsColumn column, string rule, string mend)
    {
        var defect = new SheetDefect(line, sheet.NameOf(column), rule, mend);
        if (!defects.Contains(defect)) defects.Add(defect);
    }
}
