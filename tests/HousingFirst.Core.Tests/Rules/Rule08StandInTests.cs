namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 8: who may stand in for a contact that can't be reached.</summary>
public sealed class Rule08StandInTests
{
    private static Town Stopped(string agency, string contact, string alternate) =>
        Town.Usual().Contact(agency, alternate).Contact(agency, contact, stopped: true, alternate: alternate);

    [Fact]
    public void The_alternate_stands_in_where_the_consent_is_the_organisations()
    {
        var outcome = Stopped("hospital", "marie", "tom").Outcome("away.hospital.in");

        Assert.Equal("address stopped: told through alternate Tom", outcome["marie"]);
        Assert.Equal("K-hospital", Assert.IsType<Fate.Told>(outcome.Line("marie")!.Fate).Consent);
    }

    [Fact]
    public void Nobody_stands_in_where_the_consent_names_the_contact()
    {
        var town = Stopped("hospital", "marie", "tom").NoConsent("K-hospital").Consent("K1", "marie", Town.Everything);

        Assert.Equal("address stopped: task for the specialist", town.Outcome("away.hospital.in")["marie"]);
    }

    [Fact]
    public void Where_both_consents_allow_it_the_organisations_counts()
    {
        var town = Stopped("hospital", "marie", "tom").Consent("K1", "marie", Town.Everything, to: Town.Today.PlusDays(300));

        Assert.Equal("address stopped: told through alternate Tom", town.Outcome("away.hospital.in")["marie"]);
    }

    [Fact]
    public void Nobody_stands_in_for_class_R_nor_for_a_death()
    {
        var town = Stopped("hospital", "marie", "tom").Consent("K1", "marie", Allows.R | Allows.Health);

        Assert.Equal("address stopped: task for the specialist", town.Outcome("safety.crisis")["marie"]);
        Assert.Equal("address stopped: task for the specialist", town.Outcome("person.deceased")["marie"]);
    }

    [Fact]
    public void The_programs_own_alternate_stands_in_in_every_class()
    {
        var town = Stopped("river", "dana", "sam");

        Assert.Equal("address stopped: told through alternate Sam", town.Outcome("safety.crisis", from: "hospital")["dana"]);
        Assert.Equal("address stopped: told through alternate Sam", town.Outcome("person.deceased", from: "hospital")["dana"]);
    }

    [Fact]
    public void An_alternate_who_can_not_be_reached_either_is_a_task_for_the_specialist()
    {
        var outcome = Stopped("hospital", "marie", "tom").Contact("hospital", "tom", stopped: true, alternate: "third").Contact("hospital", "third")
            .Outcome("away.hospital.in");

        Assert.Equal("address stopped: task for the specialist", outcome["marie"]);
        Assert.Equal(
            "address stopped: task for the specialist",
            Stopped("hospital", "marie", "tom").Contact("hospital", "tom", Channel.Phone).Outcome("away.hospital.in")["marie"]);
    }

    [Fact]
    public void A_shared_mailbox_stands_in_for_class_A_only()
    {
        var town = Stopped("landlord", "morgan", "office").Contact("landlord", "office", shared: true);

        Assert.Equal("address stopped: task for the specialist", town.Outcome("housing.leaseChanged")["morgan"]);
        Assert.Equal("address stopped: told through alternate Office", town.Outcome("program.worker")["morgan"]);
    }

    [Fact]
    public void An_expired_agreement_is_no_longer_reached_through_an_alternate_either() =>
        Assert.Equal(
            "withheld: agreement expired",
            Stopped("hospital", "marie", "tom").Agency("hospital", agreementEnds: Town.Today.PlusDays(-1)).Outcome("away.hospital.in")["marie"]);
}
