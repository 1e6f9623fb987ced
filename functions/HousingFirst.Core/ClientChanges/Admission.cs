using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;

namespace HousingFirst.Core.ClientChanges;

/// <summary>Who may send a change (rule 10).</summary>
internal static class Admission
{
    /// <summary>
    /// An unknown client, another's client and an ended membership get the same answer, word for word: it must not tell a stranger whether
    /// the hub knows someone.
    /// </summary>
    public static readonly Decision.Refused NotYours = new(
        RefusalReasons.ClientNotYours,
        [new Defect("subject", "not a client of yours here", "ask the client's program to add you")]);

    public static Decision.Refused? Refuse(ClientChange change, ClientState state, Past past, Surroundings at)
    {
        if (change.Sender == ClientChange.FromHub) return change.Code.MaySend.HasFlag(MaySend.Hub) ? null : NotYours;
        var mine = state.Team(at.Today).Where(m => m.Agency == change.Sender).ToArray();
        if (change.Code.Code == Codes.Enrolled) return RefuseEnrolment(change, state, mine, at);
        if (mine.Length == 0 && !past.ByCard) return NotYours;

        var held = MaySend.None;
        if (mine.Length > 0) held |= MaySend.Team;
        if (mine.Any(m => m == state.Program(at.Today))) held |= MaySend.Program;
        if (mine.Any(m => m.Role == Role.HLT)) held |= MaySend.Health;
        if (mine.Length > 0 && change.Member?.Organisation == change.Sender) held |= MaySend.Member;
        if (past.ByCard) held |= MaySend.Card;
        if (change.Code.MaySend == MaySend.Sender)
        {
            return past.Corrected?.Sender == change.Sender
                ? null
                : new Decision.Refused(
                    RefusalReasons.DataInvalid,
                    [new Defect("data.corrects", "not the id of an earlier message of yours about this client", "send the id of the message that was wrong")]);
        }

        return (held & change.Code.MaySend) != MaySend.None ? null : NotAllowed(change.Code);
    }

    private static Decision.Refused? RefuseEnrolment(ClientChange change, ClientState state, Membership[] mine, Surroundings at)
    {
        var isNew = state.Memberships.IsEmpty;
        if (!isNew && mine.Length == 0) return NotYours;
        if (at.Directory.Find(change.Sender) is not { Kind: OrganisationKind.FundedProgram }) return isNew ? NotYours : NotAllowed(change.Code);
        return state.Program(at.Today) is { } program && program.Agency != change.Sender
            ? new Decision.Refused(
                RefusalReasons.SenderNotAllowed,
                [new Defect("data.change", "this client has a program already", "that program's membership must end (`team.left`) before yours can enrol")])
            : null;
    }

    private static Decision.Refused NotAllowed(ChangeCode code) =>
        new(RefusalReasons.SenderNotAllowed, [new Defect("data.change", "not yours to send for this client", "it is sent by " + Senders(code))]);

    private static string Senders(ChangeCode code)
    {
        var senders = new List<string>();
        if (code.MaySend.HasFlag(MaySend.Team)) senders.Add("any member of the client's team");
        if (code.MaySend.HasFlag(MaySend.Program)) senders.Add("the client's program");
        if (code.MaySend.HasFlag(MaySend.Health)) senders.Add("a health partner on the team");
        if (code.MaySend.HasFlag(MaySend.Member)) senders.Add("the member itself");
        if (code.MaySend.HasFlag(MaySend.Hub)) senders.Add("the hub only");
        return string.Join(" or ", senders);
    }
}

/// <summary>Codes whose <c>rule</c> says more than the columns can.</summary>
public static class Codes
{
    /// <summary>A client begins here.</summary>
    public const string Enrolled = "program.enrolled";

    /// <summary>A partner joins a team.</summary>
    public const string Joined = "team.joined";

    /// <summary>A partner leaves a team.</summary>
    public const string Left = "team.left";

    /// <summary>Exempt from ceilings; stops everything that waits.</summary>
    public const string Deceased = "person.deceased";

    /// <summary>Opens a safety plan.</summary>
    public const string ViolenceBegin = "safety.violence.begin";

    /// <summary>Closes it.</summary>
    public const string ViolenceEnd = "safety.violence.end";

    /// <summary>Someone now decides for the client: consents are to be confirmed.</summary>
    public const string DecisionMaker = "person.decisionMaker";

    /// <summary>A consent begins.</summary>
    public const string ConsentGiven = "consent.given";

    /// <summary>A consent begins again.</summary>
    public const string ConsentRenewed = "consent.renewed";

    /// <summary>A consent allows less.</summary>
    public const string ConsentNarrowed = "consent.narrowed";

    /// <summary>A consent ends at once.</summary>
    public const string ConsentRevoked = "consent.revoked";

    /// <summary>A consent ends soon: the hub says so.</summary>
    public const string ConsentExpiring = "consent.expiring";

    /// <summary>An earlier notice was wrong.</summary>
    public const string Correction = "correction.issued";

    /// <summary>Two clients in conflict: one message each, never linked.</summary>
    public const string Conflict = "safety.conflict";
}
