namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 4: what a consent allows, to whom and when.</summary>
public sealed class Rule04ConsentTests
{
    private static string OfMarie(Town town, string code) => town.Outcome(code, "river", "marie")["marie"];

    [Fact]
    public void Class_A_needs_any_live_consent()
    {
        Assert.Equal("told U2 mail en", OfMarie(Town.Usual().Consent("K-hospital", "hospital", Allows.None), "program.worker"));
        Assert.Equal("told U2 mail en", OfMarie(Town.Usual().Consent("K-hospital", "marie", Allows.R), "program.worker"));
        Assert.Equal("withheld: no consent", OfMarie(Town.Usual().NoConsent("K-hospital"), "program.worker"));
    }

    [Fact]
    public void Class_B_needs_B_whatever_facets_are_allowed() =>
        Assert.Equal(
            "withheld: consent lacks B",
            OfMarie(Town.Usual().Consent("K-hospital", "hospital", Town.Everything & ~Allows.B), "program.transfer"));

    [Fact]
    public void Class_C_needs_its_facet_and_nothing_else()
    {
        Assert.Equal("told U2 mail en", OfMarie(Town.Usual().Consent("K-hospital", "hospital", Allows.Health), "away.hospital.in"));
        Assert.Equal(
            "withheld: consent lacks health",
            OfMarie(Town.Usual().Consent("K-hospital", "hospital", Town.Everything & ~Allows.Health), "away.hospital.in"));
    }

    [Fact]
    public void Class_R_needs_a_consent_to_the_contact_with_R_and_the_facet()
    {
        var town = Town.Usual();
        Assert.Equal("withheld: not named", OfMarie(town, "safety.crisis"));
        Assert.Equal("withheld: not named", OfMarie(town.Consent("K1", "marie", Allows.Health), "safety.crisis"));
        Assert.Equal("withheld: not named", OfMarie(town.Consent("K1", "marie", Allows.R), "safety.crisis"));
        Assert.Equal("withheld: not named", OfMarie(town.Consent("K1", "hospital", Allows.R | Allows.Health), "safety.crisis"));
        Assert.Equal("told U4 mail en", OfMarie(town.Consent("K1", "marie", Allows.R | Allows.Health), "safety.crisis"));
    }

    [Fact]
    public void Class_R_without_a_facet_needs_R_alone() =>
        Assert.Equal("told U1 mail en", OfMarie(Town.Usual().Consent("K1", "marie", Allows.R), "person.nameOrPronoun"));

    [Fact]
    public void A_consent_to_one_contact_is_for_that_contact_only_in_every_class()
    {
        var town = Town.Usual().Member("hospital", "tom", Role.HLT).Consent("K-hospital", "marie", Town.Everything);

        var outcome = town.Outcome("program.worker");

        Assert.Equal("told U2 mail en", outcome["marie"]);
        Assert.Equal("withheld: no consent", outcome["tom"]);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(-5, 0, true)]
    [InlineData(0, 5, true)]
    [InlineData(1, 5, false)]
    [InlineData(-5, -1, false)]
    public void Both_days_of_a_consent_are_included(int from, int to, bool told)
    {
        var town = Town.Usual().Consent("K-hospital", "hospital", Town.Everything, Town.Today.PlusDays(from), Town.Today.PlusDays(to));

        Assert.Equal(told, town.Outcome("away.hospital.in").Told.Contains("marie"));
    }

    [Fact]
    public void The_program_needs_no_consent() =>
        Assert.Equal("told U4 mail en", Town.Usual().Outcome("safety.crisis", from: "outreach")["dana"]);

    [Fact]
    public void A_second_program_needs_consent()
    {
        var town = Town.Usual().Member("second", "priya", Role.PRG);

        Assert.Equal("withheld: no consent", town.Outcome("away.hospital.in")["priya"]);
        Assert.Equal("told U2 mail en", town.Consent("K2", "second", Allows.Health).Outcome("away.hospital.in")["priya"]);
        Assert.Equal("withheld: not named", town.Outcome("safety.crisis")["priya"]);
    }

    [Fact]
    public void A_program_whose_membership_ended_is_told_no_more()
    {
        var town = Town.Usual().Member("river", "dana", Role.PRG, program: true, ended: Town.Today);

        var outcome = town.Outcome("away.hospital.in", from: "outreach");

        Assert.Equal(["PRG"], outcome.Gaps);
        Assert.Equal(Outcome.Absent, outcome["dana"]);
    }

    [Fact]
    public void A_spoken_consent_never_opens_health()
    {
        var town = Town.Usual().Consent("K-hospital", "hospital", Town.Everything, method: ConsentMethod.Spoken)
            .Consent("K1", "marie", Allows.R | Allows.Health, method: ConsentMethod.Spoken);

        Assert.Equal("withheld: consent lacks health", OfMarie(town, "away.hospital.in"));
        Assert.Equal("withheld: consent lacks health", OfMarie(town, "safety.crisis"));
        Assert.Equal("told U2 mail en", OfMarie(town, "program.transfer"));
    }

    [Fact]
    public void A_spoken_consent_that_allows_health_is_not_recorded()
    {
        var consent = Rule01MustKnowTests.NewConsent("N", "hospital", Allows.B | Allows.Health) with { Method = ConsentMethod.Spoken, Witness = "w" };
        var change = Town.Change("consent.given") with { Consent = new ConsentPart("N", consent.Allows, consent) };

        Assert.Equal(["data.consent.allows"], Town.Usual().Refusal(change).Paths);
    }

    [Fact]
    public void R_is_never_allowed_to_an_organisation()
    {
        var change = Town.Change("consent.given") with
        {
            Consent = new ConsentPart("N", Allows.R, Rule01MustKnowTests.NewConsent("N", "hospital", Allows.R)),
        };

        Assert.Equal(["data.consent.allows"], Town.Usual().Refusal(change).Paths);
    }

    [Fact]
    public void A_police_card_is_no_consent_and_recording_a_consent_never_touches_it()
    {
        var town = Town.Usual().Agency("police", OrganisationKind.SourceOnly).Consent("K9", "police", Allows.Card);
        var change = Town.Change("consent.given") with
        {
            Consent = new ConsentPart("K9", Allows.B, Rule01MustKnowTests.NewConsent("K9", "hospital", Allows.B)),
        };

        Assert.Equal(["data.consent.id"], town.Refusal(change).Paths);
        Assert.IsType<Consents.Answer.Refused>(
            Consents.Ask(town.State.Consents, "police", "desk", PrivacyClass.A, Facet.None, Town.Today));
    }

    [Theory]
    [InlineData("given", "K-hospital", "hospital", "data.consent.id")]
    [InlineData("renewed", "K-hospital", "income", "data.consent.recipient")]
    [InlineData("given", "N", "nowhere", "data.consent.recipient")]
    [InlineData("given", "N", "police", "data.consent.recipient")]
    [InlineData("given", "N", "desk", "data.consent.recipient")]
    public void A_consent_that_fits_nothing_is_refused(string how, string id, string recipient, string path)
    {
        var town = Town.Usual().Agency("police", OrganisationKind.SourceOnly).Contact("police", "desk");
        var change = Town.Change("consent." + how) with
        {
            Consent = new ConsentPart(id, Allows.B, Rule01MustKnowTests.NewConsent(id, recipient, Allows.B)),
        };

        Assert.Equal([path], town.Refusal(change).Paths);
    }

    [Fact]
    public void A_consent_counts_from_the_change_that_records_it_on()
    {
        var town = Town.Usual().NoConsent("K-hospital");
        var change = Town.Change("consent.given") with
        {
            Consent = new ConsentPart("N", Town.Everything, Rule01MustKnowTests.NewConsent("N", "hospital", Town.Everything)),
        };

        var next = town.Outcome(change).Accepted.Next;

        Assert.Equal(town.State.Head.Version + 1, next.Head.Version);
        Assert.Contains(next.Consents, c => c.Id == "N" && c.IsLive(Town.Today));
    }
}
