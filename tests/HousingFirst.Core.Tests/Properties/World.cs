using CsCheck;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.Tests.Rules;

namespace HousingFirst.Core.Tests.Properties;

/// <summary>One client, its town and one change: any of the 63, from anyone, over any team, consents and history.</summary>
internal sealed record World(ImmutableArray<Organisation> Organisations, ClientState State, ClientChange Change, Past Past)
{
    public static readonly string[] Agencies =
        ["river", "second", "hospital", "landlord", "income", "outreach", "access", "specialist", "police"];

    /// <summary>Numbers to build a world from: CsCheck makes a failing one small by making them small.</summary>
    public static Gen<World> Any { get; } = Gen.Int[0, 5039].Array[360].Select(dice => new WorldBuilder(dice).Build());

    public Surroundings At => new(
        new Community("here", "Here", "Ici", Town.Zone, "specialist", HolidayCalendar.Alberta(), 600),
        new PartnerDirectory(Organisations, 1), Town.Now);

    public Decision Decide() => ChangeRules.Decide(Change, State, Past, At);

    public override string ToString()
    {
        var outcome = Decide() is Decision.Accepted accepted ? CoverageText.Of(accepted.Lines, accepted.Urgency) : "refused";
        return string.Join('\n',
        [
            $"{Change.Code.Code} from {Change.Sender}, also {string.Join(',', Change.AlsoTell)}, corrects {Past.Corrected?.Code.Code}, closes {Past.Closed?.Code.Code}",
            .. State.Memberships.Select(m => $"  {m.Agency} {m.Contact} {m.Role} visits {m.Visits} ended {m.Ended} program {m.Enrolled}"),
            .. State.Consents.Select(c => $"  {c.Id} {c.Recipient} {c.Allows} {c.From} {c.To} {c.Withdrawn} {c.Method}"),
            .. Past.Told.Select(t => $"  told {t.Agency} {t.Contact} by {t.SentTo} under {t.Consent}"),
            $"  plan {(State.Head.Plan is { } plan ? string.Join(',', plan.Named) : "none")}",
            $"  {outcome}",
        ]);
    }
}

/// <summary>Turns dice into a world that could exist, and now and then into one that should not.</summary>
internal sealed class WorldBuilder(int[] dice)
{
    private static readonly Allows[] Bits =
        [Allows.B, Allows.Housing, Allows.Health, Allows.Justice, Allows.Money, Allows.Safety, Allows.Family, Allows.R];

    private int next;

    private int Roll(int sides) => dice[next++ % dice.Length] % sides;

    private bool OneIn(int sides) => Roll(sides) == sides - 1;

    private T Pick<T>(IReadOnlyList<T> from) => from[Roll(from.Count)];

    public World Build()
    {
        var code = Pick(Vocabulary.Current.Codes);
        var organisations = World.Agencies.Select(MakeOrganisation).ToImmutableArray();
        var memberships = MakeTeam();
        var consents = Enumerable.Range(0, 10).Select(i => MakeConsent("K" + i, memberships)).ToImmutableArray();
        var plan = OneIn(3) ? new SafetyPlan("begin", [.. Enumerable.Range(0, 3).Select(_ => Pick(memberships).Contact).Distinct()]) : null;
        var state = new ClientState(ClientHead.New(new ClientId("one")) with { Plan = plan }, memberships, consents);
        var byCard = OneIn(12);
        var sender = byCard ? "police" : OneIn(2) ? "river" : Pick(memberships).Agency;
        var change = MakeChange(code, sender, state);
        return new World(organisations, state, change, MakePast(change, state) with { ByCard = byCard });
    }

    private Organisation MakeOrganisation(string id)
    {
        var kind = id switch
        {
            "river" or "second" => OrganisationKind.FundedProgram,
            "specialist" => OrganisationKind.Lead,
            "police" => OrganisationKind.SourceOnly,
            _ => OrganisationKind.Partner,
        };
        var ends = Town.Today.PlusDays(Pick([100, 100, 100, 100, 0, -1]));
        return new Organisation(
            id, id, id, kind, new Agreement(null, ends, null, Pick([QueueDetail.Link, QueueDetail.Full])), OneIn(2), OneIn(2) ? Town.Now : null, "403-555-0100", [.. "abc".Select(c => MakeContact(id, c))]);
    }

    private Contact MakeContact(string agency, char letter)
    {
        var channel = Pick([Channel.Mail, Channel.Mail, Channel.Both, Channel.Queue, Channel.Mail, Channel.Phone]);
        var alternate = OneIn(2) ? $"{agency}-{"bca"[letter - 'a']}" : null;
        return new Contact(
            $"{agency}-{letter}", "A B", Language.English, channel, DigestSlot.Default, channel == Channel.Phone ? null : "a@example.org",
            "403-555-0101", OneIn(4) ? Town.Today : null, OneIn(8), Town.Today, alternate);
    }

    private ImmutableArray<Membership> MakeTeam()
    {
        var team = new List<Membership>
        {
            new("river", "river-a", Role.PRG, true, Town.Today.PlusDays(-9), OneIn(12) ? Town.Today : null, new("R-1"), true, 0),
        };
        for (var i = 1; i < 10; i++)
        {
            var agency = Pick(World.Agencies);
            var contact = $"{agency}-{Pick(["a", "b", "c"])}";
            var role = Pick(Enum.GetValues<Role>());
            var since = Town.Today.PlusDays(Pick([-50, -50, -50, -50, 0, 1]));
            LocalDate? ended = OneIn(8) ? Town.Today : null;
            if (team.Any(m => m.Contact == contact)) continue;
            team.Add(new Membership(agency, contact, role, OneIn(2), since, ended, new(agency + "-1"), false, team.Count));
        }

        return [.. team];
    }

    private ConsentRecord MakeConsent(string id, ImmutableArray<Membership> team)
    {
        var member = Pick(team);
        var recipient = OneIn(3) ? member.Contact : member.Agency;
        var allows = Bits.Where(_ => !OneIn(3)).Aggregate(Allows.None, (all, bit) => all | bit);
        if (OneIn(15)) allows = Allows.Card;
        return new ConsentRecord(
            id, recipient, allows, Town.Today.PlusDays(Pick([-100, -100, -100, 0, 1])), Town.Today.PlusDays(Pick([100, 100, 100, 0, -1])),
            OneIn(6) ? Town.Today.PlusDays(-1) : null, OneIn(5) ? ConsentMethod.Spoken : ConsentMethod.Written, null, "1");
    }

    private ClientChange MakeChange(ChangeCode code, string sender, ClientState state)
    {
        var consent = Pick(state.Consents);
        var member = Pick(state.Memberships);
        var newcomer = $"{Pick(World.Agencies)}";
        var given = new ConsentRecord(
            code.Code == Codes.ConsentRenewed ? consent.Id : "N", code.Code == Codes.ConsentRenewed ? consent.Recipient : member.Contact,
            Allows.B | Allows.Housing, Town.Today, Town.Today.PlusDays(9), null, ConsentMethod.Written, null, "1");
        Urgency? urgency = OneIn(6) ? Pick([Urgency.U1, Urgency.U2, Urgency.U3, Urgency.U4]) : null;
        return new ClientChange
        {
            Key = "key",
            Id = "id",
            Sender = sender,
            Subject = new ClientReference(sender + "-1"),
            Code = code,
            OccurredOn = Town.Today.PlusDays(-Roll(3)),
            Deadline = code.Requires.Contains(ChangeField.Deadline) ? Town.Now + Duration.FromHours(Roll(300)) : null,
            ExpectedOn = OneIn(2) ? Town.Today.PlusDays(Roll(9) - 2) : null,
            OtherParty = code.Requires.Contains(ChangeField.OtherParty) ? member.Agency : null,
            Urgency = urgency,
            UrgencyReason = urgency is not null && !OneIn(4) ? UrgencyReason.ClientAsked : null,
            AlsoTell = sender == "river" && code.AlsoTell != AlsoTellRule.No && OneIn(2)
                ? [.. Enumerable.Range(0, 1 + Roll(3)).Select(_ => Pick(state.Memberships)).Where(m => m.IsLive(Town.Today)).Select(m => m.Contact).Distinct()]
                : [],
            Consent = code.Code switch
            {
                Codes.ConsentGiven or Codes.ConsentRenewed => new ConsentPart(given.Id, given.Allows, given),
                Codes.ConsentRevoked => new ConsentPart(consent.Id, null, null),
                Codes.ConsentNarrowed => new ConsentPart(consent.Id, consent.Allows & ~Pick(Bits), null),
                _ => null,
            },
            Member = code.Code switch
            {
                Codes.Joined => new MemberPart(newcomer, newcomer + "-c", newcomer == "second" ? Role.PRG : Role.OUT, true, new("N-1")),
                Codes.Left => new MemberPart(OneIn(2) ? sender : member.Agency, OneIn(3) ? null : member.Contact, null, false, null),
                _ => null,
            },
        };
    }

    private Past MakePast(ClientChange change, ClientState state)
    {
        PastChange Earlier(ChangeCode code) =>
            new("earlier", OneIn(9) ? "hospital" : change.Sender, code, Pick(Enum.GetValues<Urgency>()), Town.Today, null);

        var corrected = change.Code.AsCorrected ? Earlier(Pick(Vocabulary.Current.Codes.Where(c => !c.AsCorrected).ToArray())) : null;
        var closed = change.Code.Closes.Count > 0 ? Earlier(Vocabulary.Current[Pick(change.Code.Closes)]) : null;
        if (change.Code.Told == ToldOf.None) return new Past(corrected, closed, [], false, false);
        return new Past(corrected, closed, [.. Enumerable.Range(0, 5).Select(i => MakeTold(i, change, corrected ?? closed, state))], false, false);
    }

    private ToldNotice MakeTold(int order, ClientChange change, PastChange? of, ClientState state)
    {
        var member = Pick(state.Memberships);
        var contact = OneIn(5) ? member.Agency + "-c" : member.Contact;
        var sentTo = OneIn(4) ? member.Agency + "-b" : contact;
        var consent = change.Consent?.Id ?? (member.Enrolled ? null : Pick(state.Consents).Id);
        return new ToldNotice(
            "earlier", of?.Code ?? Pick(Vocabulary.Current.Codes), member.Agency, contact, sentTo, member.Role, consent, order);
    }
}
