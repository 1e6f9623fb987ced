using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Core.ClientChanges;

/// <summary>The checks every recipient passes, in the order of rule 3: the first that fails is the reason.</summary>
internal sealed record Rules(
    ClientState State, ChangeCode Effective, PrivacyClass Class, Facet Facet, Urgency Urgency, LocalDate OccurredOn, Surroundings At)
{
    /// <summary>Whether the recipient has left an urgent notice without an answer, so that only its alternate is thought of (rule 8).</summary>
    public bool InPlaceOfSilent { get; init; }

    private bool PlanBinds => Effective.KeptBySafetyPlan && State.Head.Plan is not null;

    /// <summary>
    /// A membership that must know, or that the program adds. A suspended organisation is one without an agreement; where it is the client's own
    /// program, the specialist stands in: someone must hear of it (promise 7).
    /// </summary>
    /// <param name="member">The membership.</param>
    /// <param name="isProgram">Whether it is the client's program.</param>
    /// <param name="added">Whether only <c>alsoTell</c> brings it in: under a safety plan that adds nobody (rule 6).</param>
    public Fate Decide(Membership member, bool isProgram, bool added)
    {
        var organisation = At.Directory.Find(member.Agency);
        if (!isProgram && IsNever(member)) return Withheld(WithheldKind.RoleNever);
        if (IsSourceOnly(member.Agency)) return Withheld(WithheldKind.RoleNever);
        if (isProgram && organisation is { Standing.IsActive: false }) return new Fate.AddressStopped(null);
        if (organisation is null || !organisation.IsTold(At.Today)) return Withheld(WithheldKind.AgreementExpired);
        if (!isProgram && (IsKept(member.Contact) || (added && PlanBinds))) return Withheld(WithheldKind.SafetyPlan);
        if (isProgram) return Deliver(member.Agency, member.Contact, null, mayStandIn: true);

        var deceased = Effective.Code == Codes.Deceased;
        var answer = deceased
            ? Consents.Ask(State.Consents, member.Agency, member.Contact, PrivacyClass.A, Facet.None, OccurredOn)
            : Consents.Ask(State.Consents, member.Agency, member.Contact, Class, Facet, At.Today);
        return answer switch
        {
            Consents.Answer.Refused refused => new Fate.Withheld(refused.Reason),
            Consents.Answer.Granted granted =>
                Deliver(member.Agency, member.Contact, granted.Consent.Id, MayStandIn(member.Agency, granted.Consent.Recipient)),
            _ => throw new InvalidOperationException("A consent answers or refuses."),
        };
    }

    /// <summary>
    /// A past recipient of a stop, or a member taking its leave: no consent and no agreement is asked for (rule 13). Where it stays silent, no
    /// colleague is told without one.
    /// </summary>
    public Fate WithoutConsent(string agency, string contact, string? consent, bool isProgram) =>
        IsSourceOnly(agency)
            ? Withheld(WithheldKind.RoleNever)
            : Deliver(agency, contact, consent, isProgram || (!InPlaceOfSilent && MayStandIn(agency, RecipientOf(consent))));

    /// <summary>A past recipient of what was wrong: told even if consent has ended since, but a safety plan binds (rule 6).</summary>
    public Fate Corrected(string agency, string contact, string? consent, bool isProgram) =>
        !isProgram && IsKept(contact) ? Withheld(WithheldKind.SafetyPlan) : WithoutConsent(agency, contact, consent, isProgram);

    /// <summary>A past recipient of what has ended: only the consent that notice went under is needed, if live.</summary>
    public Fate UnderThatConsent(string agency, string contact, string? id)
    {
        if (IsSourceOnly(agency)) return Withheld(WithheldKind.RoleNever);
        var organisation = At.Directory.Find(agency);
        if (organisation is null || !organisation.IsTold(At.Today)) return Withheld(WithheldKind.AgreementExpired);
        if (IsKept(contact)) return Withheld(WithheldKind.SafetyPlan);
        var consent = State.Consents.FirstOrDefault(c => c.Id == id);
        if (consent is null) return Withheld(WithheldKind.NoConsent);
        if (consent.Withdrawn is not null) return Withheld(WithheldKind.ConsentWithdrawn);
        if (consent.To < At.Today) return Withheld(WithheldKind.ConsentExpired);
        return consent.From > At.Today
            ? Withheld(WithheldKind.ConsentNotStarted)
            : Deliver(agency, contact, consent.Id, MayStandIn(agency, consent.Recipient));
    }

    private static Fate.Withheld Withheld(WithheldKind kind) => new(new WithheldReason(kind));

    private bool IsNever(Membership member) =>
        Effective.Never.Contains(member.Role)
        || (Effective.OnlyVisiting is { } only && !(member.Visits && only.Contains(member.Role)))
        || (Effective.Code != Codes.Deceased && !Ceilings.Allow(member.Role, Class, Facet));

    private bool IsSourceOnly(string agency) => At.Directory.Find(agency)?.Kind == OrganisationKind.SourceOnly;

    private bool IsKept(string contact) => PlanBinds && !State.Head.Plan!.Named.Contains(contact);

    private string? RecipientOf(string? consent) => State.Consents.FirstOrDefault(c => c.Id == consent)?.Recipient;

    /// <summary>A colleague stands in only where the consent is the organisation's, never for class R, never under a safety plan (rule 8).</summary>
    private bool MayStandIn(string agency, string? recipient) => recipient == agency && Class != PrivacyClass.R && !PlanBinds;

    private Fate Deliver(string agency, string id, string? consent, bool mayStandIn)
    {
        var organisation = At.Directory.Find(agency);
        if (organisation?.Contact(id) is not { } contact) return new Fate.AddressStopped(consent);
        if (!InPlaceOfSilent)
        {
            if (contact.Channel == Channel.Phone) return new Fate.PhoneOnly(consent);
            if (contact.Stopped is null && contact.Address is not null) return Reach(organisation, contact, consent);
        }
        else if (PlanBinds || contact.Alternate == id)
        {
            mayStandIn = false;
        }

        var standIn = mayStandIn && contact.Alternate is { } alternate ? organisation.Contact(alternate) : null;
        return standIn is { Stopped: null, Address: not null, Channel: not Channel.Phone } && (!standIn.Shared || Class == PrivacyClass.A)
            ? Reach(organisation, standIn, consent)
            : new Fate.AddressStopped(consent);
    }

    private Fate Reach(Organisation organisation, Contact contact, string? consent)
    {
        var route = Of(organisation, contact);
        if (contact.Shared && Class != PrivacyClass.A)
        {
            if (!route.HasFlag(Route.Queue)) return new Fate.SharedMailbox(consent);
            route = Route.Queue;
        }

        return new Fate.Told(contact, route, consent);
    }

    /// <summary>
    /// The contact's channel (rule 12): a queue alone isn't trusted before that agency's first acknowledgement, nor with U3 and U4. A suspended
    /// agency can't open its queue: what it must still hear (rule 13) goes by mail.
    /// </summary>
    private Route Of(Organisation organisation, Contact contact)
    {
        if (!organisation.ReadsQueue || !organisation.Standing.IsActive || contact.Channel == Channel.Mail) return Route.Mail;
        var queueAlone = contact.Channel == Channel.Queue && organisation.FirstAcknowledged is not null && Urgency < Urgency.U3;
        return queueAlone ? Route.Queue : Route.Queue | Route.Mail;
    }
}
