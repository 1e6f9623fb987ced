using System.Collections.Immutable;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.ClientChanges;

/// <summary>What a change does to the client's own state: team, consents, safety plan, open changes.</summary>
internal static class Effects
{
    /// <summary>More open changes than this and the oldest are forgotten: they have long been on the program's list.</summary>
    private const int MostOpen = 100;

    public static ClientState Apply(ClientChange change, ClientState state, Past past, Surroundings at)
    {
        var next = change.Code.Code switch
        {
            Codes.Enrolled => Enrol(change, state, at),
            Codes.Joined => Join(change, change.Member!, state, at),
            Codes.Left => Leave(change.Member!, state, at),
            Codes.ConsentGiven or Codes.ConsentRenewed => WithConsent(state, change.Consent!.Whole!),
            Codes.ConsentRevoked => EndConsent(state, change.Consent!.Id, c => c with { Withdrawn = at.Today }),
            Codes.ConsentNarrowed => EndConsent(state, change.Consent!.Id, c => c with { Allows = change.Consent.Allows!.Value }),
            Codes.ViolenceBegin => Moved(state, state.Head with { Plan = new SafetyPlan(change.Key, [.. change.AlsoTell]) }),
            Codes.ViolenceEnd => Moved(state, state.Head with { Plan = null }),
            Codes.Deceased => Moved(state, state.Head with { Deceased = change.Key }),
            Codes.DecisionMaker => state with { Head = state.Head with { ConfirmConsents = at.Today } },
            Codes.Correction => Correct(state, past.Corrected!),
            _ => state,
        };
        return next with { Head = next.Head with { Open = Open(change, next.Head.Open, past) } };
    }

    private static ImmutableArray<OpenChange> Open(ClientChange change, ImmutableArray<OpenChange> open, Past past)
    {
        if (past.Closed is { } closed) open = open.RemoveAll(o => o.Change == closed.Key);
        if (past.Corrected is { } corrected) open = open.RemoveAll(o => o.Change == corrected.Key);
        if (!OpenChanges.Waits(change.Code)) return open;
        open = open.Add(new OpenChange(change.Code.Code, change.Key, change.OccurredOn));
        return open.Length > MostOpen ? open.RemoveAt(0) : open;
    }

    private static ClientState Moved(ClientState state, ClientHead head) =>
        state with { Head = head with { Version = state.Head.Version + 1 } };

    private static ClientState Enrol(ClientChange change, ClientState state, Surroundings at)
    {
        var mine = state.Team(at.Today).Where(m => m.Agency == change.Sender).OrderByDescending(m => m.Enrolled).ThenBy(m => m.Order).FirstOrDefault();
        var enrolled = mine is null
            ? new Membership(
                change.Sender, at.Directory.Find(change.Sender)!.Contacts[0].Id, Role.PRG, Visits: true,
                at.Today, null, change.Subject, Enrolled: true, NextOrder(state))
            : mine with { Role = Role.PRG, Enrolled = true };
        return Moved(WithMembership(state, enrolled), state.Head);
    }

    private static ClientState Join(ClientChange change, MemberPart member, ClientState state, Surroundings at)
    {
        var joined = new Membership(
            member.Organisation, member.Contact!, member.Role!.Value, member.Visits, at.Today, null, member.TheirRef!.Value,
            Enrolled: false, NextOrder(state));
        return Moved(WithMembership(state, joined), state.Head);
    }

    private static ClientState Leave(MemberPart member, ClientState state, Surroundings at)
    {
        var leaving = state.Team(at.Today).Single(m => m.Agency == member.Organisation && (member.Contact ?? m.Contact) == m.Contact);
        return Moved(WithMembership(state, leaving with { Ended = at.Today }), state.Head);
    }

    private static ClientState WithMembership(ClientState state, Membership membership)
    {
        var others = state.Memberships.RemoveAll(m => m.Agency == membership.Agency && m.Contact == membership.Contact);
        return state with { Memberships = [.. others.Add(membership).OrderBy(m => m.Order)] };
    }

    private static ClientState WithConsent(ClientState state, ConsentRecord consent) => Moved(
        state with { Consents = state.Consents.RemoveAll(c => c.Id == consent.Id).Add(consent) }, state.Head);

    private static ClientState EndConsent(ClientState state, string id, Func<ConsentRecord, ConsentRecord> change) => Moved(
        state with { Consents = [.. state.Consents.Select(c => c.Id == id && !c.Allows.HasFlag(Allows.Card) ? change(c) : c)] }, state.Head);

    private static ClientState Correct(ClientState state, PastChange corrected) => Moved(
        state, state.Head.Deceased == corrected.Key ? state.Head with { Deceased = null } : state.Head);

    private static int NextOrder(ClientState state) => state.Memberships.IsEmpty ? 0 : state.Memberships.Max(m => m.Order) + 1;
}
