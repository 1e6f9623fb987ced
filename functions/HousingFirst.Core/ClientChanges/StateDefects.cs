using System.Collections.Immutable;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;

namespace HousingFirst.Core.ClientChanges;

/// <summary>What a message may get wrong that only the client's team and consents can show.</summary>
internal static class StateDefects
{
    public static ImmutableArray<Defect> Find(ClientChange change, ClientState state, Past past, Urgency urgency, Surroundings at)
    {
        var defects = ImmutableArray.CreateBuilder<Defect>();
        if (Urgencies.LoweredWithoutReason(change, past, at))
        {
            defects.Add(new("data.urgencyReason", "lowering the urgency needs a reason",
                "add one of alreadyTold, duplicate, clientAsked, pastEvent, or leave `urgency` out"));
        }

        if (change.Code.Code == Codes.Enrolled && !state.Team(at.Today).Any(m => m.Agency == change.Sender) && at.Directory.Find(change.Sender) is not { Contacts.Count: > 0 })
        {
            defects.Add(new("source", "your agency has no contact in the partner directory, so nobody answers for this client",
                "ask the lead organisation to add one (`hub agency contact add`), and send it again"));
        }

        AlsoTell(change, past.Corrected is { } corrected && change.Code.AsCorrected ? corrected.Code : change.Code, state, urgency, at, defects);
        if (change.OtherParty is { } party && !state.Team(at.Today).Any(m => m.Agency == party))
            defects.Add(new("data.otherParty", "not an organisation on this client's team", "name an agency id of the team"));
        if (change.Consent is { } consent) ConsentDefects(change, consent, state, at, defects);
        if (change.Member is { } member) MemberDefects(change, member, state, past, at, defects);
        return defects.ToImmutable();
    }

    private static void AlsoTell(
        ClientChange change, ChangeCode effective, ClientState state, Urgency urgency, Surroundings at, ImmutableArray<Defect>.Builder defects)
    {
        if (change.AlsoTell.Count == 0) return;
        if (state.Program(at.Today)?.Agency != change.Sender)
        {
            defects.Add(new("data.alsoTell", "only the client's program may add recipients", "leave it out: the program is told and can pass it on"));
            return;
        }

        if (effective.AlsoTell == AlsoTellRule.No)
            defects.Add(new("data.alsoTell", "nobody may be added to this change", "leave it out: others hear of it by voice"));
        if (urgency == Urgency.U0)
            defects.Add(new("data.alsoTell", "a change that is only recorded is sent to nobody", "add `urgency` U1 or higher, or leave `alsoTell` out"));
        for (var i = 0; i < change.AlsoTell.Count; i++)
        {
            if (!state.Team(at.Today).Any(m => m.Contact == change.AlsoTell[i]))
                defects.Add(new($"data.alsoTell[{i}]", "not a contact on this client's team", "add the partner with `team.joined` first, or leave it out"));
        }
    }

    private static void ConsentDefects(
        ClientChange change, ConsentPart part, ClientState state, Surroundings at, ImmutableArray<Defect>.Builder defects)
    {
        var known = state.Consents.FirstOrDefault(c => c.Id == part.Id && !c.Allows.HasFlag(Allows.Card));
        if (part.Whole is { } whole)
        {
            if (state.Consents.Any(c => c.Id == part.Id && c.Allows.HasFlag(Allows.Card)))
                defects.Add(new("data.consent.id", "a police card has this id", "give the consent another id"));
            if (whole is { Method: ConsentMethod.Spoken } && whole.Allows.HasFlag(Allows.Health))
                defects.Add(new("data.consent.allows", "a spoken consent can't allow health", "leave `health` out, or ask for a written consent"));
            if (known is not null && change.Code.Code == Codes.ConsentGiven)
                defects.Add(new("data.consent.id", "the client has a consent with this id", "give it another id, or send `consent.renewed`"));
            else if (known is { Withdrawn: not null })
                defects.Add(new("data.consent.id", "that consent was withdrawn and can't be renewed", "record the new consent with `consent.given`"));
            else if (known is not null && known.Recipient != whole.Recipient)
                defects.Add(new("data.consent.recipient", "not the recipient of the consent that is renewed", "record another consent with `consent.given`"));
            RecipientDefects(whole, at.Directory, defects);
            return;
        }

        if (known is null)
            defects.Add(new("data.consent.id", "not a consent of this client", "send the id it was recorded with"));
        else if (known.Withdrawn is not null)
            defects.Add(new("data.consent.id", "withdrawn already", "nothing more to do"));
        else if (part.Allows is { } allows && (allows == known.Allows || (allows & ~known.Allows) != Allows.None))
            defects.Add(new("data.consent.allows", "not less than the consent allows now", "list only what the client still allows, or record a new consent"));
    }

    private static void RecipientDefects(ConsentRecord consent, PartnerDirectory directory, ImmutableArray<Defect>.Builder defects)
    {
        const string path = "data.consent.recipient";
        var organisation = directory.Find(consent.Recipient);
        var organisations = organisation is null
            ? [.. directory.Organisations.Where(o => o.Contact(consent.Recipient) is not null)]
            : new[] { organisation };
        if (organisations.Length == 0)
            defects.Add(new(path, "not an agency id or contact id of the partner directory", "use an id that `hub community` lists"));
        else if (organisations.All(o => o.Kind == OrganisationKind.SourceOnly))
            defects.Add(new(path, "police, child services and corrections are never told anything, with consent or without", "leave this consent out"));
        else if (organisation is not null && consent.Allows.HasFlag(Allows.R))
            defects.Add(new("data.consent.allows", "R is allowed to one person, not to an organisation", "name the contact in `recipient`"));
    }

    private static void MemberDefects(
        ClientChange change, MemberPart member, ClientState state, Past past, Surroundings at, ImmutableArray<Defect>.Builder defects)
    {
        var organisation = at.Directory.Find(member.Organisation);
        if (change.Code.Code == Codes.Left)
        {
            var leaving = state.Team(at.Today).Count(m => m.Agency == member.Organisation && (member.Contact ?? m.Contact) == m.Contact);
            if (leaving == 0) defects.Add(new("data.member", "not on this client's team", "send the organisation and contact as they joined"));
            if (leaving > 1) defects.Add(new("data.member.contact", "the organisation has several memberships here", "say which contact leaves"));
            return;
        }

        if (organisation is null)
            defects.Add(new("data.member.organisation", "not an agency id of the partner directory", "use an id that `hub community` lists"));
        else if (organisation.Kind == OrganisationKind.SourceOnly)
            defects.Add(new("data.member.organisation", "police, child services and corrections are never on a team", "leave it out"));
        else if (member.Contact is { } contact && organisation.Contact(contact) is null)
            defects.Add(new("data.member.contact", "not a contact of that organisation", "use a contact id that `hub community` lists"));
        else if (member.Role == Role.PRG && organisation.Kind != OrganisationKind.FundedProgram)
            defects.Add(new("data.member.role", "only a funded program can be PRG", "use the role it has for this client"));
        var team = state.Team(at.Today).ToArray();
        if (team.Any(m => m.Agency == member.Organisation && m.Contact == member.Contact))
            defects.Add(new("data.member", "on this client's team already", "nothing more to do"));
        if (team.Length >= Membership.LargestTeam)
            defects.Add(new("data.member", $"a team has at most {Membership.LargestTeam} members", "end a membership first (`team.left`)"));
        if (past.ReferenceTaken)
            defects.Add(new("data.member.theirRef", "that agency uses this reference for another client", "send the agency's reference for this client"));
    }
}
