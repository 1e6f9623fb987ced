namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rules 7 and 8: who is asked next where an urgent notice has had no answer. Everyone here can be reached; they only don't answer.</summary>
public sealed class Rule08EscalationTests
{
    private static Town WithAlternate(string agency, string contact, string alternate, bool shared = false) =>
        Town.Usual().Contact(agency, alternate, shared: shared).Contact(agency, contact, alternate: alternate);

    private static string Next(
        Town asked, string contact, string code = "housing.lost", string from = "landlord", Town? later = null, bool heard = false, bool alternateAsked = false,
        bool corrected = false, params string[] ownLines)
    {
        var queued = asked.Outcome(code, from).Queued(contact, Vocabulary.Current[code], Town.Today);
        later ??= asked;
        return Escalation.Next(new SilentNotice(queued, heard, alternateAsked, corrected, ownLines), later.State, later.At) switch
        {
            EscalationStep.Over => "over",
            EscalationStep.ToAlternate { Told: var told } => $"{told.SentTo.Id} under {told.Consent ?? "none"}",
            EscalationStep.ToSpecialist { Why: var why } => $"specialist: {why}",
            _ => throw new InvalidOperationException("A step without words."),
        };
    }

    [Fact]
    public void The_alternate_is_next_where_the_consent_is_the_organisations() =>
        Assert.Equal("amina under K-outreach", Next(WithAlternate("outreach", "luc", "amina"), "luc"));

    [Fact]
    public void Then_the_specialist()
    {
        Assert.Equal("specialist: AlternateSilent", Next(WithAlternate("outreach", "luc", "amina"), "luc", alternateAsked: true));
        Assert.Equal("specialist: NobodyStandsIn", Next(Town.Usual(), "luc"));
    }

    [Fact]
    public void A_person_who_has_heard_ends_it() => Assert.Equal("over", Next(WithAlternate("outreach", "luc", "amina"), "luc", heard: true, alternateAsked: true));

    [Fact]
    public void A_consent_that_names_the_contact_lets_nobody_stand_in() =>
        Assert.Equal(
            "specialist: NobodyStandsIn",
            Next(WithAlternate("outreach", "luc", "amina").NoConsent("K-outreach").Consent("K1", "luc", Town.Everything), "luc"));

    [Fact]
    public void A_consent_withdrawn_or_ended_since_lets_nobody_new_be_told()
    {
        var town = WithAlternate("outreach", "luc", "amina");
        Assert.Equal(
            "specialist: NoLongerTold",
            Next(town, "luc", later: WithAlternate("outreach", "luc", "amina").Consent("K-outreach", "outreach", Town.Everything, withdrawn: Town.Today)));
        Assert.Equal("specialist: NoLongerTold", Next(town, "luc", later: WithAlternate("outreach", "luc", "amina").Without("outreach")));
        Assert.Equal(
            "specialist: NoLongerTold",
            Next(town, "luc", later: WithAlternate("outreach", "luc", "amina").Agency("outreach", agreementEnds: Town.Today.PlusDays(-1))));
    }

    [Fact]
    public void Class_R_and_a_death_go_to_no_alternate_but_the_programs()
    {
        var town = WithAlternate("hospital", "marie", "tom").Consent("K1", "marie", Allows.R | Allows.Health).Contact("river", "sam").Contact("river", "dana", alternate: "sam");
        Assert.Equal("specialist: NobodyStandsIn", Next(town, "marie", "safety.crisis", "outreach"));
        Assert.Equal("specialist: NobodyStandsIn", Next(town, "marie", "person.deceased", "river"));
        Assert.Equal("sam under none", Next(town, "dana", "safety.crisis", "outreach"));
        Assert.Equal("sam under none", Next(town, "dana", "person.deceased", "hospital"));
    }

    [Fact]
    public void Under_a_safety_plan_no_colleague_stands_in()
    {
        var town = WithAlternate("outreach", "luc", "amina").Contact("river", "sam").Contact("river", "dana", alternate: "sam").Plan("luc");
        Assert.Equal("specialist: NobodyStandsIn", Next(town, "luc"));
        Assert.Equal("specialist: NobodyStandsIn", Next(town, "dana"));
    }

    [Fact]
    public void A_colleague_whom_it_concerns_in_their_own_right_is_not_asked_a_second_time() =>
        Assert.Equal("specialist: NobodyStandsIn", Next(WithAlternate("outreach", "luc", "amina"), "luc", ownLines: "amina"));

    [Fact]
    public void A_shared_mailbox_and_a_colleague_without_an_address_are_no_alternates()
    {
        Assert.Equal("specialist: NobodyStandsIn", Next(WithAlternate("outreach", "luc", "desk", shared: true), "luc"));
        Assert.Equal("specialist: NobodyStandsIn", Next(WithAlternate("outreach", "luc", "amina").Contact("outreach", "amina", Channel.Phone), "luc"));
        Assert.Equal("specialist: NobodyStandsIn", Next(WithAlternate("outreach", "luc", "amina").Contact("outreach", "amina", stopped: true), "luc"));
        Assert.Equal("specialist: NobodyStandsIn", Next(WithAlternate("outreach", "luc", "luc"), "luc"));
    }

    [Fact]
    public void What_was_corrected_since_is_told_to_nobody_new() =>
        Assert.Equal("specialist: Corrected", Next(WithAlternate("outreach", "luc", "amina"), "luc", corrected: true));

    [Fact]
    public void A_stop_that_needs_no_consent_goes_to_no_partners_alternate()
    {
        var town = WithAlternate("outreach", "luc", "amina").WasTold("housing.lost", "outreach", "luc", "K-outreach");
        var stop = Town.Change("consent.revoked") with { Consent = new ConsentPart("K-outreach", null, null) };
        var queued = town.Outcome(stop).Queued("luc", Vocabulary.Current["consent.revoked"], Town.Today);

        Assert.Equal(
            new EscalationStep.ToSpecialist(EscalationReason.NobodyStandsIn),
            Escalation.Next(new SilentNotice(queued, false, false, false, []), town.State, town.At));
    }
}
