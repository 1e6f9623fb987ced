namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 3: the first reason that applies, and then delivery.</summary>
public sealed class Rule03ReasonsTests
{
    /// <summary>Every obstacle at once, then one taken away after the other: each uncovers the next.</summary>
    [Fact]
    public void The_first_reason_that_applies_is_the_one_that_is_shown()
    {
        var town = Town.Usual().Agency("income", agreementEnds: Town.Today.PlusDays(-1)).Plan("luc").NoConsent("K-income");
        string Of(string code) => town.Outcome(code, "river", "gita")["gita"];

        Assert.Equal("withheld: never for this role", Of("away.hospital.in"));
        Assert.Equal("withheld: agreement expired", Of("housing.leaseChanged"));
        town.Agency("income", agreementEnds: Town.Today);
        Assert.Equal("withheld: safety plan", Of("housing.leaseChanged"));
        town.Plan("gita");
        Assert.Equal("withheld: no consent", Of("housing.leaseChanged"));
        town.Consent("K", "income", Allows.Money);
        Assert.Equal("withheld: consent lacks B", Of("housing.leaseChanged"));
        town.Consent("K", "income", Allows.B, from: Town.Today.PlusDays(1), to: Town.Today.PlusDays(9), withdrawn: Town.Today);
        Assert.Equal("withheld: consent withdrawn", Of("housing.leaseChanged"));
        town.Consent("K", "income", Allows.B, to: Town.Today.PlusDays(-1));
        Assert.Equal("withheld: consent expired", Of("housing.leaseChanged"));
        town.Consent("K", "income", Allows.B, from: Town.Today.PlusDays(1));
        Assert.Equal("withheld: consent not started", Of("housing.leaseChanged"));
        town.Consent("K", "income", Allows.B);
        Assert.Equal("told U1 mail en", Of("housing.leaseChanged"));
    }

    [Theory]
    [InlineData("away.custody.in", "JUS", "consent-lacks-justice")]
    [InlineData("away.hospital.in", "HLT", "consent-lacks-health")]
    [InlineData("income.changed", "INC", "consent-lacks-money")]
    [InlineData("housing.lost", "COO", "consent-lacks-housing")]
    [InlineData("safety.restriction.begin", "OUT", "consent-lacks-safety")]
    public void A_consent_that_lacks_the_facet_says_which(string code, string role, string reason)
    {
        var (agency, contact, _) = Town.Partners.Single(p => p.Role.ToString() == role);
        var line = Town.Usual().Consent("K-" + agency, agency, Allows.B).Outcome(code).Line(contact);

        Assert.Equal(reason, Assert.IsType<Fate.Withheld>(line!.Fate).Reason.Code);
    }

    [Fact]
    public void With_several_consents_the_reason_is_that_of_the_one_that_got_furthest()
    {
        var town = Town.Usual()
            .Consent("K-hospital", "hospital", Allows.B)
            .Consent("K1", "hospital", Town.Everything, to: Town.Today.PlusDays(-1))
            .Consent("K2", "marie", Town.Everything, withdrawn: Town.Today.PlusDays(-1));

        Assert.Equal("withheld: consent expired", town.Outcome("away.hospital.in")["marie"]);
    }

    [Fact]
    public void A_withdrawn_consent_is_withdrawn_whatever_its_dates()
    {
        var town = Town.Usual().Consent("K-hospital", "hospital", Town.Everything, to: Town.Today.PlusDays(-50), withdrawn: Town.Today.PlusDays(-60));

        Assert.Equal("withheld: consent withdrawn", town.Outcome("away.hospital.in")["marie"]);
    }

    [Theory]
    [InlineData("client.missing", Allows.Safety, "withheld: not named")]
    [InlineData("client.missing", Allows.B, "withheld: consent lacks safety")]
    public void Class_R_asks_for_the_facet_first_and_then_for_the_name(string code, Allows allows, string expected) =>
        Assert.Equal(expected, Town.Usual().Consent("K-outreach", "outreach", allows).Outcome(code)["luc"]);

    [Fact]
    public void An_agreement_holds_on_its_last_day()
    {
        var town = Town.Usual().Agency("income", agreementEnds: Town.Today);

        Assert.Equal("told U2 mail en", town.Outcome("income.changed")["gita"]);
    }

    [Fact]
    public void A_shared_mailbox_is_held_for_class_B_and_gets_class_A()
    {
        var town = Town.Usual().Contact("landlord", "morgan", shared: true);

        Assert.Equal("held: shared mailbox, asked to sign in", town.Outcome("housing.leaseChanged")["morgan"]);
        Assert.Equal("told U2 mail en", town.Outcome("program.worker")["morgan"]);
    }

    [Fact]
    public void A_shared_mailbox_whose_agency_reads_its_queue_gets_more_than_class_A_there_only()
    {
        var town = Town.Usual().Agency("landlord", readsQueue: true).Contact("landlord", "morgan", Channel.Both, shared: true);

        Assert.Equal("told U1 queue en", town.Outcome("housing.leaseChanged")["morgan"]);
        Assert.Equal("told U2 queue+mail en", town.Outcome("program.worker")["morgan"]);
    }

    [Fact]
    public void A_contact_with_a_telephone_only_is_a_call_task() =>
        Assert.Equal("call task for the program", Town.Usual().Contact("income", "gita", Channel.Phone).Outcome("income.changed")["gita"]);

    [Fact]
    public void A_stopped_address_without_a_stand_in_is_a_task_for_the_specialist() =>
        Assert.Equal(
            "address stopped: task for the specialist", Town.Usual().Contact("income", "gita", stopped: true).Outcome("income.changed")["gita"]);

    [Fact]
    public void A_contact_no_longer_in_the_directory_is_a_task_for_the_specialist()
    {
        var town = Town.Usual();
        var at = town.At with { Directory = new PartnerDirectory(town.At.Directory.Organisations.Select(o => o with { Contacts = [] }), 2) };

        var accepted = Assert.IsType<Decision.Accepted>(ChangeRules.Decide(Town.Change("income.changed"), town.State, Past.None, at));

        Assert.Equal("address stopped: task for the specialist", new Outcome(accepted)["gita"]);
    }
}
