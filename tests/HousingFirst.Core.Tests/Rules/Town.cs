using HousingFirst.Core.Calendars;

namespace HousingFirst.Core.Tests.Rules;

/// <summary>
/// A town to ask about: one client whose team has one member in every role, each organisation with the widest consent. A test changes what it
/// is about and reads the outcome in words.
/// </summary>
internal sealed class Town
{
    public const Allows Everything =
        Allows.B | Allows.Housing | Allows.Health | Allows.Justice | Allows.Money | Allows.Safety | Allows.Family;

    public static readonly LocalDate Today = new(2026, 12, 1);
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/Edmonton"];
    public static readonly Instant Now = Today.At(new LocalTime(10, 0)).InZoneStrictly(Zone).ToInstant();

    private readonly Dictionary<string, Organisation> organisations = [];
    private readonly List<Membership> memberships = [];
    private readonly List<ConsentRecord> consents = [];
    private readonly List<ToldNotice> told = [];
    private ClientHead head = ClientHead.New(new ClientId("one"));
    private PastChange? corrected;
    private PastChange? closed;

    /// <summary>The program river (dana) and the partners hospital, landlord, income, outreach, access, counsel and specialist.</summary>
    public static Town Usual()
    {
        var town = new Town().Member("river", "dana", Role.PRG, visits: true, program: true);
        foreach (var (agency, contact, role) in Partners)
            town.Member(agency, contact, role, visits: role == Role.OUT).Consent("K-" + agency, agency, Everything);
        return town;
    }

    public static readonly (string Agency, string Contact, Role Role)[] Partners =
    [
        ("hospital", "marie", Role.HLT), ("landlord", "morgan", Role.HSG), ("income", "gita", Role.INC), ("outreach", "luc", Role.OUT),
        ("access", "ines", Role.COO), ("counsel", "noor", Role.JUS), ("specialist", "robin", Role.SPC),
    ];

    public Surroundings At => new(
        new Community("here", "Here", "Ici", Zone, "specialist", HolidayCalendar.Alberta(), 600),
        new PartnerDirectory(organisations.Values, 1), Now);

    public ClientState State => new(head, [.. memberships], [.. consents]);

    public Past Past => new(corrected, closed, [.. told], ByCard, false);

    public bool ByCard { get; set; }

    public Town Agency(
        string id, OrganisationKind kind = OrganisationKind.Partner, LocalDate? agreementEnds = null, bool readsQueue = false,
        bool acknowledged = false)
    {
        var known = organisations.GetValueOrDefault(id);
        organisations[id] = new Organisation(
            id, id, id, kind, Agreement.Until(agreementEnds ?? new LocalDate(2027, 6, 30)), readsQueue, acknowledged ? Now : null, "403-555-0100",
            known?.Contacts ?? []);
        return this;
    }

    public Town Stands(string agency, StandingKind kind)
    {
        organisations[agency] = organisations[agency] with { Standing = new Standing(kind, Now) };
        return this;
    }

    public Town NoAgreement(string agency)
    {
        organisations[agency] = organisations[agency] with { Agreement = null };
        return this;
    }

    public Town Contact(
        string agency, string id, Channel channel = Channel.Mail, string? alternate = null, bool stopped = false, bool shared = false,
        Language language = Language.English)
    {
        if (!organisations.ContainsKey(agency)) Agency(agency);
        var contact = new Contact(
            id, char.ToUpperInvariant(id[0]) + id[1..] + " Surname", language, channel, DigestSlot.Default,
            channel == Channel.Phone ? null : id + "@example.org", "403-555-0101", stopped ? Today.PlusDays(-3) : null, shared, Today, alternate);
        var organisation = organisations[agency];
        organisations[agency] = organisation with { Contacts = [.. organisation.Contacts.Where(c => c.Id != id), contact] };
        return this;
    }

    public Town Member(string agency, string contact, Role role, bool visits = false, bool program = false, LocalDate? ended = null)
    {
        if (!organisations.ContainsKey(agency))
        {
            Agency(agency, role switch
            {
                Role.PRG => OrganisationKind.FundedProgram,
                Role.SPC => OrganisationKind.Lead,
                _ => OrganisationKind.Partner,
            });
        }

        if (organisations[agency].Contact(contact) is null) Contact(agency, contact);
        memberships.RemoveAll(m => m.Agency == agency && m.Contact == contact);
        memberships.Add(new Membership(
            agency, contact, role, visits, Today.PlusDays(-100), ended, new ClientReference(agency + "-1"), program, memberships.Count));
        return this;
    }

    public Town Without(string agency)
    {
        memberships.RemoveAll(m => m.Agency == agency);
        return this;
    }

    public Town Consent(
        string id, string recipient, Allows allows, LocalDate? from = null, LocalDate? to = null, LocalDate? withdrawn = null,
        ConsentMethod method = ConsentMethod.Written)
    {
        consents.RemoveAll(c => c.Id == id);
        consents.Add(new ConsentRecord(
            id, recipient, allows, from ?? Today.PlusDays(-100), to ?? Today.PlusDays(100), withdrawn, method,
            method == ConsentMethod.Spoken ? "a witness" : null, "1"));
        return this;
    }

    public Town NoConsent(string id)
    {
        consents.RemoveAll(c => c.Id == id);
        return this;
    }

    public Town Plan(params string[] named)
    {
        head = head with { Plan = new SafetyPlan("begin", [.. named]) };
        return this;
    }

    public Town Open(string code, LocalDate occurredOn)
    {
        head = head with { Open = head.Open.Add(new OpenChange(code, code + head.Open.Length, occurredOn)) };
        return this;
    }

    public Town WasTold(string code, string agency, string contact, string? consent, string? sentTo = null)
    {
        var role = memberships.FirstOrDefault(m => m.Agency == agency && m.Contact == contact)?.Role ?? Role.OUT;
        told.Add(new ToldNotice("earlier", Vocabulary.Current[code], agency, contact, sentTo ?? contact, role, consent, told.Count));
        return this;
    }

    public Town Corrects(string code, string sender, Urgency? urgency = null)
    {
        corrected = new PastChange("earlier", sender, Vocabulary.Current[code], urgency ?? Vocabulary.Current[code].Urgency, Today, null);
        return this;
    }

    public Town Closes(string code)
    {
        closed = new PastChange("earlier", "river", Vocabulary.Current[code], Vocabulary.Current[code].Urgency, Today, null);
        return this;
    }

    public static ClientChange Change(string code, string from = "river", params string[] alsoTell) => new()
    {
        Key = "key",
        Id = "id",
        Sender = from,
        Subject = new ClientReference(from + "-1"),
        Code = Vocabulary.Current[code],
        OccurredOn = Today,
        AlsoTell = alsoTell,
    };

    public Decision Decide(ClientChange change) => ChangeRules.Decide(change, State, Past, At);

    public Outcome Outcome(ClientChange change) => new(Assert.IsType<Decision.Accepted>(Decide(change)));

    public Outcome Outcome(string code, string from = "river", params string[] alsoTell) => Outcome(Change(code, from, alsoTell));

    /// <summary>The paths of what is wrong with a refused change, and why it is refused.</summary>
    public (string Reason, string[] Paths) Refusal(ClientChange change)
    {
        var refused = Assert.IsType<Decision.Refused>(Decide(change));
        return (refused.Reason, [.. refused.Defects.Select(d => d.Path)]);
    }
}

/// <summary>An accepted change, read line by line.</summary>
internal sealed class Outcome(Decision.Accepted accepted)
{
    public const string Absent = "-";

    public Decision.Accepted Accepted { get; } = accepted;

    public string Text => CoverageText.Of(Accepted.Lines, Accepted.Urgency);

    public string[] Gaps => [.. Accepted.Lines.OfType<Line.Gap>().Select(g => g.Role.ToString())];

    public Line.Of? Line(string contact) => Accepted.Lines.OfType<Line.Of>().SingleOrDefault(l => l.Recipient.Contact == contact);

    /// <summary>The contacts that are told, in the order of the coverage.</summary>
    public string[] Told =>
        [.. Accepted.Lines.OfType<Line.Of>().Where(l => l.Fate is Fate.Told).Select(l => l.Recipient.Contact)];

    /// <summary>What becomes of a contact, in words.</summary>
    public string this[string contact] => Line(contact) is { } line ? CoverageText.Of(contact, line.Fate, Accepted.Urgency) : Absent;

    public QueuedNotice Queued(string contact, ChangeCode own, LocalDate occurredOn)
    {
        var line = Line(contact)!;
        var told = Assert.IsType<Fate.Told>(line.Fate);
        return new QueuedNotice(
            own, Accepted.EffectiveCode, Accepted.Class, Accepted.Facet, Accepted.Urgency, occurredOn, told.Consent, line.Recipient, told.SentTo.Id);
    }
}
