using HousingFirst.Core.Messaging;

namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 2: whom else the program may tell.</summary>
public sealed class Rule02AlsoTellTests
{
    [Fact]
    public void The_program_may_add_contacts_of_the_team() =>
        Assert.Equal("told U2 mail en", Town.Usual().Outcome("housing.unoccupied", "river", "ines")["ines"]);

    [Fact]
    public void The_same_checks_bind_whoever_is_added()
    {
        Assert.Equal("withheld: no consent", Town.Usual().NoConsent("K-access").Outcome("housing.unoccupied", "river", "ines")["ines"]);
        Assert.Equal("withheld: never for this role", Town.Usual().Outcome("housing.unoccupied", "river", "morgan")["morgan"]);
        Assert.Equal("withheld: never for this role", Town.Usual().Outcome("income.changed", "river", "luc")["luc"]);
    }

    [Fact]
    public void Another_sender_may_add_nobody()
    {
        var refusal = Town.Usual().Refusal(Town.Change("housing.unoccupied", "outreach", "ines"));

        Assert.Equal((RefusalReasons.DataInvalid, "data.alsoTell"), (refusal.Reason, Assert.Single(refusal.Paths)));
    }

    [Fact]
    public void A_second_program_may_add_nobody()
    {
        var town = Town.Usual().Member("second", "priya", Role.PRG).Consent("K-second", "second", Town.Everything);

        Assert.Equal(["data.alsoTell"], town.Refusal(Town.Change("housing.unoccupied", "second", "ines")).Paths);
    }

    [Fact]
    public void Nobody_outside_the_team_can_be_added()
    {
        var town = Town.Usual().Contact("access", "amina").Member("income", "gita", Role.INC, ended: Town.Today);

        Assert.Equal(
            ["data.alsoTell[0]", "data.alsoTell[2]"], town.Refusal(Town.Change("housing.unoccupied", "river", "amina", "ines", "gita")).Paths);
    }

    [Theory]
    [InlineData("concern.raised")]
    [InlineData("other")]
    [InlineData("safety.conflict")]
    public void Some_changes_others_hear_of_by_voice_only(string code) =>
        Assert.Equal(["data.alsoTell"], Town.Usual().Refusal(Town.Change(code, "river", "luc")).Paths);

    [Fact]
    public void Correcting_such_a_change_adds_nobody_either() =>
        Assert.Equal(
            ["data.alsoTell"], Town.Usual().Corrects("concern.raised", "river").Refusal(Town.Change("correction.issued", "river", "luc")).Paths);

    [Fact]
    public void A_new_name_goes_only_to_contacts_whom_a_consent_names_for_it()
    {
        var town = Town.Usual().Consent("K-R", "marie", Allows.R);

        var outcome = town.Outcome("person.nameOrPronoun", "river", "marie", "luc");

        Assert.Equal("told U1 mail en", outcome["marie"]);
        Assert.Equal("withheld: not named", outcome["luc"]);
    }

    [Fact]
    public void Safety_advice_for_staff_goes_to_those_who_visit_even_when_others_are_added()
    {
        var town = Town.Usual().Member("hospital", "tom", Role.HLT, visits: true);
        var change = Town.Change("safety.staff", "river", "marie", "robin") with { ExpectedOn = Town.Today.PlusDays(30) };

        var outcome = town.Outcome(change);

        Assert.Equal(["luc", "tom"], outcome.Told);
        Assert.Equal("withheld: never for this role", outcome["marie"]);
        Assert.Equal("withheld: never for this role", outcome["robin"]);
    }

    [Fact]
    public void A_correction_of_safety_advice_is_narrowed_as_the_advice_was() =>
        Assert.Equal(
            "withheld: never for this role",
            Town.Usual().Corrects("safety.staff", "river").Outcome("correction.issued", "river", "robin")["robin"]);
}
