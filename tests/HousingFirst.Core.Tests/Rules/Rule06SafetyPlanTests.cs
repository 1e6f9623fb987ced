namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 6: a safety plan in force.</summary>
public sealed class Rule06SafetyPlanTests
{
    [Theory]
    [InlineData("housing.moveIn")]
    [InlineData("housing.moved")]
    [InlineData("away.shelter.in")]
    [InlineData("client.notSeen")]
    public void The_safety_plan_keeps_housing_news_to_the_program_and_those_named(string code)
    {
        var outcome = Town.Usual().Plan("luc").Outcome(code, from: "counsel");

        Assert.Equal(["dana", "luc"], outcome.Told);
        Assert.Contains(outcome.Accepted.Lines.OfType<Line.Of>(), l => l.Fate is Fate.Withheld { Reason.Kind: WithheldKind.SafetyPlan });
    }

    [Fact]
    public void Those_named_still_need_their_own_consent() =>
        Assert.Equal("withheld: no consent", Town.Usual().Plan("luc").NoConsent("K-outreach").Outcome("housing.moveIn")["luc"]);

    [Fact]
    public void Other_news_goes_its_usual_way()
    {
        var outcome = Town.Usual().Plan("luc").Outcome("income.changed");

        Assert.Equal("told U2 mail en", outcome["gita"]);
    }

    [Fact]
    public void A_notice_of_its_own_adds_nobody()
    {
        var outcome = Town.Usual().Plan("luc").Outcome("housing.leaseChanged", "river", "luc", "marie");

        Assert.Equal("withheld: safety plan", outcome["luc"]);
        Assert.Equal("withheld: safety plan", outcome["marie"]);
        Assert.Equal("withheld: safety plan", outcome["gita"]);
    }

    [Fact]
    public void No_alternate_stands_in_for_who_is_named()
    {
        var town = Town.Usual().Contact("outreach", "amina").Contact("outreach", "luc", stopped: true, alternate: "amina");

        Assert.Equal("address stopped: told through alternate Amina", town.Outcome("housing.moveIn")["luc"]);
        Assert.Equal("address stopped: task for the specialist", town.Plan("luc").Outcome("housing.moveIn")["luc"]);
    }

    [Fact]
    public void No_colleague_of_who_is_named_is_told()
    {
        var town = Town.Usual().Member("outreach", "amina", Role.OUT).Plan("luc");

        Assert.Equal("withheld: safety plan", town.Outcome("housing.moveIn")["amina"]);
    }

    [Fact]
    public void A_correction_counts_as_the_code_it_corrects()
    {
        var town = Town.Usual().Plan("luc").Corrects("housing.moveIn", "river")
            .WasTold("housing.moveIn", "outreach", "luc", "K-outreach").WasTold("housing.moveIn", "income", "gita", "K-income");

        var outcome = town.Outcome("correction.issued");

        Assert.Equal("told U2 mail en", outcome["luc"]);
        Assert.Equal("withheld: safety plan", outcome["gita"]);
    }

    [Fact]
    public void What_is_over_stays_with_those_named_too()
    {
        var town = Town.Usual().Plan("luc").Closes("client.missing")
            .WasTold("client.missing", "outreach", "luc", "K-outreach").WasTold("client.missing", "hospital", "marie", "K-hospital");

        var outcome = town.Outcome("client.found", from: "counsel");

        Assert.Equal(["dana", "luc"], outcome.Told);
        Assert.Equal("withheld: safety plan", outcome["marie"]);
    }

    [Fact]
    public void A_plan_begins_with_those_its_begin_names_and_ends_with_its_end()
    {
        var town = Town.Usual().Consent("KR", "luc", Allows.R | Allows.Safety);
        var begun = town.Outcome("safety.violence.begin", "river", "luc");

        Assert.Equal("told U4 mail en", begun["luc"]);
        Assert.Equal(["luc"], begun.Accepted.Next.Head.Plan!.Named);

        var ended = Assert.IsType<Decision.Accepted>(
            ChangeRules.Decide(Town.Change("safety.violence.end"), begun.Accepted.Next, Past.None, town.At));
        Assert.Null(ended.Next.Head.Plan);
        Assert.Equal("source (already knows)", new Outcome(ended)["dana"]);
        Assert.True(ended.Next.Head.Version > begun.Accepted.Next.Head.Version && begun.Accepted.Next.Head.Version > town.State.Head.Version);
    }

    [Fact]
    public void A_queued_notice_is_held_back_by_a_plan_that_began_meanwhile()
    {
        var town = Town.Usual();
        var change = Town.Change("housing.moveIn");
        var outcome = town.Outcome(change);
        town.Plan("luc");

        Assert.IsType<Fate.Told>(ChangeRules.DecideAgain(outcome.Queued("luc", change.Code, change.OccurredOn), town.State, town.At));
        Assert.Equal(
            new Fate.Withheld(new WithheldReason(WithheldKind.SafetyPlan)),
            ChangeRules.DecideAgain(outcome.Queued("gita", change.Code, change.OccurredOn), town.State, town.At));
    }
}
